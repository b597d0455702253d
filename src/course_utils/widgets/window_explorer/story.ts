/** What the settings do to the windows, one sentence after the other. */
import type { Axis, Settings } from "./geometry";
import type { Text } from "./scene";

export function story(settings: Settings, axis: Axis, text: Text): string[] {
  if (axis.windows.length === 0) return [...dilation(settings, axis, text), text("no_room", sizes(settings, axis))];
  return [
    ...dilation(settings, axis, text),
    ...(settings.padding === "valid" ? border(settings, axis, text) : addedLines(settings, axis, text)),
    ...steps(settings, axis, text),
    ...unseen(settings, axis, text),
  ];
}

function dilation(settings: Settings, axis: Axis, text: Text): string[] {
  if (settings.dilation_rate === 1) return [];
  return [text(settings.kernel_size > 1 ? "spread" : "spread_nothing", sizes(settings, axis))];
}

function border(settings: Settings, axis: Axis, text: Text): string[] {
  if (axis.covered === 1) return [text("lost_nothing")];
  return [text("lost", { ...sizes(settings, axis), lines: lines(axis.covered - 1, text) })];
}

function addedLines(settings: Settings, axis: Axis, text: Text): string[] {
  const { before, after } = axis;
  return [
    after === 0 ? text("added_nothing") : text("added", { before, after }),
    ...(after > before ? [text("added_odd")] : []),
    ...(settings.strides === 1 ? [text("kept", sizes(settings, axis))] : []),
  ];
}

function steps(settings: Settings, axis: Axis, text: Text): string[] {
  return settings.strides > 1 ? [text("stepped", sizes(settings, axis))] : [];
}

function unseen(settings: Settings, { covered, skipped, leftOver }: Axis, text: Text): string[] {
  const { input_size: n, strides: s, padding } = settings;
  const rest = leftOver.length;
  return [
    ...(skipped.length > 0 ? [text("skipped", { lines: lines(skipped.length, text) })] : []),
    ...(rest === 0 ? [] : [text(padding === "valid" ? "remainder" : "left_over", { n, s, k_eff: covered, rest, lines: lines(rest, text) })]),
  ];
}

function lines(count: number, text: Text): string {
  return text(count === 1 ? "one_line" : "lines", { count });
}

function sizes(settings: Settings, axis: Axis): Record<string, number> {
  const { input_size: n, kernel_size: k, strides: s, dilation_rate: d, padding } = settings;
  const places = padding === "same" ? n : n - axis.covered + 1;
  return { n, k, s, d, k_eff: axis.covered, places, o: axis.windows.length };
}
