// Rectangles on a picture, in fractions of its width and height.

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Point {
  x: number;
  y: number;
}

/** A smaller one is a slip of the finger. */
export const SMALLEST = 0.02;
/** The most that are accepted. */
export const MOST = 64;

const inside = (value: number) => Math.min(1, Math.max(0, value));
const rounded = (value: number) => Math.round(value * 10_000) / 10_000;

function boxOf(left: number, top: number, right: number, bottom: number): Box {
  const [x, y] = [rounded(left), rounded(top)];
  return { x, y, width: rounded(rounded(right) - x), height: rounded(rounded(bottom) - y) };
}

/** Return the box with these opposite corners, none if it is too small to be meant. */
export function between(one: Point, other: Point): Box | undefined {
  const box = boxOf(
    inside(Math.min(one.x, other.x)),
    inside(Math.min(one.y, other.y)),
    inside(Math.max(one.x, other.x)),
    inside(Math.max(one.y, other.y)),
  );
  return box.width < SMALLEST || box.height < SMALLEST ? undefined : box;
}

/** Return a box that was pushed, all of it still in the picture. */
export function pushed(box: Box, by: Point): Box {
  const x = Math.min(1 - box.width, Math.max(0, box.x + by.x));
  const y = Math.min(1 - box.height, Math.max(0, box.y + by.y));
  return { ...box, x: rounded(x), y: rounded(y) };
}

/** Return a box whose lower right corner was pushed. */
export function stretched(box: Box, by: Point): Box {
  const right = Math.min(1, Math.max(box.x + SMALLEST, box.x + box.width + by.x));
  const bottom = Math.min(1, Math.max(box.y + SMALLEST, box.y + box.height + by.y));
  return boxOf(box.x, box.y, right, bottom);
}

/** Tell whether these are the same boxes in the same order. */
export function sameBoxes(some: readonly Box[], others: readonly Box[]): boolean {
  return (
    some.length === others.length &&
    some.every((box, i) => {
      const other = others[i]!;
      return (
        box.x === other.x &&
        box.y === other.y &&
        box.width === other.width &&
        box.height === other.height
      );
    })
  );
}
