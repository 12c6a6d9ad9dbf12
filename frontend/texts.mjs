// The English texts of the card and the panel, taken from Home Assistant's own file
// of translations, so that there is one place for them.

import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const SOURCE = fileURLToPath(
  new URL("../custom_components/ring_watch/translations/en.json", import.meta.url),
);

export const MODULE = "virtual:texts";

/** Return a module whose default export maps each key to its English text. */
export async function textsModule() {
  const { common } = JSON.parse(await readFile(SOURCE, "utf8"));
  const wanted = Object.entries(common).filter(([key]) => /^(card|panel)_/.test(key));
  return `export default ${JSON.stringify(Object.fromEntries(wanted))};`;
}
