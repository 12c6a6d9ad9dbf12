import { expect, test } from "vitest";
import cardTexts from "virtual:texts/card";
import panelTexts from "virtual:texts/panel";
import reviewTexts from "virtual:texts/review";

const texts: Record<string, string> = { ...cardTexts, ...reviewTexts, ...panelTexts };
const sources = Object.values(
  (
    import.meta as unknown as {
      glob(pattern: string, options: object): Record<string, string>;
    }
  ).glob("../src/**/*.ts", { query: "?raw", import: "default", eager: true }),
).join("\n");
const literals = new Set([...sources.matchAll(/"((?:card|review|panel)_\w+)"/g)].map(([, key]) => key!));
/** How keys begin whose end is put together. */
const beginnings = [...sources.matchAll(/`((?:card|review|panel)_\w+_)\$\{/g)].map(([, start]) => start!);

test("every text that is asked for is there", () => {
  expect([...literals].filter((key) => !(key in texts))).toEqual([]);
});

test("every text that is there is asked for", () => {
  const unused = Object.keys(texts).filter(
    (key) => !literals.has(key) && !beginnings.some((start) => key.startsWith(start)),
  );
  expect(unused).toEqual([]);
});

test("texts are ones that ICU, too, takes as they are", () => {
  for (const text of Object.values(texts)) {
    const plain = text.replace(/\{\w+\}/g, "");
    expect(plain).not.toMatch(/[{}<>#|']/);
  }
});
