/** The part of an anywidget model that our widgets use: the same in JupyterLab, in Colab and in the static page. */
export interface Model<Traits> {
  get<Name extends keyof Traits & string>(name: Name): Traits[Name];
  set<Name extends keyof Traits & string>(name: Name, value: Traits[Name]): void;
  save_changes(): void;
  on(event: string, callback: () => void): void;
  off(event: string, callback: () => void): void;
}

export type Language = "ko" | "en";

export interface RenderProps<Traits> {
  model: Model<Traits & { language: Language }>;
  el: HTMLElement;
}

/** Reads one trait from text that somebody else wrote (a link), or gives undefined if it is not allowed. */
export type Reader<T> = (value: unknown) => T | undefined;

/** What a widget module exports as its default. `render` returns its clean-up. */
export interface WidgetModule<Traits> {
  render(props: RenderProps<Traits>): () => void;
  /** The traits that a link to this page may set, each with its reader. */
  linkable: { [Name in keyof Traits & string]?: Reader<Traits[Name]> };
}

/** Set several traits and send them to the kernel in one message. */
export function update<Traits>(model: Model<Traits>, values: Partial<Traits>): void {
  for (const name of Object.keys(values) as (keyof Traits & string)[]) model.set(name, values[name] as Traits[typeof name]);
  model.save_changes();
}

/** Call back on a change of any of the traits; returns the function that stops it. */
export function observe<Traits>(
  model: Model<Traits>,
  names: readonly (keyof Traits & string)[],
  callback: () => void,
): () => void {
  const events = names.map((name) => `change:${name}`);
  for (const event of events) model.on(event, callback);
  return () => {
    for (const event of events) model.off(event, callback);
  };
}
