// Times what a widget does for each event: its listeners, what it draws in a frame, and how many frames later that is.
const probe = (window.probe = { events: [], frame: 0, current: undefined });
const request = window.requestAnimationFrame.bind(window);

window.requestAnimationFrame = (callback) =>
  request((now) => {
    const start = performance.now();
    callback(now);
    const event = probe.current;
    if (!event) return;
    event.draw += performance.now() - start;
    event.frames = probe.frame - event.asked;
  });

for (const type of ["input", "pointermove"]) {
  addEventListener(type, () => (probe.current = { asked: probe.frame, start: performance.now(), handle: 0, draw: 0 }), true);
  addEventListener(type, () => (probe.current.handle = performance.now() - probe.current.start));
}

// The last callback of a frame that had something drawn in it closes the event.
(function count() {
  request(() => {
    probe.frame += 1;
    count();
  });
})();

window.settled = () =>
  new Promise((done) => {
    const wait = () => (probe.current?.draw ? request(() => done(probe.events.push(probe.current) && (probe.current = undefined))) : request(wait));
    wait();
  });
