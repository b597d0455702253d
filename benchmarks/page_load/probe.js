// Notes when a page is first painted, when its first and its last widget are alive, and how far things move without
// the reader.
window.load = { painted: null, live: null, all: null, shift: 0 };
new PerformanceObserver((list) => {
  for (const { name, startTime } of list.getEntries()) if (name === "first-contentful-paint") load.painted = startTime;
}).observe({ type: "paint", buffered: true });
new PerformanceObserver((list) => {
  for (const { value, hadRecentInput } of list.getEntries()) if (!hadRecentInput) load.shift += value;
}).observe({ type: "layout-shift", buffered: true });
// The host brings the widgets of a page alive one after the other.
new MutationObserver((_, observer) => {
  load.live ??= performance.now();
  if (document.querySelector(".cw-mount:not([data-ready])")) return;
  load.all = performance.now();
  observer.disconnect();
}).observe(document, { subtree: true, attributeFilter: ["data-ready"] });
