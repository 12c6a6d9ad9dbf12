import { defineConfig } from "vitest/config";
import { MODULE, textsModule } from "./texts.mjs";

export default defineConfig({
  plugins: [
    {
      name: "texts",
      resolveId: (name) => (name === MODULE ? `\0${MODULE}` : undefined),
      load: (name) => (name === `\0${MODULE}` ? textsModule() : undefined),
    },
  ],
  test: { environment: "happy-dom", include: ["test/**/*.test.ts"] },
});
