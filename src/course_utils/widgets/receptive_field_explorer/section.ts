/** The cross-section: one row of cells for each layer, the picture's pixels at the bottom, and the cone between. */
import { css, full, mix, paper, part, type Rgb } from "./palette";
import { largest, spanOf, type Levels } from "./paths";
import { placeOf } from "./model";
import type { Scene } from "./scene";
import { middleOf } from "./stack";

/** Heights in CSS pixels: a row's lower margin, its cells, and the profile below the pixels. */
const MARGIN = 9;
const CELL = 18;
export const PROFILE = 30;

interface Frame {
  readonly context: CanvasRenderingContext2D;
  readonly width: number;
  /** CSS pixels from one row to the next, and a pixel of the picture. */
  readonly pitch: number;
  readonly scale: number;
  readonly floor: number;
  readonly line: Rgb;
}

/** Draw on a canvas that is as large as its box, `rows` rows high. */
export function drawSection(canvas: HTMLCanvasElement, scene: Scene, rows: number): void {
  const { clientWidth: width, clientHeight: height } = canvas;
  if (width === 0) return; // not in the page yet
  const density = devicePixelRatio;
  if (canvas.width !== Math.round(width * density)) canvas.width = Math.round(width * density);
  if (canvas.height !== Math.round(height * density)) canvas.height = Math.round(height * density);
  const context = canvas.getContext("2d")!;
  context.setTransform(density, 0, 0, density, 0, 0);
  context.clearRect(0, 0, width, height);
  const floor = height - PROFILE;
  const line = mix(paper(scene.theme), scene.theme === "dark" ? [255, 255, 255] : [0, 20, 60], 0.13);
  const frame = { context, width, pitch: floor / rows, scale: width / scene.image.shape[1], floor, line };
  drawCone(frame, scene);
  drawPixels(frame, scene);
  for (let layer = 0; layer < scene.layers.length; layer++) drawLayer(frame, scene, layer);
  drawProfile(frame, scene);
}

/** Where the cells of a level begin, from the top; level 0 are the pixels. */
function topOf({ floor, pitch }: Frame, level: number): number {
  return floor - level * pitch - MARGIN - CELL;
}

/** From edge to edge of some cells of a level, in CSS pixels. */
function edges({ scale }: Frame, { columns }: Scene, level: number, first: number, last: number): readonly [number, number] {
  if (level === 0) return [first * scale, (last + 1) * scale];
  const tier = columns[level - 1];
  return [(middleOf(tier, first) - tier.jump / 2) * scale, (middleOf(tier, last) + tier.jump / 2) * scale];
}

/** How many cells a level has. */
function length({ image, columns }: Scene, level: number): number {
  return level === 0 ? image.shape[1] : columns[level - 1].units;
}

function drawCone(frame: Frame, scene: Scene): void {
  const { context } = frame;
  const { unit, sight } = scene;
  if (!unit || !sight) return;
  context.fillStyle = css(mix(paper(scene.theme), full(scene.theme, "output"), 0.14));
  for (let level = unit.layer + 1; level > 0; level--) {
    const [upper, lower] = [level, level - 1].map((at) => spanOf(sight.columns[at], length(scene, at)));
    if (!upper || !lower) return;
    const [left, right] = edges(frame, scene, level, upper.first, upper.last);
    const [start, end] = edges(frame, scene, level - 1, lower.first, lower.last);
    const [top, bottom] = [topOf(frame, level) + CELL, topOf(frame, level - 1)];
    context.beginPath();
    context.moveTo(left, top);
    context.lineTo(right, top);
    context.lineTo(end, bottom);
    context.lineTo(start, bottom);
    context.fill();
  }
}

/** The row of the picture that the cross-section cuts. */
function drawPixels(frame: Frame, { image, unit, sight, theme, rows, columns }: Scene): void {
  const { context, scale } = frame;
  const [height, width] = image.shape;
  const cut = unit ? placeOf({ rows, columns }, unit).y : height / 2;
  const row = Math.max(0, Math.min(height - 1, Math.floor(cut)));
  for (let column = 0; column < width; column++) {
    const seen = sight !== undefined && sight.columns[0][column] > 0;
    const pixel: Rgb = [part(image, row, column, 0), part(image, row, column, 1), part(image, row, column, 2)];
    context.fillStyle = css(mix(paper(theme), pixel, seen ? 1 : 0.3));
    context.fillRect(column * scale, topOf(frame, 0), scale + 0.5, CELL);
  }
}

function drawLayer(frame: Frame, scene: Scene, layer: number): void {
  const { context, scale, line } = frame;
  const tier = scene.columns[layer];
  const top = topOf(frame, layer + 1);
  if (!tier) {
    context.strokeStyle = css(line);
    context.setLineDash([4, 4]);
    context.strokeRect(0.5, top + 0.5, frame.width - 1, CELL - 1);
    context.setLineDash([]);
    return;
  }
  const size = tier.jump * scale;
  const gap = Math.min(1, size / 5);
  const strength = strengthOf(scene, layer);
  const [idle, fed] = [css(line), css(full(scene.theme, "output"))];
  for (let unit = 0; unit < tier.units; unit++) {
    const left = (middleOf(tier, unit) - tier.jump / 2) * scale + gap / 2;
    context.fillStyle = strength(unit) > 0 ? fed : idle;
    context.globalAlpha = strength(unit) || 1;
    context.fillRect(left, top, size - gap, CELL);
  }
  context.globalAlpha = 1;
  if (scene.unit?.layer === layer) ring(frame, scene, top);
}

/** How strongly each unit of a layer takes part, 0 to 1. */
function strengthOf({ sight, unit, view }: Scene, layer: number): (at: number) => number {
  if (!sight || !unit || layer > unit.layer) return () => 0;
  const paths = sight.columns[layer + 1];
  const most = largest(paths);
  return (at) => (paths[at] === 0 ? 0 : view === "theoretical" ? 0.75 : 0.3 + (0.7 * paths[at]) / most);
}

function ring(frame: Frame, scene: Scene, top: number): void {
  const { layer, column } = scene.unit!;
  const [left, right] = edges(frame, scene, layer + 1, column, column);
  const { context } = frame;
  context.strokeStyle = css(scene.theme === "dark" ? [255, 255, 255] : [20, 26, 40]);
  context.lineWidth = 2;
  context.strokeRect(left - 1, top - 2, Math.max(right - left, 3) + 2, CELL + 4);
  context.lineWidth = 1;
}

/** Below the pixels: a box where the unit can see at all, bars for how much each column counts. */
function drawProfile(frame: Frame, { sight, view, theme, image }: Scene): void {
  if (!sight?.span) return;
  const { context, scale, floor } = frame;
  const paths: Levels[number] = sight.columns[0];
  const most = largest(paths);
  const { first, last } = sight.span.columns;
  const [top, room] = [floor - MARGIN + 4, PROFILE + MARGIN - 6];
  context.fillStyle = css(full(theme, "input"));
  if (view !== "theoretical") {
    for (let column = 0; column < image.shape[1]; column++) {
      const height = (room * paths[column]) / most;
      context.fillRect(column * scale, top + room - height, Math.max(scale - 0.5, 1), height);
    }
  }
  if (view === "effective") return;
  context.strokeStyle = css(full(theme, "input"));
  context.lineWidth = 1.5;
  context.strokeRect(first * scale, top, (last - first + 1) * scale, room);
  context.lineWidth = 1;
}
