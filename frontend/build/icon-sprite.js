// One SVG sprite of the icons named in icons.json: <use href="/static/assets/icons-<hash>.svg#check">.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The drawing inside an icon file, without its frame, the invisible bounding path and needless space. */
export function symbol(name, svg) {
  const drawing = svg
    .replace(/<!--[\s\S]*?-->/g, "")
    .replace(/^[\s\S]*?<svg[^>]*>/, "")
    .replace(/<\/svg>\s*$/, "")
    .replace(/<path[^>]*d="M0 0h24v24H0z"[^>]*\/>/g, "")
    .replace(/\s+/g, " ")
    .replace(/> </g, "><")
    .trim();
  return `<symbol id="${name}" viewBox="0 0 24 24">${drawing}</symbol>`;
}

/** The sprite's text. Throws on a name that Tabler Icons does not have. */
export function sprite(names, folder) {
  const symbols = [...new Set(names)].sort().map((name) => symbol(name, readFileSync(join(folder, `${name}.svg`), "utf8")));
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`;
}

/** Vite plugin: emits the sprite of the icons in `folder` and icons.json, which tells the templates its file and names. */
export function iconSprite(namesFile, folder) {
  return {
    name: "icon-sprite",
    apply: "build",
    generateBundle() {
      const names = JSON.parse(readFileSync(namesFile, "utf8"));
      const source = sprite(names, folder);
      const hash = createHash("sha256").update(source).digest("hex").slice(0, 8);
      const file = `assets/icons-${hash}.svg`;
      this.emitFile({ type: "asset", fileName: file, source });
      this.emitFile({ type: "asset", fileName: "icons.json", source: JSON.stringify({ file, names }) });
    },
  };
}
