import { expect, test } from "vitest";
import cardTexts from "virtual:texts/card";
import panelTexts from "virtual:texts/panel";
import reviewTexts from "virtual:texts/review";

const texts: Record<string, string> = { ...cardTexts, ...reviewTexts, ...panelTexts };

test("texts are ones that ICU, too, takes as they are", () => {
  for (const text of Object.values(texts)) {
    const plain = text.replace(/\{\w+\}/g, "");
    expect(plain).not.toMatch(/[{}<>#|']/);
  }
});
