// The service worker in one classic script, whatever chunks the pages share: older browsers run no module workers.
import { createHash } from "node:crypto";

import { build } from "vite";

const NOT_KEPT = /\/(chart|map|maplibre|module\.esm|ridges)|\.map$/; // large, or needed by few pages
const NOT_PARTS = new Set(["manifest.json", "icons.json"]);

/** The files that pages are made of, of all that a build wrote. */
export function parts(names) {
  return names.filter((name) => !NOT_PARTS.has(name) && !NOT_KEPT.test(`/${name}`)).sort();
}

/** Vite plugin: emits service-worker.js, which knows the names of the parts; a new part makes a new version. */
export function serviceWorker(entry, others = ["favicon.svg"]) {
  return {
    name: "service-worker",
    apply: "build",
    enforce: "post",
    async generateBundle(_options, bundle) {
      const assets = [...others, ...parts(Object.keys(bundle))];
      const built = await build({
        configFile: false,
        logLevel: "warn",
        publicDir: false,
        build: { write: false, target: "chrome109", rollupOptions: { input: entry, output: { format: "iife" } } },
      });
      const code = built.output.find((one) => one.type === "chunk").code;
      const version = createHash("sha256").update(code).update(assets.join("\n")).digest("hex").slice(0, 12);
      const names = `self.VERSION = ${JSON.stringify(version)};\nself.ASSETS = ${JSON.stringify(assets)};\n`;
      this.emitFile({ type: "asset", fileName: "service-worker.js", source: names + code });
    },
  };
}
