/** Numbers as a person reads them: a true minus sign, few digits. */
export function format(value: number, digits = 2): string {
  const text = value.toFixed(digits);
  const zero = Number(text) === 0;
  return (zero ? text.replace("-", "") : text).replace("-", "−");
}

/** Without zeros that say nothing: 2.00 → 2. */
export function trimmed(value: number, digits = 2): string {
  const text = format(value, digits);
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

/** As short as it can be without changing what it says: 0.5 → .5, 2.00 → 2. */
export function compact(value: number, digits = 2): string {
  return trimmed(value, digits).replace(/^(−?)0\./, "$1.");
}
