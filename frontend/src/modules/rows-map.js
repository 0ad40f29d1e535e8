// Rows of a register on our own boundaries: those in view are fetched when the map stands still, a popup leads to the row, the
// table beside follows. No tiles, no glyphs, no outside host.
import "maplibre-gl/dist/maplibre-gl.css";

import { LngLatBounds, Map as MapView, NavigationControl, Popup } from "maplibre-gl";

import { addLabels } from "./map.js";
import { bounds } from "./map-data.js";
import { boxOf, featuresUrl, middles, shapes } from "./rows-map-data.js";

const WORDS = {
  vi: {
    zoomIn: "Phóng to", zoomOut: "Thu nhỏ", map: "Bản đồ", open: "Mở dòng", close: "Đóng",
    more: "Khung này có nhiều dòng hơn số vẽ được; hãy phóng to để thấy đủ.",
    none: "Không có dòng nào trong khung này; hãy thu nhỏ hoặc kéo bản đồ.",
    failed: "Trình duyệt này không vẽ được bản đồ; xem các dòng trong bảng.",
    offline: "Không tải được các dòng; hãy thử kéo lại bản đồ.",
  },
  en: {
    zoomIn: "Zoom in", zoomOut: "Zoom out", map: "Map", open: "Open the row", close: "Close",
    more: "There are more rows here than are drawn; zoom in to see all.",
    none: "No row in this view; zoom out or move the map.",
    failed: "This browser cannot draw the map; see the rows in the table.",
    offline: "The rows could not be fetched; try moving the map.",
  },
};
const WAIT = 250;
const MOST_BESIDE = 50;
const NEAR = 12;

const collection = (features) => ({ type: "FeatureCollection", features });

function element(name, text, className) {
  const made = document.createElement(name);
  if (text) made.textContent = text;
  if (className) made.className = className;
  return made;
}

function popupOf({ name, state, url, lines }, words) {
  const box = element("div", "", "rows-map-popup");
  box.append(element("strong", name));
  if (state) box.append(element("p", state));
  const list = element("dl");
  for (const [label, text] of lines) list.append(element("dt", label), element("dd", text));
  const link = element("a", words.open);
  link.href = url;
  box.append(list, link);
  return box;
}

function fillTable(figure, features) {
  const body = figure.querySelector("tbody");
  const hasState = figure.querySelectorAll("thead th").length > 1;
  const label = figure.querySelector("thead th:last-child").textContent;
  body.replaceChildren(
    ...features.slice(0, MOST_BESIDE).map(({ properties: { uid, name, url, state } }) => {
      const row = element("tr");
      Object.assign(row.dataset, { uid, href: url });
      const head = element("th");
      head.scope = "row";
      const link = element("a", name);
      link.href = url;
      head.append(link);
      row.append(head);
      if (hasState) {
        const cell = element("td", state);
        cell.dataset.label = label;
        row.append(cell);
      }
      return row;
    }),
  );
}

