// Elements on a page, found and used as a person would.

import type { LitElement } from "lit";
import { afterEach } from "vitest";

afterEach(() => {
  document.body.replaceChildren();
  sessionStorage.clear();
});

// Where the focus is in another shadow, happy-dom's own getter fails.
const { get } = Object.getOwnPropertyDescriptor(ShadowRoot.prototype, "activeElement")!;
Object.defineProperty(ShadowRoot.prototype, "activeElement", {
  get(this: ShadowRoot) {
    try {
      return get!.call(this);
    } catch {
      return null;
    }
  },
});

/** Put an element with these properties on the page, and wait until it stands. */
export async function show<T extends LitElement>(
  name: string,
  properties: Record<string, unknown>,
): Promise<T> {
  const element = document.createElement(name) as T;
  Object.assign(element, properties);
  document.body.append(element);
  await settle();
  return element;
}

/** Wait until nothing is under way any more: answers, and what they render. */
export async function settle(): Promise<void> {
  for (let round = 0; round < 20; round++) await new Promise((done) => setTimeout(done));
}

/** Return all elements that match, in shadows too. */
export function all<T extends Element = HTMLElement>(
  root: Element | ShadowRoot | Document,
  selector: string,
): T[] {
  const own = [...root.querySelectorAll<T>(selector)];
  const holders = [root, ...root.querySelectorAll("*")];
  const deeper = holders.flatMap((one) =>
    "shadowRoot" in one && one.shadowRoot ? all<T>(one.shadowRoot, selector) : [],
  );
  return [...new Set([...own, ...deeper])];
}

/** Return the only element that matches. */
export function one<T extends Element = HTMLElement>(root: Element, selector: string): T {
  const [found, ...others] = all<T>(root, selector);
  if (!found || others.length)
    throw new Error(`${found ? others.length + 1 : 0} of ${selector}: ${textOf(root)}`);
  return found;
}

/** Return all text, in shadows too, with single spaces. */
export function textOf(root: Element | ShadowRoot): string {
  const inner = (node: Node): string => {
    if (node.nodeType === Node.TEXT_NODE) return node.textContent ?? "";
    if (node instanceof HTMLStyleElement) return "";
    const shadow = node instanceof Element ? node.shadowRoot : null;
    const text = [...(shadow?.childNodes ?? []), ...node.childNodes].map(inner).join("");
    return node instanceof Element ? ` ${text} ` : text;
  };
  return inner(root).replace(/\s+/g, " ").trim();
}

/** Return the buttons with a text. */
export function buttons(root: Element, text: string): HTMLButtonElement[] {
  return all<HTMLButtonElement>(root, "button").filter((one) => textOf(one) === text);
}

/** Tell whether pressing a button does nothing at the moment. */
export function isOff(button: HTMLButtonElement): boolean {
  return button.disabled || button.getAttribute("aria-disabled") === "true";
}

/** Press the only button with a text. */
export async function press(root: Element, text: string): Promise<void> {
  const [found, ...others] = buttons(root, text);
  if (!found || others.length) throw new Error(`no single button ${text}: ${textOf(root)}`);
  found.click();
  await settle();
}
