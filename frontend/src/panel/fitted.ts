import { type Box, SMALLEST, pushed } from "../boxes.js";

const size = (value: number): number =>
  Math.round(Math.max(SMALLEST, Math.min(1, value)) * 1e4) / 1e4;

/** Return the nearest box of numbers that somebody typed that is inside the picture. */
export function fitted(box: Box): Box {
  return pushed({ ...box, width: size(box.width), height: size(box.height) }, { x: 0, y: 0 });
}
