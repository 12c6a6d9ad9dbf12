import { defineConfig } from "vitest/config";
import { MODULES, textsModule } from "./texts.mjs";

export default defineConfig({
  plugins: [
    {
      name: "texts",
      resolveId: (name) => (name in MODULES ? `\0${name}` : undefined),
      load: (name) => (name.slice(1) in MODULES ? textsModule(name.slice(1)) : undefined),
    },
  ],
  // A document is made once for each worker; files are apart all the same.
  test: { environment: "happy-dom", pool: "vmThreads", include: ["test/**/*.test.ts"] },
});
