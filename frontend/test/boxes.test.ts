import { expect, test } from "vitest";
import { between, pushed, SMALLEST, stretched, type Box } from "../src/boxes.js";
import { numbers } from "./support/random.js";

function inPicture({ x, y, width, height }: Box) {
  for (const value of [x, y]) expect(value).toBeGreaterThanOrEqual(0);
  for (const end of [x + width, y + height]) expect(end).toBeLessThanOrEqual(1 + 1e-9);
  expect(width).toBeGreaterThan(0);
  expect(height).toBeGreaterThan(0);
}

test("whatever is drawn, pushed and stretched, a box is a part of the picture", () => {
  const next = numbers(2);
  const point = () => ({ x: next() * 2 - 0.5, y: next() * 2 - 0.5 });
  let drawn = 0;
  for (let i = 0; i < 1000; i++) {
    const box = between(point(), point());
    if (!box) continue;
    drawn++;
    inPicture(box);
    const after = pushed(box, point());
    inPicture(after);
    expect([after.width, after.height]).toEqual([box.width, box.height]);
    const wider = stretched(box, point());
    inPicture(wider);
    expect([wider.x, wider.y]).toEqual([box.x, box.y]);
  }
  expect(drawn).toBeGreaterThan(300);
});

test("a box has the same corners from wherever it is drawn", () => {
  const [one, other] = [{ x: 0.1, y: 0.8 }, { x: 0.5, y: 0.2 }];
  expect(between(one, other)).toEqual({ x: 0.1, y: 0.2, width: 0.4, height: 0.6 });
  expect(between(other, one)).toEqual(between(one, other));
});

test("a slip of the finger is no box", () => {
  expect(between({ x: 0.5, y: 0.5 }, { x: 0.5 + SMALLEST / 2, y: 0.9 })).toBeUndefined();
});
