/** Figures in words. */
import { format } from "../core/numbers";

export function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ",");
}

export function megabytes(bytes: number): string {
  return `${format(bytes / 1e6, bytes < 1e7 ? 2 : 0)} MB`;
}

export function milliseconds(seconds: number): string {
  return `${format(10 * Math.round(100 * seconds), 0)} ms`;
}
