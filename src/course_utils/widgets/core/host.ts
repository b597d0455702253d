/**
 * Brings the displays of a static page alive: no kernel, no server, over http and from a file alike.
 *
 * Each mount point holds its widget's name and state; the widget's own script registers its module before it starts.
 * A link may set traits: `?padding-live.strides=2&padding-live.padding=same#padding`.
 */
import { h } from "./dom";
import type { Language, Model, WidgetModule } from "./model";
import { translator } from "./strings";

type State = Record<string, unknown>;

declare global {
  interface Window {
    convnetCourse?: Record<string, { default: WidgetModule<State> }>;
  }
}

const text = translator(
  {
    ko: {
      link: "이 상태의 링크 복사",
      copied: "링크를 복사했습니다",
      reset: "처음으로",
      missing: "이 위젯을 불러오지 못했습니다. 페이지를 새로 고쳐 주십시오.",
    },
    en: {
      link: "Copy a link to this state",
      copied: "Link copied",
      reset: "Reset",
      missing: "This widget could not be loaded. Please reload the page.",
    },
  },
  pageLanguage(),
);

function pageLanguage(): Language {
  return document.documentElement.lang.startsWith("en") ? "en" : "ko";
}

/** A model with nobody behind it: it keeps values and tells its listeners. */
function staticModel(state: State): Model<State> {
  const listeners = new Map<string, Set<() => void>>();
  return {
    get: (name) => state[name],
    set(name, value) {
      if (state[name] === value) return;
      state[name] = value;
      for (const callback of [...(listeners.get(`change:${name}`) ?? [])]) callback();
    },
    save_changes() {},
    on: (event, callback) => void listeners.set(event, (listeners.get(event) ?? new Set()).add(callback)),
    off: (event, callback) => void listeners.get(event)?.delete(callback),
  };
}

/** The traits that the address sets for this mount point, as far as the widget allows them. */
function linkedState(id: string, { linkable }: WidgetModule<State>): State {
  const state: State = {};
  for (const [key, value] of new URLSearchParams(location.search)) {
    const [mount, name] = [key.slice(0, key.lastIndexOf(".")), key.slice(key.lastIndexOf(".") + 1)];
    if (mount !== id || !Object.hasOwn(linkable, name)) continue;
    const read = linkable[name]?.(parse(value));
    if (read !== undefined) state[name] = read;
  }
  return state;
}

function parse(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return value; // a bare word
  }
}

/** The address of this page with what differs from the stored display. */
function linkTo(id: string, model: Model<State>, stored: State, { linkable }: WidgetModule<State>): string {
  const url = new URL(location.href);
  url.search = "";
  url.hash = id;
  for (const name of Object.keys(linkable)) {
    const value = model.get(name);
    if (JSON.stringify(value) === JSON.stringify(stored[name])) continue;
    url.searchParams.set(`${id}.${name}`, typeof value === "string" ? value : JSON.stringify(value));
  }
  return url.href;
}

function complain(place: HTMLElement): void {
  place.append(h("p", { role: "alert" }, text("missing")));
}

function mount(place: HTMLElement): void {
  const module = window.convnetCourse?.[place.dataset.widget!]?.default;
  if (!module) {
    complain(place);
    return;
  }
  const stored: State = { language: pageLanguage(), ...JSON.parse(place.querySelector("script")!.textContent!) };
  const stage = h("div");
  const said = h("span", { role: "status" });
  let model: Model<State>;
  let cleanUp: () => void;

  function show(linked: State): void {
    const el = h("div");
    stage.replaceChildren(el);
    model = staticModel({ ...stored, ...linked });
    cleanUp = module!.render({ model: model as never, el });
  }
  async function share(): Promise<void> {
    const href = linkTo(place.id, model, stored, module!);
    history.replaceState(null, "", href);
    await navigator.clipboard?.writeText(href).catch(() => undefined); // the address bar has it all the same
    said.textContent = text("copied");
  }
  function reset(): void {
    cleanUp();
    show({});
    said.textContent = "";
  }

  try {
    show(linkedState(place.id, module));
  } catch {
    show({}); // each trait of the link was allowed, but they do not fit the display
  }
  place.append(stage);
  if (Object.keys(module.linkable).length > 0) {
    place.append(
      h("div", { class: "cw-tools" }, said,
        h("button", { type: "button", onclick: share }, text("link")),
        h("button", { type: "button", onclick: reset }, text("reset")),
      ),
    );
  }
  place.dataset.ready = "";
}

function bringAlive(place: HTMLElement): void {
  try {
    mount(place);
  } catch (error) {
    complain(place);
    reportError(error); // the other widgets of the page come alive all the same
  }
}

/** How far a place lies from what the reader sees, in pixels. */
function distance(place: HTMLElement): number {
  const { top, bottom } = place.getBoundingClientRect();
  return Math.max(0, -bottom, top - innerHeight);
}

/** One widget a task, the nearest first: the page can be read, scrolled and used while the others come. */
function start(): void {
  const waiting = [...document.querySelectorAll<HTMLElement>(".cw-mount:not([data-ready])")]
    .map((place) => ({ place, far: distance(place) }))
    .sort((one, other) => one.far - other.far)
    .map(({ place }) => place);
  const next = () => {
    const place = waiting.shift();
    if (!place) return;
    bringAlive(place);
    setTimeout(next);
  };
  next();
}

// The widgets' own scripts come after this one, and all of them before the document counts as loaded.
// The text is painted before the first widget is: a frame, and then a task of its own.
const begin = () => requestAnimationFrame(() => setTimeout(start));
if (document.readyState === "complete") begin();
else document.addEventListener("DOMContentLoaded", begin);
