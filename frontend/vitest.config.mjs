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
  test: { environment: "happy-dom", include: ["test/**/*.test.ts"] },
});
