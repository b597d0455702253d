/** Figures and settings in words. */
import { format } from "../core/numbers";
import type { Text } from "./scene";
import type { Metric, Setting } from "./traits";

/** A figure of a curve: 76.2% or 0.512. */
export function figure(metric: Metric, value: number): string {
  return metric === "accuracy" ? percent(value) : format(value, 3);
}

export function percent(share: number): string {
  return `${format(100 * share, 1)}%`;
}

/** A difference of two figures: 5.3 points, or 0.120. */
export function difference(text: Text, metric: Metric, value: number): string {
  return metric === "accuracy" ? text("points", { value: format(100 * value, 1) }) : format(value, 3);
}

export function duration(text: Text, seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return text("seconds", { seconds: whole });
  const tens = 10 * Math.round(whole / 10);
  const [minutes, rest] = [Math.floor(tens / 60), tens % 60];
  return rest ? text("minutes_seconds", { minutes, seconds: rest }) : text("minutes", { minutes });
}

/** Drawn pets, 1,000 pictures, augmentation. */
export function settingName(text: Text, { data, pictures, augment, dropout }: Setting): string {
  const treatment = augment && dropout ? "both" : augment ? "augment" : dropout ? "dropout" : "plain";
  return `${text(data)}, ${text("count", { count: grouped(pictures) })}, ${text(`named_${treatment}`)}`;
}

export function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ",");
}
