// The panel's pages and their addresses: "/ring-watch/<page>/<rest>".

export const PAGES = [
  "requests",
  "shares",
  "footage",
  "requesters",
  "zones",
  "record",
  "ledger",
  "settings",
] as const;

export type PageName = (typeof PAGES)[number];

const ROOT = "/ring-watch";
/** Home Assistant's page of the integration: doorbells, requesters, storage. */
export const INTEGRATION = "/config/integrations/integration/ring_watch";

export interface Place {
  page: PageName;
  /** What comes after the page, such as a request's id. */
  rest: string;
  /** Whether its question is not asked yet: "/requests/<id>/look". */
  looks: boolean;
}

/** Return what a path behind the panel's own leads to; an unknown one to the requests. */
export function placeOf(path: string): Place {
  const [, name = "", rest = "", way = ""] = path.split("/");
  const page = PAGES.find((one) => one === name);
  if (!page) return { page: "requests", rest: "", looks: false };
  return { page, rest, looks: way === "look" };
}

/** Return the address of a page. */
export function addressOf(page: PageName, rest = ""): string {
  return `${ROOT}/${page}${rest && `/${encodeURIComponent(rest)}`}`;
}

/** Go to an address inside Home Assistant, as its own links do. */
export function go(address: string, replace = false): void {
  if (replace) history.replaceState(null, "", address);
  else history.pushState(null, "", address);
  window.dispatchEvent(new CustomEvent("location-changed", { detail: { replace } }));
}

/** Follow a link without loading the page anew, unless a new tab or window is meant. */
export function follow(event: MouseEvent): void {
  const link = event.currentTarget as HTMLAnchorElement;
  if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  go(link.getAttribute("href") ?? ROOT);
}
