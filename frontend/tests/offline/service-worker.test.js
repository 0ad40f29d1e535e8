import { describe, expect, it } from "vitest";

import { parts } from "../../build/service-worker.js";

describe("the parts that a machine keeps", () => {
  it("are what every page is made of, not charts, maps and lists of the build", () => {
    const built = ["manifest.json", "icons.json", "assets/main-1.js", "assets/main-1.css", "assets/start-2.js", "assets/chart-3.js",
      "assets/map-4.js", "assets/maplibre-gl-worker-5.js", "assets/icons-6.svg", "assets/be-vietnam-pro-latin-400-normal-7.woff2"];
    expect(parts(built)).toEqual(["assets/be-vietnam-pro-latin-400-normal-7.woff2", "assets/icons-6.svg", "assets/main-1.css",
      "assets/main-1.js", "assets/start-2.js"]);
  });
});
