import { fileURLToPath } from "node:url";

import { defineConfig } from "vite";

import { iconSprite } from "./build/icon-sprite.js";
import { serviceWorker } from "./build/service-worker.js";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  base: "./", // assets find each other relatively, whatever STATIC_URL is
  publicDir: "public",
  build: {
    target: "chrome109", // Windows 7 machines stay on it
    cssTarget: "chrome109",
    outDir: "dist",
    emptyOutDir: true,
    manifest: "manifest.json",
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0, // no data: URLs for fonts and images
    chunkSizeWarningLimit: 1500, // the map library, loaded only where a map is
    rollupOptions: {
      input: { main: here("./src/main.js"), review: here("./src/review.js"), grid: here("./src/grid.js") },
    },
  },
  worker: { format: "es" },
  plugins: [
    iconSprite(here("./icons.json"), here("./node_modules/@tabler/icons/icons/outline")),
    serviceWorker(here("./src/offline/worker.js")),
  ],
  test: {
    environment: "happy-dom",
    include: ["tests/**/*.test.js"],
  },
});
