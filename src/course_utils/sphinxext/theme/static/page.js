// The frame of a page: theme, table of contents, edition switch. Nothing here is needed to read the book.
(() => {
  "use strict";
  const root = document.documentElement;

  // Theme: follows the system until the reader chooses.
  const themeButton = document.querySelector("button.theme");
  const system = matchMedia("(prefers-color-scheme: dark)");
  const setTheme = (theme) => {
    root.dataset.theme = theme;
    themeButton.setAttribute("aria-label", theme === "dark" ? themeButton.dataset.light : themeButton.dataset.dark);
  };
  const storedTheme = () => {
    try {
      return localStorage.getItem("course-theme");
    } catch {
      return null; // Storage is blocked: the choice lasts for this page.
    }
  };
  themeButton.addEventListener("click", () => {
    const theme = root.dataset.theme === "dark" ? "light" : "dark";
    setTheme(theme);
    try {
      localStorage.setItem("course-theme", theme);
    } catch {}
  });
  system.addEventListener("change", () => storedTheme() ?? setTheme(system.matches ? "dark" : "light"));
  setTheme(root.dataset.theme);

  // Paper is white, and what is folded can't be opened on it.
  let folded = [];
  let theme = "";
  addEventListener("beforeprint", () => {
    theme = root.dataset.theme;
    folded = [...document.querySelectorAll("article details:not([open], .hidden-code, .cw-mount *)")];
    for (const details of folded) details.open = true;
    root.dataset.theme = "light";
  });
  addEventListener("afterprint", () => {
    for (const details of folded) details.open = false;
    root.dataset.theme = theme;
  });

  // Table of contents: a drawer on narrow screens.
  const menuButton = document.querySelector("button.menu");
  const contents = document.getElementById("contents");
  const setDrawer = (open) => {
    root.classList.toggle("drawer-open", open);
    menuButton.setAttribute("aria-expanded", String(open));
  };
  menuButton.addEventListener("click", () => setDrawer(menuButton.getAttribute("aria-expanded") !== "true"));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && root.classList.contains("drawer-open")) {
      setDrawer(false);
      menuButton.focus();
    }
  });
  document.addEventListener("pointerdown", (event) => {
    if (!contents.contains(event.target) && !menuButton.contains(event.target)) setDrawer(false);
  });
  contents.addEventListener("click", (event) => event.target.closest("a") && setDrawer(false));

  // The section on screen: the last one whose heading has passed the upper third of the window.
  const sections = [...document.querySelectorAll("article section[id]")];
  const sectionOnScreen = () => {
    let current = null;
    for (const section of sections) {
      if (section.getBoundingClientRect().top < innerHeight / 3) current = section;
    }
    return current;
  };

  // What the address points at, as long as it is on screen; else the section on screen.
  const placeOnScreen = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const top = target?.getBoundingClientRect().top;
    if (top >= 0 && top < innerHeight) return target.id;
    const section = sectionOnScreen();
    return section && section !== sections[0] ? section.id : "";
  };

  // Edition switch: the same place of the same page. Set early, so that a link opened in a new tab has it too.
  const editionLinks = document.querySelectorAll(".editions a:not([aria-current])");
  const aimEditionLinks = () => {
    for (const link of editionLinks) {
      const target = new URL(link.href);
      target.search = location.search;
      target.hash = placeOnScreen();
      link.href = target.href;
    }
  };
  for (const link of editionLinks) {
    for (const event of ["pointerenter", "focus", "click"]) link.addEventListener(event, aimEditionLinks);
  }

  // The page's own contents show where the reader is.
  const localLinks = new Map(
    [...document.querySelectorAll(".local a")].map((link) => [decodeURIComponent(link.hash.slice(1)), link]),
  );
  if (localLinks.size) {
    const mark = () => {
      const current = localLinks.get(sectionOnScreen()?.id);
      for (const link of localLinks.values()) {
        if (link === current) link.setAttribute("aria-current", "true");
        else link.removeAttribute("aria-current");
      }
    };
    new IntersectionObserver(mark, { rootMargin: "0px 0px -66% 0px" }).observe(sections[0]);
    let waiting = false;
    addEventListener("scroll", () => {
      if (waiting) return;
      waiting = true;
      requestAnimationFrame(() => {
        waiting = false;
        mark();
      });
    }, { passive: true });
    mark();
  }

  // Code, tables and formulas wider than the page scroll: the keyboard must reach them.
  const main = document.getElementById("main");
  const scrollers = document.querySelectorAll("article pre, .table-wrapper, div.math");
  const markScroller = (element) => {
    const isWide = element.scrollWidth > element.clientWidth;
    const attributes = { tabindex: 0, role: "group", "aria-label": main.dataset.scroller };
    for (const [name, value] of Object.entries(attributes)) {
      if (isWide) element.setAttribute(name, value);
      else element.removeAttribute(name);
    }
  };
  const sizes = new ResizeObserver((entries) => entries.forEach(({ target }) => markScroller(target)));
  for (const element of scrollers) sizes.observe(element);
  document.fonts.ready.then(() => scrollers.forEach(markScroller)); // A font changes what is inside a box, not the box.
})();
