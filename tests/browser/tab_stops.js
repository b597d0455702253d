// Watches where the Tab key goes: at each press it looks at the place that the press before has reached.
window.tabStops = (() => {
  "use strict";
  const CONTROLS = "a[href], button, input:not([type=hidden]), select, textarea, summary, iframe, [tabindex]";
  const TOLERANCE = 1; // px
  const header = document.querySelector("header.top");

  const isStop = (element) =>
    element.tabIndex >= 0 &&
    !element.matches(":disabled") &&
    element.checkVisibility({ visibilityProperty: true }) &&
    element.getClientRects().length > 0;
  const groupOf = ({ form, name }) => [...document.getElementsByName(name)].filter((radio) => radio.form === form);
  const controls = [...document.querySelectorAll(CONTROLS)].filter(isStop);
  const reached = [];
  const troubles = [];
  let left = false;

  // What may carry the mark of a focused control: itself, and for an input its label or what stands beside it.
  const bearers = (control) =>
    control.matches("input") ? [control, ...(control.labels ?? []), ...control.parentElement.children] : [control];
  const marks = (control) =>
    bearers(control).map((element) => {
      const { outlineStyle, outlineWidth, outlineColor, boxShadow } = getComputedStyle(element);
      const outline = outlineStyle === "none" || parseFloat(outlineWidth) < 2 ? "" : outlineWidth + outlineColor;
      return outline + (boxShadow === "none" ? "" : boxShadow);
    });
  const atRest = new Map(controls.map((control) => [control, marks(control)]));
  const isMarked = (control) => marks(control).some((mark, i) => mark && mark !== atRest.get(control)?.[i]);

  const show = (element) => element.outerHTML.replace(/\s+/g, " ").slice(0, 160);

  /** What keeps the reader from seeing a control: an edge of the window, the header, or another element. */
  const hiddenBy = (control) => {
    const isBelowHeader = !header.contains(control) && !control.matches(".skip");
    const top = isBelowHeader ? header.getBoundingClientRect().bottom : 0;
    const box = control.getBoundingClientRect();
    const fits = box.height <= innerHeight - top;
    if (fits && (box.top < top - TOLERANCE || box.bottom > innerHeight + TOLERANCE)) {
      return `lies from ${Math.round(box.top)} to ${Math.round(box.bottom)}; ${top} to ${innerHeight} is free`;
    }
    const line = control.getClientRects()[0];
    const x = (Math.max(line.left, 0) + Math.min(line.right, document.documentElement.clientWidth)) / 2;
    const y = (Math.max(line.top, top) + Math.min(line.bottom, innerHeight)) / 2;
    const onTop = document.elementFromPoint(x, y);
    const isSeen = onTop && (control.contains(onTop) || onTop.closest("label")?.contains(control));
    return isSeen ? "" : `is covered by ${onTop ? show(onTop) : "an edge of the window"}`;
  };

  const note = ({ shiftKey }) => {
    const control = document.activeElement;
    if (left) return;
    if (control === document.body) {
      left = reached.length > 0;
      return;
    }
    const previous = reached.findLast((element) => element.isConnected);
    const direction = shiftKey ? Node.DOCUMENT_POSITION_PRECEDING : Node.DOCUMENT_POSITION_FOLLOWING;
    const isInOrder = !previous || previous.compareDocumentPosition(control) & direction;
    reached.push(control);
    const found = [
      hiddenBy(control),
      isMarked(control) ? "" : "shows no focus",
      isInOrder ? "" : `is out of order after ${show(previous)} in the page`,
    ];
    troubles.push(...found.filter(Boolean).map((trouble) => `${show(control)} ${trouble}`));
  };
  addEventListener("keydown", note, { capture: true });

  return {
    controls: controls.length,
    hasLeft: () => left,
    /** Everything that is wrong. One of a group of radio buttons stands for all of them. */
    troubles() {
      const got = new Set(reached.flatMap((control) => (control.type === "radio" ? groupOf(control) : control)));
      const missed = controls.filter((control) => !got.has(control) && control.isConnected && isStop(control));
      return [...troubles, ...missed.map((control) => `${show(control)} is never reached`)];
    },
  };
})();
