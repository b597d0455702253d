/** Light or dark, as the page that holds the widget has it: this book, JupyterLab, VS Code, Colab, or the system. */
export type Theme = "light" | "dark";

export function currentTheme(): Theme {
  const { documentElement: root, body } = document;
  const named = root.dataset.theme ?? root.getAttribute("theme");
  if (named === "light" || named === "dark") return named;
  if (body.dataset.jpThemeLight) return body.dataset.jpThemeLight === "false" ? "dark" : "light";
  if (body.classList.contains("vscode-dark") || body.classList.contains("vscode-high-contrast")) return "dark";
  if (body.classList.contains("vscode-light")) return "light";
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

/** Keep `el.dataset.cwTheme` in step with the page and call back on every change; returns the function that stops it. */
export function followTheme(el: HTMLElement, changed: (theme: Theme) => void): () => void {
  const check = () => {
    const theme = currentTheme();
    if (el.dataset.cwTheme === theme) return;
    el.dataset.cwTheme = theme;
    changed(theme);
  };
  el.dataset.cwTheme = currentTheme();
  const observer = new MutationObserver(check);
  const attributeFilter = ["class", "data-theme", "theme", "data-jp-theme-light"];
  observer.observe(document.documentElement, { attributes: true, attributeFilter });
  observer.observe(document.body, { attributes: true, attributeFilter });
  const system = matchMedia("(prefers-color-scheme: dark)");
  system.addEventListener("change", check);
  return () => {
    observer.disconnect();
    system.removeEventListener("change", check);
  };
}
