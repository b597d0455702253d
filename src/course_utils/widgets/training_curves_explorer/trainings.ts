/** The stored trainings: those of one setting together, and which settings there are. */
import { bandOf, type Band, type Curve } from "./statistics";
import type { Data, RunTrait, Setting } from "./traits";

export interface Seed {
  readonly seed: number;
  /** The epoch whose weights were tested. */
  readonly best: number;
  readonly correct: number;
  readonly count: number;
}

/** All seeds of one setting. */
export interface Training extends Setting {
  /** Such as `pets-1000-both`. */
  readonly key: string;
  readonly epochs: number;
  readonly seeds: readonly Seed[];
  readonly accuracy: Band;
  readonly loss: Band;
  readonly val_accuracy: Band;
  readonly val_loss: Band;
  /** What an epoch takes. */
  readonly seconds: number;
}

const TREATMENTS: Readonly<Record<string, Pick<Setting, "augment" | "dropout">>> = {
  plain: { augment: false, dropout: false },
  dropout: { augment: false, dropout: true },
  augmented: { augment: true, dropout: false },
  both: { augment: true, dropout: true },
};

export function trainingsOf(runs: readonly RunTrait[]): Training[] {
  const keys = [...new Set(runs.map(keyOf))];
  return keys.map((key) => together(key, runs.filter((run) => keyOf(run) === key)));
}

function keyOf({ name }: RunTrait): string {
  return name.slice(0, name.lastIndexOf("-"));
}

function together(key: string, runs: readonly RunTrait[]): Training {
  const [data, pictures, treatment] = key.split("-");
  const band = (name: "accuracy" | "loss" | "val_accuracy" | "val_loss") => bandOf(runs.map((run) => decode(run[name])));
  const accuracy = band("accuracy");
  return {
    key,
    data: data as Data,
    pictures: Number(pictures),
    ...TREATMENTS[treatment],
    epochs: accuracy.mean.length,
    seeds: runs.map(({ name, best, test: [correct, count] }) => ({ seed: Number(name.split("-").at(-1)), best, correct, count })),
    accuracy,
    loss: band("loss"),
    val_accuracy: band("val_accuracy"),
    val_loss: band("val_loss"),
    seconds: runs.reduce((sum, run) => sum + run.seconds, 0) / runs.length,
  };
}

function decode(thousandths: string): Curve {
  return thousandths.split(" ").map((value) => Number(value) / 1000);
}

/** Each is chosen among what those before it leave. */
const ORDER = ["data", "pictures", "augment", "dropout"] as const;

/** Whether a setting has trainings with another value in one place; what comes after it may change with it. */
export function offered<Name extends keyof Setting>(all: readonly Training[], now: Setting, name: Name, value: Setting[Name]): boolean {
  return having(all, now, name, value).length > 0;
}

/** The setting with another value in one place, and for the rest as it was, as nearly as there are trainings. */
export function changed<Name extends keyof Setting>(all: readonly Training[], now: Setting, name: Name, value: Setting[Name]): Setting {
  const { data, pictures, augment, dropout } = nearest(having(all, now, name, value), { ...now, [name]: value });
  return { data, pictures, augment, dropout };
}

function having<Name extends keyof Setting>(all: readonly Training[], now: Setting, name: Name, value: Setting[Name]): Training[] {
  const before = ORDER.slice(0, ORDER.indexOf(name));
  return all.filter((training) => training[name] === value && before.every((earlier) => training[earlier] === now[earlier]));
}

/** The training with a setting, or the one most like it. */
export function nearest(all: readonly Training[], { data, pictures, augment, dropout }: Setting): Training {
  const distance = (one: Training) =>
    100 * Number(one.data !== data) +
    10 * Math.abs(Math.log(one.pictures / pictures)) +
    2 * Number(one.augment !== augment) +
    Number(one.dropout !== dropout);
  return all.reduce((best, one) => (distance(one) < distance(best) ? one : best));
}
