// Search over the text of all sections (written by section_search.py), and what was found shown on its page.
(() => {
  "use strict";
  const script = document.currentScript;
  const contentRoot = document.documentElement.dataset.content_root;
  const SHOWN = 40;
  const ENOUGH = 5;
  const EXCERPT = 60; // Characters before and after the first match.
  const HIGHLIGHT = "highlight"; // what the address of a result calls the words that it was found by

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
  const squashed = (text) => normalise(text).replace(/[\s-]/g, ""); // 특성맵 is 특성 맵
  // A term is looked up where it is explained.
  const WEIGHTS = { chapters: 1, index: 1, book: 0.6, exercises: 0.25, "book/glossary": 0.35 };
  const CLOSING = /^(summary|further-reading|quiz)/; // sections that repeat or point elsewhere
  const prepare = (pages) =>
    pages.flatMap(({ url, sections }) =>
      sections.map(([id, title, text, code, terms]) => ({
        url: contentRoot + url,
        id,
        weight: (WEIGHTS[url.replace(".html", "")] ?? WEIGHTS[url.split(/[/.]/)[0]]) * (CLOSING.test(id) ? 0.5 : 1),
        page: sections[0][1],
        title,
        text: `${text} ${code}`,
        terms: terms.map(squashed),
        titleKey: normalise(title),
        proseKey: normalise(`${title} ${text}`),
        key: normalise([title, text, code, ...terms].join(" ")),
      })),
    );

  // A Latin word matches from its beginning; Hangul also inside a compound, with spaces or without: 특성맵 in 특성 맵.
  const pattern = (word) => {
    let source = word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    if (word.length > 2) source = source.replace(/(?<=[가-힣])(?=[가-힣])/g, " ?");
    return new RegExp((/^[a-z0-9]/.test(word) ? "(?<![a-z0-9])" : "") + source, "g");
  };

  // Particles that a reader may type with a noun of two syllables or more: 커널에서는 → 커널.
  const PARTICLE =
    /(?<=[가-힣]{2})(?:(?:으로|로|에서|에게|에|부터|까지|처럼|보다|와|과)?(?:는|은|도|만|의)?|이|가|을|를|이란|란|이나)$/;

  // A word that stands nowhere loses its end, letter by letter: convolving → convolv.
  const findable = (word, index) => {
    const stem = word.replace(PARTICLE, "");
    const shortest = /[가-힣]/.test(stem) ? 2 : 4;
    for (let length = stem.length; length >= shortest; length--) {
      const match = pattern(stem.slice(0, length));
      if (index.some(({ key }) => key.search(match) >= 0)) return stem.slice(0, length);
    }
    return word;
  };

  const search = (query, index) => {
    const words = normalise(query).split(/\s+/).filter(Boolean).map((word) => findable(word, index));
    if (!words.length) return [];
    const patterns = words.map(pattern);
    const count = (text, match) => [...text.matchAll(match)].length;
    // Words that stand side by side, as the reader wrote them, outweigh one of them in a title.
    const phrase = new RegExp(patterns.map(({ source }) => source).join("\\S*\\s+"));
    const asWritten = (text) => (patterns.length > 1 && phrase.test(text) ? 150 : 0);
    // Where the book introduces a term, its English form follows in brackets: 채널(channel).
    const introduces = (text) => patterns.some(({ source }) => new RegExp(`${source}\\([a-z]`).test(text));
    const sought = squashed(words.join(""));
    const explains = (term) => {
      if (sought.replace(/e?s$/, "") === term.replace(/e?s$/, "")) return 200;
      return term.startsWith(sought) ? 60 : 0;
    };
    const results = index.map((section) => {
      const missing = patterns.filter((match) => !count(section.key, match)).length;
      const inTitle = patterns.reduce((sum, match) => sum + Math.min(1, count(section.titleKey, match)), 0);
      const often = (text) => patterns.reduce((sum, match) => sum + count(text, match), 0);
      const score =
        100 * inTitle +
        asWritten(section.key) +
        Math.max(0, ...section.terms.map(explains)) +
        (introduces(section.proseKey) ? 60 : 0) +
        Math.min(50, 0.8 * often(section.proseKey) + 0.2 * often(section.key)); // prose says more than code
      return { section, words, patterns, missing, score: section.weight * score };
    });
    const complete = results.filter(({ missing, score }) => !missing && score);
    // Few sections have all of the words: those that lack one may be meant.
    const incomplete = complete.length < ENOUGH ? results.filter(({ missing }) => missing && missing < words.length) : [];
    const best = (found) => found.sort((a, b) => b.score - a.score);
    return [...best(complete), ...best(incomplete)];
  };

  const places = (text, patterns) => {
    const key = normalise(text);
    let end = 0; // of the place before: places don't overlap
    return patterns
      .flatMap((match) => [...key.matchAll(match)].map(({ index, 0: { length } }) => [index, index + length]))
      .sort((a, b) => a[0] - b[0])
      .filter(([from, to]) => from >= end && (end = to));
  };
  const highlighted = (text, patterns) => {
    const nodes = [];
    let at = 0;
    for (const [from, to] of places(text, patterns)) {
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

  const resultItem = ({ section, words, patterns }) => {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = `${section.url}?${HIGHLIGHT}=${encodeURIComponent(words.join(" "))}#${section.id}`;
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

  // A page that was opened from a result shows where its words stand, and starts at the first of them.
  const article = document.querySelector("article");
  const clearButton = document.querySelector("button.clear-highlight");
  const ranges = (patterns) => {
    const texts = document.createTreeWalker(article, NodeFilter.SHOW_TEXT);
    const found = [];
    while (texts.nextNode()) {
      const text = texts.currentNode;
      if (text.parentElement.closest("script, .cw-mount, .katex, .headerlink")) continue;
      for (const [from, to] of places(text.data, patterns)) {
        const range = new Range();
        range.setStart(text, from);
        range.setEnd(text, to);
        found.push(range);
      }
    }
    return found;
  };
  const paint = (found) => {
    if (CSS.highlights) CSS.highlights.set("found", new Highlight(...found));
    // Backwards: a mark splits the text that it stands in.
    else for (const range of found.reverse()) range.surroundContents(document.createElement("mark"));
    clearButton.hidden = false;
  };
  const startAt = (range) => {
    const { startContainer: at } = range;
    const hidden = (at.closest ? at : at.parentElement).closest("details:not([open])");
    if (hidden) hidden.open = true;
    const { top } = range.getBoundingClientRect();
    if (top < 0.1 * innerHeight || top > 0.8 * innerHeight) scrollBy(0, top - 0.4 * innerHeight);
  };
  const showHighlight = () => {
    const words = new URLSearchParams(location.search).get(HIGHLIGHT)?.split(" ").filter(Boolean) ?? [];
    const found = ranges(words.map((word) => pattern(normalise(word))));
    if (!found.length) return;
    const place = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const first = found.find(({ startContainer }) => place?.contains(startContainer));
    paint(found);
    // The browser goes to the place that the address names first, and pictures move it.
    if (first && document.readyState === "complete") startAt(first);
    else if (first) addEventListener("load", () => requestAnimationFrame(() => startAt(first)));
  };
  const clearHighlight = () => {
    if (clearButton.hidden) return;
    clearButton.hidden = true;
    CSS.highlights?.delete("found");
    for (const mark of article.querySelectorAll("mark")) mark.replaceWith(...mark.childNodes);
    const address = new URL(location);
    address.searchParams.delete(HIGHLIGHT);
    history.replaceState(null, "", address);
  };
  clearButton.addEventListener("click", clearHighlight);
  document.addEventListener("keydown", ({ key }) => key === "Escape" && clearHighlight());
  showHighlight();

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
    input.addEventListener("input", () => {
      clearHighlight();
      show();
    });
    form.addEventListener("keydown", (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (!step || event.isComposing) return;
      event.preventDefault();
      const stops = [input, ...form.querySelectorAll("ul.search a")];
      stops[stops.indexOf(document.activeElement) + step]?.focus();
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      show();
    });
    if (form.closest("dialog[open]")) show(); // what was typed while this was loading
    if (form.closest("dialog")) continue;
    // On the search page the address holds the query: it can be shared, and the edition switch takes it along.
    input.addEventListener("input", () => history.replaceState(null, "", `?q=${encodeURIComponent(input.value)}`));
    input.value = new URLSearchParams(location.search).get("q") ?? "";
    if (input.value) show();
  }
})();
