/** Numbers in a few digits. */
import { format } from "../core/numbers";

/** Of a loss or a rate, whatever its size: 4300 · 12.3 · 0.0123 · 4.5e-8. */
export function figure(value: number): string {
  return `${Number(value.toPrecision(3))}`;
}

/** Of a kernel: the larger the number, the fewer of the digits after its point. */
export function weight(value: number, digits: number): string {
  return format(value, Math.max(0, digits - Math.floor(Math.log10(Math.max(1, Math.abs(value))))));
}
