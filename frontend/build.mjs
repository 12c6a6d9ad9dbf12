// Build the card, and the panel's pages that it loads when they are opened.
//
//   node build.mjs [FOLDER]
//
// The folder is custom_components/ring_watch/www unless another is named; what else
// is in it is removed. The same source gives the same bytes.

import { mkdir, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { MODULES, textsModule } from "./texts.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const folder =
  process.argv[2] ?? join(here, "..", "custom_components", "ring_watch", "www");

const texts = {
  name: "texts",
  setup(builder) {
    builder.onResolve({ filter: /^virtual:/ }, ({ path }) =>
      path in MODULES ? { path, namespace: "texts" } : undefined,
    );
    builder.onLoad({ filter: /.*/, namespace: "texts" }, async ({ path }) => ({
      contents: await textsModule(path),
      loader: "js",
    }));
  },
};

// esbuild leaves templates as they are; no text in them depends on its indentation.
const unindented = {
  name: "unindented",
  setup(builder) {
    builder.onLoad({ filter: /\/src\/.*\.ts$/ }, async ({ path }) => ({
      contents: (await readFile(path, "utf8")).replace(/^[ \t]+/gm, ""),
      loader: "ts",
    }));
  },
};

await mkdir(folder, { recursive: true });
for (const name of await readdir(folder)) await rm(join(folder, name));
await build({
  absWorkingDir: here,
  entryPoints: { "ring-watch-card": "src/index.ts" },
  outdir: folder,
  bundle: true,
  splitting: true,
  format: "esm",
  target: "es2022",
  minify: true,
  legalComments: "none",
  // Under Home Assistant's static path, an old name may be cached for a month.
  chunkNames: "ring-watch-[name]-[hash]",
  plugins: [texts, unindented],
});
