// Communes coloured by a value, from our own GeoJSON: no tiles, no glyphs, no outside host. Names are HTML labels, shown where
// they fit. Data: {values: {uid: {name, text, tone, url}}, focus: uid, boundaries: GeoJSON (or data-boundaries: its address)}.
import "maplibre-gl/dist/maplibre-gl.css";

import { LngLatBounds, Map as MapView, Marker, NavigationControl, Popup, setWorkerUrl } from "maplibre-gl";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";

import { bounds, colourOf, isDark, labelPoint, withColours } from "./map-data.js";

setWorkerUrl(workerUrl);

const WORDS = {
  vi: { zoomIn: "Phóng to", zoomOut: "Thu nhỏ", map: "Bản đồ", failed: "Trình duyệt này không vẽ được bản đồ; xem số liệu trong bảng." },
  en: { zoomIn: "Zoom in", zoomOut: "Zoom out", map: "Map", failed: "This browser cannot draw the map; see the table." },
};

function placeLabels(map, labels) {
  const taken = [];
  for (const { marker, element } of labels) {
    const at = map.project(marker.getLngLat());
    const width = element.dataset.width ? Number(element.dataset.width) : (element.dataset.width = element.textContent.length * 6.4);
    const box = [at.x - width / 2, at.y - 8, at.x + width / 2, at.y + 8];
    const free = taken.every((other) => box[2] < other[0] || other[2] < box[0] || box[3] < other[1] || other[3] < box[1]);
    element.classList.toggle("visually-hidden", !free);
    if (free) taken.push(box);
  }
}

/** Names of the shapes where they fit; `fill` of a shape says on which colour its name stands. */
export function addLabels(map, shapes) {
  const labels = shapes.features
    .map((feature) => ({ feature, size: labelPoint(feature.geometry).area }))
    .sort((one, other) => other.size - one.size)
    .map(({ feature }) => {
      const element = document.createElement("div");
      element.className = isDark(feature.properties.fill) ? "map-label map-label-light" : "map-label";
      element.setAttribute("aria-hidden", "true");
      element.textContent = feature.properties.name;
      return { element, marker: new Marker({ element }).setLngLat(labelPoint(feature.geometry).point).addTo(map) };
    });
  const place = () => placeLabels(map, labels);
  map.on("moveend", place);
  map.on("resize", place);
  place();
}

function listen(map, figure, data) {
  const tip = new Popup({ closeButton: false, closeOnClick: false, className: "map-tip" });
  const mark = (uid) => {
    map.setFilter("marked", ["==", ["get", "uid"], uid ?? ""]);
    figure.querySelectorAll("tr[data-uid]").forEach((row) => row.classList.toggle("is-marked", row.dataset.uid === uid));
  };
  map.on("mousemove", "units", ({ features: [feature], lngLat }) => {
    const { uid, name } = feature.properties;
    const value = data.values[uid];
    map.getCanvas().style.cursor = value?.url ? "pointer" : "";
    mark(uid);
    tip.setLngLat(lngLat).setText([value?.name ?? name, value?.text].filter(Boolean).join(": ")).addTo(map);
  });
  map.on("mouseleave", "units", () => {
    map.getCanvas().style.cursor = "";
    mark(null);
    tip.remove();
  });
  map.on("click", "units", ({ features: [feature] }) => {
    const url = data.values[feature.properties.uid]?.url;
    if (url) window.location.assign(url);
  });
  figure.addEventListener("mouseover", ({ target }) => {
    const row = target.closest("tr[data-uid]");
    if (row) mark(row.dataset.uid);
  });
}

/** Draws the map of a figure; where WebGL is missing, says so and leaves the table. */
export async function draw(figure) {
  figure.dataset.started = "yes";
  const words = WORDS[document.documentElement.lang] ?? WORDS.vi;
  const canvas = figure.querySelector("[data-map-canvas]");
  const data = JSON.parse(document.getElementById(figure.dataset.map).textContent);
  try {
    const shapes = data.boundaries ?? (await (await fetch(figure.dataset.boundaries)).json());
    const styles = getComputedStyle(document.documentElement);
    const colour = (token) => styles.getPropertyValue(token).trim();
    const focus = shapes.features.find((feature) => feature.properties.uid === data.focus);
    const coloured = withColours(shapes, data.values, (tone) => colourOf(tone, colour));
    const map = new MapView({
      container: canvas,
      style: {
        version: 8,
        sources: { units: { type: "geojson", data: coloured } },
        layers: [
          { id: "ground", type: "background", paint: { "background-color": colour("--surface-sunken") } },
          { id: "units", type: "fill", source: "units", paint: { "fill-color": ["get", "fill"], "fill-opacity": 0.92 } },
          { id: "borders", type: "line", source: "units", paint: { "line-color": colour("--surface"), "line-width": 1 } },
          { id: "marked", type: "line", source: "units", filter: ["==", ["get", "uid"], data.focus ?? ""], paint: { "line-color": colour("--text"), "line-width": 2.5 } },
        ],
      },
      bounds: new LngLatBounds(...bounds(focus ? [focus] : shapes.features)),
      fitBoundsOptions: { padding: focus ? 80 : 18, maxZoom: 12 },
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      cooperativeGestures: window.matchMedia("(pointer: coarse)").matches,
      locale: { "NavigationControl.ZoomIn": words.zoomIn, "NavigationControl.ZoomOut": words.zoomOut, "Map.Title": words.map },
    });
    map.addControl(new NavigationControl({ showCompass: false }), "top-right");
    map.on("load", () => {
      addLabels(map, coloured);
      listen(map, figure, data);
      figure.dataset.drawn = "yes";
    });
    return map;
  } catch (error) {
    canvas.textContent = words.failed;
    canvas.classList.add("empty");
    console.error(error);
    return null;
  }
}
