import { LitElement, html } from "lit";
import { expect, test, vi } from "vitest";
import { Lazy } from "../src/lazy.js";
import { buttons, press, settle, show, textOf } from "./support/page.js";

class Needing extends LitElement {
  bring: () => Promise<unknown> = async () => undefined;
  readonly lazy = new Lazy(this, () => this.bring());
  protected override render() {
    return html`${this.lazy.note()}${this.lazy.loaded ? html`<p>Here.</p>` : ""}`;
  }
}
customElements.define("x-needing", Needing);

const needing = async (bring: () => Promise<unknown>) => {
  const element = await show<Needing>("x-needing", { bring });
  void element.lazy.load();
  await settle();
  return element;
};
const gone = () => Promise.reject(new TypeError("Failed to fetch"));

test("a part that is on its way is said to be loaded", async () => {
  let come = (_: unknown): void => undefined;
  const element = await needing(() => new Promise((resolve) => (come = resolve)));
  expect(textOf(element)).toBe("Loading…");
  come({});
  await settle();
  expect(textOf(element)).toBe("Here.");
});

test("a part that does not come says what to do, and is tried again", async () => {
  const reload = vi.spyOn(location, "reload").mockReturnValue();
  const element = await needing(gone);
  expect(textOf(element)).toContain("This page is older than Ring Watch is now. Reload it.");
  element.bring = async () => undefined;
  await press(element, "Try again");
  expect(textOf(element)).toBe("Here.");
  expect(reload).not.toHaveBeenCalled();
});

test("a part that is gone for good has the page loaded anew", async () => {
  const reload = vi.spyOn(location, "reload").mockReturnValue();
  const element = await needing(gone);
  await press(element, "Try again");
  expect(reload).toHaveBeenCalledOnce();
  expect(buttons(element, "Try again")).toHaveLength(1);
});
