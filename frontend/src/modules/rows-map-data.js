// What the map of rows needs to know, without browser or map library.

/** The box of an address part “west,south,east,north”, or null. */
export function boxOf(text) {
  const parts = (text ?? "").split(",").map(Number);
  return parts.length === 4 && parts.every(Number.isFinite) && text !== "" ? parts : null;
}

/** A box as the address writes it, kept within the world. */
export function boxText([west, south, east, north]) {
  const kept = (value, most) => Math.max(-most, Math.min(most, value)).toFixed(6);
  return [kept(west, 180), kept(south, 90), kept(east, 180), kept(north, 90)].join(",");
}

/** The address of the features in a box. */
export function featuresUrl(base, box) {
  return `${base}${base.includes("?") && !base.endsWith("?") && !base.endsWith("&") ? "&" : base.includes("?") ? "" : "?"}bbox=${boxText(box)}`;
}

/** One point a feature: itself, or the middle of a shape, so that small shapes are seen from afar. */
export function middles(features) {
  return features.map(({ id, geometry, properties }) => ({
    type: "Feature",
    geometry: { type: "Point", coordinates: properties.at },
    properties: { uid: properties.uid ?? id, isPoint: geometry.type === "Point" },
  }));
}

/** The shapes without what popups say: only the key goes to the map. */
export function shapes(features) {
  return features
    .filter(({ geometry }) => geometry.type !== "Point")
    .map(({ geometry, properties }) => ({ type: "Feature", geometry, properties: { uid: properties.uid } }));
}
