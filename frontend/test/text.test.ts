import { describe, expect, test } from "vitest";
import { visible } from "../src/text.js";

describe("what a stranger typed", () => {
  test("is left as it is where every character can be seen", () => {
    for (const plain of ["Someone took a parcel", "Jürgen Müller-Größ", "猫が通った", "🚪 ok", "a\nb"])
      expect(visible(plain)).toBe(plain);
  });

  test.each(["❤️", "👩‍💻", "👍🏽", "👩🏽‍🚀 ok", "👨‍👩‍👧", "🏳️‍🌈", "1️⃣", "🇳🇱", "🤷‍♀️"])(
    "is left as it is where joiners make one emoji: %s",
    (emoji) => expect(visible(emoji)).toBe(emoji),
  );

  test.each([
    ["‮gnp.exe", "[U+202E]gnp.exe"],
    ["police​", "police[U+200B]"],
    ["a­b", "a[U+00AD]b"],
    ["a\u{e0041}b", "a[U+E0041]b"],
    ["a\u0000b\tc", "a[U+0000]b[U+0009]c"],
    ["\u3164", "[U+3164]"],
    ["a\u200db", "a[U+200D]b"],
    ["a\ufe0f", "a[U+FE0F]"],
    ["1\ufe0f2", "1[U+FE0F]2"],
    ["❤️\ufe0f", "❤️[U+FE0F]"],
    ["👩\u200d", "👩[U+200D]"],
    ["\u200d👩", "[U+200D]👩"],
    ["👩\u200d\u200d💻", "👩[U+200D][U+200D]💻"],
    ["﻿", "[U+FEFF]"],
  ])("shows what is hidden in %j", (typed, shown) => expect(visible(typed)).toBe(shown));
});
