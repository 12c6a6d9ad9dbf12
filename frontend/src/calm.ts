/** Tell whether whoever looks has asked for as little motion as possible. */
export function wantsCalm(): boolean {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}
