// A card with the definition of a term, on hover, focus and tap. Without it a term leads to the glossary.
(() => {
  "use strict";
  const cards = document.querySelector("template.terms").content;
  const PAUSE = 200; // ms for a pointer to cross a term, or the gap to its card
  const EDGE = 12; // px
  let term = null;
  let card = null;
  let timer;
  let tapped = false;

  const hide = () => {
    clearTimeout(timer);
    const closed = card; // forgotten first: its removal may take the focus from it
    term?.removeAttribute("aria-describedby");
    term = card = null;
    closed?.remove();
  };

  const place = () => {
    const line = term.getClientRects()[0];
    const { bottom } = term.getBoundingClientRect();
    const origin = card.offsetParent.getBoundingClientRect();
    const room = document.documentElement.clientWidth - card.offsetWidth - EDGE;
    const above = line.top - card.offsetHeight - EDGE / 2;
    const fits = bottom + card.offsetHeight + EDGE < innerHeight || above < 0;
    card.style.left = `${Math.max(EDGE, Math.min(line.left, room)) - origin.left}px`;
    card.style.top = `${(fits ? bottom + EDGE / 2 : above) - origin.top}px`;
  };

  const show = (link) => {
    clearTimeout(timer);
    if (link === term) return;
    hide();
    term = link;
    card = cards.querySelector(`[data-term="${link.hash.slice(1)}"]`).cloneNode(true);
    card.id = "term-card";
    card.tabIndex = -1; // so that a press on the card doesn't leave it
    term.after(card); // the next stop of the Tab key
    term.setAttribute("aria-describedby", card.id);
    place();
  };

  // A widget above may get its size late.
  new ResizeObserver(() => card && place()).observe(document.querySelector("article"));

  const termAt = ({ target }) => target.closest?.("a.term");
  const inUse = (element) => element && (element === term || card?.contains(element));

  document.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch") return; // it becomes a click
    clearTimeout(timer);
    if (termAt(event)) timer = setTimeout(show, PAUSE, termAt(event));
    else if (!inUse(event.target) && !inUse(document.activeElement)) timer = setTimeout(hide, PAUSE);
  });
  document.addEventListener("focusin", (event) => termAt(event) && show(termAt(event)));
  document.addEventListener("focusout", ({ target, relatedTarget }) => inUse(target) && !inUse(relatedTarget) && hide());

  // The first tap shows the card, the next one follows the link.
  document.addEventListener("pointerdown", (event) => {
    tapped = event.pointerType === "touch" && termAt(event) && termAt(event) !== term;
    if (!tapped && !inUse(event.target)) hide();
  });
  document.addEventListener("click", (event) => {
    if (!tapped || !termAt(event)) return;
    event.preventDefault();
    show(termAt(event));
  });

  document.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape" || !card) return;
    if (card.contains(document.activeElement)) term.focus();
    hide();
  });
})();
