// The English texts of the card and the panel, taken from Home Assistant's own file
// of translations, so that there is one place for them.

import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const SOURCE = fileURLToPath(
  new URL("../custom_components/ring_watch/translations/en.json", import.meta.url),
);

const beginning =
  (start) =>
  ({ common }) =>
    Object.fromEntries(Object.entries(common).filter(([key]) => key.startsWith(start)));

/** Return nested texts as one object, with keys such as "data.door_page". */
const flat = (texts, before = "") =>
  Object.fromEntries(
    Object.entries(texts).flatMap(([key, text]) =>
      typeof text === "string"
        ? [[before + key, text]]
        : Object.entries(flat(text, `${before}${key}.`)),
    ),
  );

/** How to take the texts of a module from all that there are, by the module's name. */
export const MODULES = {
  "virtual:texts/card": beginning("card_"),
  "virtual:texts/review": beginning("review_"),
  "virtual:texts/panel": beginning("panel_"),
  "virtual:texts/options": ({ options }) => flat(options.step.init),
};

/** Return a module whose default export maps each key to its English text. */
export async function textsModule(name) {
  const texts = JSON.parse(await readFile(SOURCE, "utf8"));
  return `export default ${JSON.stringify(MODULES[name](texts))};`;
}
