// The English texts of the card and the panel, taken from Home Assistant's own file
// of translations, so that there is one place for them.

import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const SOURCE = fileURLToPath(
  new URL("../custom_components/ring_watch/translations/en.json", import.meta.url),
);

/** How the texts' keys begin, by the module that has them. */
export const MODULES = {
  "virtual:texts/card": "card_",
  "virtual:texts/review": "review_",
  "virtual:texts/panel": "panel_",
};

/** Return a module whose default export maps each key to its English text. */
export async function textsModule(name) {
  const { common } = JSON.parse(await readFile(SOURCE, "utf8"));
  const wanted = Object.entries(common).filter(([key]) => key.startsWith(MODULES[name]));
  return `export default ${JSON.stringify(Object.fromEntries(wanted))};`;
}
