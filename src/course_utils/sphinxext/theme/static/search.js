// Search over the text of all sections (written by section_search.py), loaded when the reader first searches.
(() => {
  "use strict";
  const script = document.currentScript;
  const contentRoot = document.documentElement.dataset.content_root;
  const SHOWN = 40;
  const EXCERPT = 60; // Characters before and after the first match.

  let loading = null;
  const loadIndex = () => {
    // A script element, not fetch(): a page on file:// may not fetch.
    loading ??= new Promise((resolve, reject) => {
      const element = document.createElement("script");
      element.src = new URL(`search-index.js${new URL(script.src).search}`, script.src);
      element.onload = () => resolve(prepare(window.courseSearchIndex));
      element.onerror = reject;
      document.head.append(element);
    });
    return loading;
  };

  const normalise = (text) => text.normalize("NFC").toLowerCase();
  const prepare = (pages) =>
    pages.flatMap(({ url, sections }) =>
      sections.map(([id, title, text]) => ({
        href: `${contentRoot}${url}#${id}`,
        weight: url.startsWith("exercises/") ? 0.25 : 1, // a term is looked up where it is explained
        page: sections[0][1],
        title,
        text,
        titleKey: normalise(title),
        key: normalise(`${title} ${text}`),
      })),
    );

  // A Latin word matches from its beginning; Hangul also inside a compound: 신경망 in 합성곱신경망.
  const pattern = (word) =>
    new RegExp((/^[a-z0-9]/.test(word) ? "(?<![a-z0-9])" : "") + word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"), "g");

  // Particles that a reader may type with a noun of two syllables or more: 커널에서는 → 커널.
  const PARTICLE =
    /(?<=[가-힣]{2})(?:(?:으로|로|에서|에게|에|부터|까지|처럼|보다|와|과)?(?:는|은|도|만|의)?|이|가|을|를|이란|란|이나)$/;

  // A word that stands nowhere loses its end, letter by letter: convolving → convolv.
  const findable = (word, index) => {
    const stem = word.replace(PARTICLE, "");
    const shortest = /[가-힣]/.test(stem) ? 2 : 4;
    for (let length = stem.length; length >= shortest; length--) {
      const match = pattern(stem.slice(0, length));
      if (index.some(({ key }) => key.search(match) >= 0)) return match;
    }
    return pattern(word);
  };

  const search = (query, index) => {
    const patterns = normalise(query).split(/\s+/).filter(Boolean).map((word) => findable(word, index));
    const count = (text, match) => [...text.matchAll(match)].length;
    // Words that stand side by side, as the reader wrote them, outweigh one of them in a title.
    const phrase = new RegExp(patterns.map(({ source }) => source).join("\\S*\\s+"));
    const asWritten = (text) => (patterns.length > 1 && phrase.test(text) ? 150 : 0);
    // Where the book introduces a term, its English form follows in brackets: 채널(channel).
    const introduces = (text) => patterns.some(({ source }) => new RegExp(`${source}\\([a-z]`).test(text));
    return index
      .map((section) => {
        const counts = patterns.map((match) => count(section.key, match));
        if (!counts.length || counts.includes(0)) return { score: 0 };
        const inTitle = patterns.reduce((sum, match) => sum + Math.min(1, count(section.titleKey, match)), 0);
        const introduced = introduces(section.key) ? 60 : 0;
        const often = Math.min(50, counts.reduce((a, b) => a + b));
        const score = 100 * inTitle + asWritten(section.key) + introduced + often;
        return { section, patterns, score: section.weight * score };
      })
      .filter(({ score }) => score > 0)
      .sort((a, b) => b.score - a.score);
  };

  const highlighted = (text, patterns) => {
    const key = normalise(text);
    const spans = patterns
      .flatMap((match) => [...key.matchAll(match)].map(({ index, 0: { length } }) => [index, index + length]))
      .sort((a, b) => a[0] - b[0]);
    const nodes = [];
    let at = 0;
    for (const [from, to] of spans) {
      if (from < at) continue;
      const mark = document.createElement("mark");
      mark.textContent = text.slice(from, to);
      nodes.push(text.slice(at, from), mark);
      at = to;
    }
    return [...nodes, text.slice(at)];
  };
  const excerpt = (text, patterns) => {
    const key = normalise(text);
    const found = patterns.map((match) => key.search(match)).filter((at) => at >= 0);
    const from = Math.max(0, Math.min(...(found.length ? found : [0])) - EXCERPT);
    const start = from && text.indexOf(" ", from) + 1;
    return (start ? "… " : "") + text.slice(start, start + 3 * EXCERPT) + (start + 3 * EXCERPT < text.length ? " …" : "");
  };

  const resultItem = ({ section, patterns }) => {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = section.href;
    link.append(...highlighted(section.title, patterns));
    item.append(link);
    if (section.page !== section.title) {
      const page = document.createElement("small");
      page.textContent = section.page;
      item.append(page);
    }
    const context = document.createElement("p");
    context.append(...highlighted(excerpt(section.text, patterns), patterns));
    item.append(context);
    return item;
  };

  for (const form of document.querySelectorAll("form.search-form")) {
    const input = form.querySelector("input");
    const show = async () => {
      const query = input.value;
      const index = await loadIndex();
      if (query !== input.value) return;
      const results = search(query, index);
      const { found, foundOne, none } = form.dataset;
      const said = results.length === 1 ? foundOne : results.length ? found.replace("{count}", results.length) : none;
      form.querySelector(".search-status").textContent = query.trim() ? said : "";
      form.querySelector("ul.search").replaceChildren(...results.slice(0, SHOWN).map(resultItem));
    };
    input.addEventListener("input", show);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      show();
    });
    if (form.closest("dialog")) continue;
    // On the search page the address holds the query: it can be shared, and the edition switch takes it along.
    input.addEventListener("input", () => history.replaceState(null, "", `?q=${encodeURIComponent(input.value)}`));
    input.value = new URLSearchParams(location.search).get("q") ?? "";
    if (input.value) show();
  }

  const dialog = document.querySelector("dialog.search-dialog");
  const open = (event) => {
    event.preventDefault();
    if (!dialog.open) dialog.showModal();
    loadIndex();
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