function layers(colour) {
  return [
    { id: "ground", type: "background", paint: { "background-color": colour("--surface-sunken") } },
    { id: "units", type: "fill", source: "units", paint: { "fill-color": colour("--surface") } },
    { id: "borders", type: "line", source: "units", paint: { "line-color": colour("--line-strong"), "line-width": 1 } },
    { id: "areas", type: "fill", source: "shapes", filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": colour("--accent"), "fill-opacity": 0.25 } },
    { id: "lines", type: "line", source: "shapes", paint: { "line-color": colour("--accent"), "line-width": 2 } },
    {
      id: "points", type: "circle", source: "points",
      paint: {
        "circle-radius": ["interpolate", ["linear"], ["zoom"], 7, 4, 13, 8],
        "circle-color": colour("--accent"), "circle-stroke-color": colour("--surface"), "circle-stroke-width": 1.5,
        "circle-opacity": ["step", ["zoom"], 0.9, NEAR, ["case", ["get", "isPoint"], 0.9, 0]],
        "circle-stroke-opacity": ["step", ["zoom"], 1, NEAR, ["case", ["get", "isPoint"], 1, 0]],
      },
    },
    { id: "marked", type: "circle", source: "points", filter: ["==", ["get", "uid"], ""], paint: { "circle-radius": 12, "circle-color": "rgba(0, 0, 0, 0)", "circle-stroke-color": colour("--text"), "circle-stroke-width": 3 } },
  ];
}

function follow(map, figure, words) {
  const said = figure.querySelector("[data-map-said]");
  const known = new Map();
  let asked = null;
  let wait = null;

  async function load() {
    asked?.abort();
    asked = new AbortController();
    const view = map.getBounds();
    const url = featuresUrl(figure.dataset.features, [view.getWest(), view.getSouth(), view.getEast(), view.getNorth()]);
    try {
      const answer = await fetch(url, { signal: asked.signal, headers: { Accept: "application/geo+json" } });
      if (!answer.ok) throw new Error(`${answer.status}`);
      const { features, more } = await answer.json();
      known.clear();
      features.forEach((feature) => known.set(feature.properties.uid, feature.properties));
      map.getSource("shapes").setData(collection(shapes(features)));
      map.getSource("points").setData(collection(middles(features)));
      fillTable(figure, features);
      said.textContent = more ? words.more : features.length ? "" : words.none;
      figure.dataset.loaded = `${features.length}`;
    } catch (error) {
      if (error.name === "AbortError") return;
      said.textContent = words.offline;
      console.error(error);
    }
  }

  map.on("moveend", () => {
    clearTimeout(wait);
    wait = setTimeout(load, WAIT);
  });
  return { load, known };
}

function listen(map, figure, known, words) {
  const clicked = ["points", "areas", "lines"];
  for (const layer of clicked) {
    map.on("mouseenter", layer, () => (map.getCanvas().style.cursor = "pointer"));
    map.on("mouseleave", layer, () => (map.getCanvas().style.cursor = ""));
  }
  map.on("click", ({ point, lngLat }) => {
    const [feature] = map.queryRenderedFeatures(point, { layers: clicked });
    const row = feature && known.get(feature.properties.uid);
    if (row) new Popup({ className: "rows-map-tip", maxWidth: "280px" }).setLngLat(feature.layer.id === "points" ? row.at : lngLat).setDOMContent(popupOf(row, words)).addTo(map);
  });
  const mark = (uid) => map.setFilter("marked", ["==", ["get", "uid"], uid ?? ""]);
  const rowOf = ({ target }) => target.closest("tr[data-uid]")?.dataset.uid;
  figure.addEventListener("mouseover", (event) => mark(rowOf(event)));
  figure.addEventListener("focusin", (event) => mark(rowOf(event)));
}

/** Draws the map of a figure; where WebGL is missing, says so and leaves the table. */
export async function draw(figure) {
  figure.dataset.started = "yes";
  const words = WORDS[document.documentElement.lang] ?? WORDS.vi;
  const canvas = figure.querySelector("[data-map-canvas]");
  try {
    const ground = await (await fetch(figure.dataset.boundaries)).json();
    const styles = getComputedStyle(document.documentElement);
    const colour = (token) => styles.getPropertyValue(token).trim();
    const extent = boxOf(figure.dataset.extent);
    const view = extent ? [[extent[0], extent[1]], [extent[2], extent[3]]] : bounds(ground.features);
    const map = new MapView({
      container: canvas,
      style: {
        version: 8,
        sources: {
          units: { type: "geojson", data: ground },
          shapes: { type: "geojson", data: collection([]) },
          points: { type: "geojson", data: collection([]) },
        },
        layers: layers(colour),
      },
      bounds: new LngLatBounds(...view),
      fitBoundsOptions: { padding: 40, maxZoom: 13 },
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      cooperativeGestures: window.matchMedia("(pointer: coarse)").matches,
      locale: { "NavigationControl.ZoomIn": words.zoomIn, "NavigationControl.ZoomOut": words.zoomOut, "Map.Title": words.map, "Popup.Close": words.close },
    });
    map.addControl(new NavigationControl({ showCompass: false }), "top-right");
    map.on("load", async () => {
      const surface = colour("--surface");
      addLabels(map, { ...ground, features: ground.features.map((one) => ({ ...one, properties: { ...one.properties, fill: surface } })) });
      const { load, known } = follow(map, figure, words);
      listen(map, figure, known, words);
      await load();
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
