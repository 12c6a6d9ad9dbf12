import { describe, expect, test } from "vitest";
import { visible } from "../src/text.js";

describe("what a stranger typed", () => {
  test("is left as it is where every character can be seen", () => {
    for (const plain of ["Someone took a parcel", "Jürgen Müller-Größ", "猫が通った", "🚪 ok", "a\nb"])
      expect(visible(plain)).toBe(plain);
  });

  test.each([
    ["‮gnp.exe", "[U+202E]gnp.exe"],
    ["police​", "police[U+200B]"],
    ["a­b", "a[U+00AD]b"],
    ["a\u{e0041}b", "a[U+E0041]b"],
    ["a\u0000b\tc", "a[U+0000]b[U+0009]c"],
    ["\u3164", "[U+3164]"],
    ["﻿", "[U+FEFF]"],
  ])("shows what is hidden in %j", (typed, shown) => expect(visible(typed)).toBe(shown));
});
