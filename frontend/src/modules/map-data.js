// What a map needs to know of GeoJSON: extents, a place for a name, a colour per unit. No browser, no map library.

function rings(geometry) {
  if (!geometry) return [];
  return geometry.type === "MultiPolygon" ? geometry.coordinates.map((polygon) => polygon[0]) : [geometry.coordinates[0]];
}

/** Twice the signed area of a ring, in square degrees. */
function doubleArea(ring) {
  let sum = 0;
  for (let at = 0; at < ring.length - 1; at += 1) sum += ring[at][0] * ring[at + 1][1] - ring[at + 1][0] * ring[at][1];
  return sum;
}

/** [[west, south], [east, north]] of features; [[0, 0], [0, 0]] of none. */
export function bounds(features) {
  const points = features.flatMap((feature) => rings(feature.geometry).flat());
  if (!points.length) return [[0, 0], [0, 0]];
  let [west, south] = points[0];
  let [east, north] = points[0];
  for (const [x, y] of points) {
    west = Math.min(west, x);
    east = Math.max(east, x);
    south = Math.min(south, y);
    north = Math.max(north, y);
  }
  return [[west, south], [east, north]];
}

function crossings(ring, y) {
  const found = [];
  for (let at = 0; at < ring.length - 1; at += 1) {
    const [[x1, y1], [x2, y2]] = [ring[at], ring[at + 1]];
    if (y1 > y !== y2 > y) found.push(x1 + ((y - y1) / (y2 - y1)) * (x2 - x1));
  }
  return found.sort((one, other) => one - other);
}

/** Where the name of a unit stands: the middle of its widest stretch near the centre of its largest part, always inside it. */
export function labelPoint(geometry) {
  const ring = rings(geometry).reduce((best, one) => (Math.abs(doubleArea(one)) > Math.abs(doubleArea(best)) ? one : best));
  const ys = ring.map((point) => point[1]);
  const [low, high] = [Math.min(...ys), Math.max(...ys)];
  let best = { width: -1, point: ring[0] };
  for (const share of [0.5, 0.4, 0.6, 0.3, 0.7]) {
    const y = low + (high - low) * share;
    const found = crossings(ring, y);
    for (let at = 0; at + 1 < found.length; at += 2) {
      const width = found[at + 1] - found[at];
      if (width > best.width * 1.15) best = { width, point: [(found[at] + found[at + 1]) / 2, y] };
    }
  }
  return { point: best.point, area: Math.abs(doubleArea(ring)) / 2 };
}

/** The colour of a tone: a step of a measure (low … high, empty) or a status tone. */
export function colourOf(tone, colour) {
  return colour(`--step-${tone}`) || colour(`--${tone}-solid`) || colour("--step-empty");
}

/** Whether white words read better than black ones on a #rrggbb colour (WCAG relative luminance). */
export function isDark(colour) {
  const parts = /^#(..)(..)(..)$/.exec(colour);
  if (!parts) return false;
  const [red, green, blue] = parts.slice(1).map((hex) => {
    const share = parseInt(hex, 16) / 255;
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue < 0.179;
}

/** A copy of the shapes where every unit carries the colour of its value; units without a value get the empty step. */
export function withColours(shapes, values, colour) {
  return {
    ...shapes,
    features: shapes.features.map((feature) => ({
      ...feature,
      properties: { ...feature.properties, fill: colour(values[feature.properties.uid]?.tone ?? "empty") },
    })),
  };
}
