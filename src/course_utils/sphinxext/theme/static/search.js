// Search opens from every page. What searches (search-engine.js) loads when a page first needs it.
(() => {
  "use strict";
  const script = document.currentScript;
  let engine = null;
  const loadEngine = () => {
    if (engine) return;
    engine = document.createElement("script");
    engine.src = new URL(`search-engine.js${new URL(script.src).search}`, script.src);
    document.head.append(engine);
  };
  // The search page searches for ?q=, the page of a result shows its ?highlight=.
  if (document.getElementById("search-results") || /[?&]highlight=/.test(location.search)) loadEngine();

  const dialog = document.querySelector("dialog.search-dialog");
  const open = (event) => {
    event.preventDefault();
    if (!dialog.open) dialog.showModal();
    loadEngine();
  };
  document.querySelector("a.find").addEventListener("click", open);
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    const shortcut = (event.key === "/" && !typing) || (event.key === "k" && (event.ctrlKey || event.metaKey));
    if (shortcut && !event.altKey) open(event);
  });
  dialog.querySelector(".close").addEventListener("click", () => dialog.close());
  // A press on the backdrop is a press on the dialog outside of its form.
  dialog.addEventListener("click", (event) => (event.target === dialog || event.target.closest("a")) && dialog.close());
})();
