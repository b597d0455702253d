// How far the reader has come: which pages were opened and read to their end, how the quizzes went, where to go on.
// It stays in this browser. Where storage is blocked, nothing is kept and nothing is shown.
(() => {
  "use strict";
  const KEY = "convnet-course.progress";
  const root = document.documentElement;
  const here = document.body.dataset.page;
  const words = document.querySelector(".progress").dataset;
  const top = new URL(root.dataset.content_root, location.href).href;

  // {pages: {name: "started" | "read"}, quizzes: {section: [solved, of]}, last: [name, section's id]}
  const record = (value) => (value instanceof Object && !Array.isArray(value) ? value : {});
  const load = () => {
    let kept;
    try {
      kept = JSON.parse(localStorage.getItem(KEY));
    } catch {}
    const { pages, quizzes, last } = record(kept);
    return { pages: record(pages), quizzes: record(quizzes), last: Array.isArray(last) ? last : [] };
  };
  const change = (edit) => {
    const kept = load();
    edit(kept);
    try {
      localStorage.setItem(KEY, JSON.stringify(kept));
    } catch {}
    show();
  };

  const nameOf = (link) =>
    link.getAttribute("href") === "#" ? here : link.href.startsWith(top) && link.href.slice(top.length).replace(/\.html.*$/, "");
  const sectionOf = (name) => /^chapters\/(\d(-\d)?)-/.exec(name)?.[1].replace("-", ".");
  const links = [...document.querySelectorAll(".contents a, .outline a")].map((link) => [link, nameOf(link)]);
  const isListed = links.some(([, name]) => name === here) && here !== "index";

  const span = (className, text) => Object.assign(document.createElement("span"), { className, textContent: text });
  const describe = (link, name, { pages, quizzes }) => {
    link.querySelectorAll(".told").forEach((old) => old.remove());
    const [solved, of] = [quizzes[sectionOf(name)]].flat();
    if (solved && of) link.append(span("told", ` ${words.quiz} ${solved}/${of}`));
    if (!pages[name]) return;
    const mark = span("told mark", pages[name] === "read" ? "✓" : "◐");
    mark.ariaHidden = true;
    link.append(mark, span("told hidden", words[pages[name]]));
  };
  const show = () => {
    const kept = load();
    for (const [link, name] of links) describe(link, name, kept);
    document.querySelector(".progress").hidden = !Object.keys(kept.pages).length;
    document.querySelector(".resume")?.remove();
    const [name, section] = kept.last;
    const place = here === "index" && links.find(([link, target]) => target === name && link.closest(".outline"));
    if (!place) return;
    const resume = Object.assign(document.createElement("a"), { className: "resume", textContent: words.resume });
    resume.href = `${top}${name}.html${section ? `#${section}` : ""}`;
    place[0].after(resume);
  };

  show();
  addEventListener("storage", show); // another tab
  document.addEventListener("quiz-progress", ({ detail: { section, solved, of } }) => {
    change(({ quizzes }) => (quizzes[section] = [solved, of]));
  });
  document.querySelector(".progress button").addEventListener("click", () => {
    if (!confirm(words.confirm)) return;
    for (const key of Object.keys(localStorage)) if (key.startsWith("convnet-course.")) localStorage.removeItem(key);
    location.reload(); // a quiz on this page starts anew as well
  });

  if (!isListed) return;
  change((kept) => {
    kept.pages[here] ??= "started";
    kept.last = [here, location.hash.slice(1)];
  });
  // Read: the end of the text has been on the screen.
  const end = new IntersectionObserver(([{ isIntersecting }]) => {
    if (!isIntersecting) return;
    end.disconnect();
    change(({ pages }) => (pages[here] = "read"));
  });
  end.observe(document.querySelector("main > .pages"));
  // Where the reader was last: the section that was on screen when the page was left.
  addEventListener("pagehide", () => {
    const passed = [...document.querySelectorAll("article section section[id]")].filter(
      (section) => section.getBoundingClientRect().top < innerHeight / 3,
    );
    if (load().pages[here]) change((kept) => (kept.last = [here, passed.at(-1)?.id ?? ""]));
  });
})();
