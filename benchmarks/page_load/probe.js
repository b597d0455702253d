// Notes when a page is first painted, when its first widget is alive, and how far things move without the reader.
window.load = { painted: null, live: null, shift: 0 };
new PerformanceObserver((list) => {
  for (const { name, startTime } of list.getEntries()) if (name === "first-contentful-paint") load.painted = startTime;
}).observe({ type: "paint", buffered: true });
new PerformanceObserver((list) => {
  for (const { value, hadRecentInput } of list.getEntries()) if (!hadRecentInput) load.shift += value;
}).observe({ type: "layout-shift", buffered: true });
// The host brings all widgets of a page alive in one task, so this is when the last of them is there, too.
new MutationObserver((_, observer) => {
  if (!document.querySelector(".cw-mount[data-ready]")) return;
  load.live = performance.now();
  observer.disconnect();
}).observe(document, { subtree: true, attributeFilter: ["data-ready"] });
