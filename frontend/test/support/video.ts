// Videos that show a first picture when a test says so.

import { afterEach, beforeEach } from "vitest";
import { all, settle } from "./page.js";

type Callback = () => void;
const waiting = new WeakMap<Element, Callback[]>();

beforeEach(() => {
  const prototype = HTMLVideoElement.prototype as unknown as Record<string, unknown>;
  prototype["play"] = async () => undefined;
  prototype["pause"] = () => undefined;
  prototype["requestVideoFrameCallback"] = function (this: Element, callback: Callback) {
    waiting.set(this, [...(waiting.get(this) ?? []), callback]);
    return 1;
  };
});

afterEach(() => {
  const prototype = HTMLVideoElement.prototype as unknown as Record<string, unknown>;
  delete prototype["requestVideoFrameCallback"];
});

/** Let all videos under an element show a picture. */
export async function showPictures(root: Element): Promise<void> {
  for (const video of all(root, "video")) {
    for (const callback of waiting.get(video) ?? []) callback();
    waiting.delete(video);
  }
  await settle();
}
