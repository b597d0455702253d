// Times each move of the pen: its listeners and drawing, and from the event until the browser has painted the result.
const probe = (window.probe = { moves: [], current: undefined, frame: 0 });
const request = window.requestAnimationFrame.bind(window);

for (const type of ["pointerdown", "pointermove"]) {
  addEventListener(type, (event) => (probe.current = { at: event.timeStamp, start: performance.now(), asked: probe.frame, script: 0 }), true);
  addEventListener(type, () => (probe.current.script = performance.now() - probe.current.start));
}

window.requestAnimationFrame = (callback) =>
  request((now) => {
    const start = performance.now();
    callback(now);
    const move = probe.current;
    if (!move) return;
    move.script += performance.now() - start;
    move.frames = probe.frame - move.asked;
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      move.painted = performance.now() - move.at; // what is posted in a frame arrives once the frame is painted
      probe.moves.push(move);
      probe.current = undefined;
    };
    port2.postMessage("");
  });

(function count() {
  request(() => {
    probe.frame += 1;
    count();
  });
})();

window.settled = () =>
  new Promise((done) => {
    const wait = () => (probe.current ? request(wait) : done());
    wait();
  });
