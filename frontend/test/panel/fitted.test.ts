import { expect, test } from "vitest";
import { SMALLEST } from "../../src/boxes.js";
import { fitted } from "../../src/panel/fitted.js";

test("a box that fits is left as it is", () => {
  const box = { x: 0.25, y: 0.5, width: 0.5, height: 0.25 };
  expect(fitted(box)).toEqual(box);
});

test.each([
  [{ x: 0.9, y: -3, width: 0.5, height: 7 }, { x: 0.5, y: 0, width: 0.5, height: 1 }],
  [
    { x: 1, y: 1, width: 0, height: -1 },
    { x: 1 - SMALLEST, y: 1 - SMALLEST, width: SMALLEST, height: SMALLEST },
  ],
])("a box that does not fit is moved and made smaller: %o", (typed, made) =>
  expect(fitted(typed)).toEqual(made),
);
