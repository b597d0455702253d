// Moves a slider, and times each change: the script that redraws, and from the event until the browser has painted the result.
window.probe = async (slider, count) => {
  const sheet = document.querySelector(".cw-sheet canvas");
  const pixels = () => sheet.getContext("2d").getImageData(0, 0, sheet.width, sheet.height).data.join();
  const request = window.requestAnimationFrame.bind(window);
  let script = 0;
  window.requestAnimationFrame = (draw) =>
    request((now) => {
      const start = performance.now();
      draw(now);
      script += performance.now() - start;
    });
  const painted = () =>
    new Promise((done) =>
      request(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = done; // what is posted in a frame arrives once the frame is painted
        port2.postMessage("");
      }),
    );
  const changes = [];
  for (let i = 0; i < count; i++) {
    await new Promise((done) => setTimeout(done, Math.random() * 20)); // readers don't wait for the start of a frame
    const before = i % 50 === 0 && pixels();
    const start = performance.now();
    slider.value = String(0.05 * (1 + (i % 10)));
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    script = performance.now() - start;
    await painted();
    changes.push({ script, painted: performance.now() - start });
    if (before === pixels()) throw new Error("The sheet has not been redrawn.");
  }
  return changes;
};
