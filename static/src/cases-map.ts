// Cases on the map of the register: the inbox's, each found from its row and its row from it, or one case's own shape.
import type { FeatureLike } from "ol/Feature.js";
import type Feature from "ol/Feature.js";
import type Map from "ol/Map.js";
import { boundingExtent, getCenter, getHeight, getWidth, type Extent } from "ol/extent.js";
import GeoJSON from "ol/format/GeoJSON.js";
import Point from "ol/geom/Point.js";
import VectorLayer from "ol/layer/Vector.js";
import VectorSource from "ol/source/Vector.js";
import { Circle, Fill, RegularShape, Stroke, Style } from "ol/style.js";

import { makeChart, zoomBy } from "./chart.js";
import { resolutionAt } from "./grid.js";
import { element, onAction, readJson } from "./page.js";
import { withPalette, type Palette } from "./palette.js";

interface CasesConfig {
  cases: string;
  tiles: string;
  extent: Extent | null;
  /** So many cases at most come at once; the list has them all. */
  most: number;
}

const CLOSEST_FIT = 15;
const TOLERANCE = 10;
// Shapes smaller than this on the screen are marked by a sign that can be seen and touched.
const SMALL_PX = 18;

type Levels = Record<string, Style>;

/** Late cases are triangles, soon due ones diamonds: told apart without colour. */
function signs(palette: Palette, chosen: boolean): Levels {
  const stroke = new Stroke({ color: palette["selected-casing"], width: chosen ? 3 : 1.5 });
  const size = chosen ? 1.5 : 1;
  const disc = (colour: string) => new Circle({ radius: 6 * size, stroke, fill: new Fill({ color: colour }) });
  const cornered = (points: number, colour: string) =>
    new RegularShape({ points, radius: 9 * size, stroke, fill: new Fill({ color: colour }) });
  const image = (look: Circle | RegularShape, zIndex: number) =>
    new Style({ image: look, zIndex: chosen ? 9 : zIndex, geometry: middle });
  return {
    over: image(cornered(3, palette.error), 3),
    soon: image(cornered(4, palette.warning), 2),
    fine: image(disc(palette.info), 1),
    stopped: image(disc(palette["parcel-line"]), 0),
    done: image(disc(palette["act-past"]), 0),
    // Of public registers: for, against, not yet, and what ended otherwise.
    granted: image(disc(palette.info), 1),
    refused: image(cornered(3, palette.error), 2),
    pending: image(cornered(4, palette.warning), 2),
    ended: image(disc(palette["act-past"]), 0),
  };
}

function middle(feature: FeatureLike): Point | undefined {
  const extent = feature.getGeometry()?.getExtent();
  return extent ? new Point(getCenter(extent)) : undefined;
}

interface Look {
  fill: string;
  colour: "selected" | "info";
  width: number;
}

const USUAL: Look = { fill: "rgba(128, 128, 128, 0.15)", colour: "selected", width: 2 };
/** The case's own land by a thick line, among its neighbours; parcels of parties are filled. */
const LOOKS: Record<string, Look> = {
  own: { ...USUAL, width: 4 },
  near: { fill: "rgba(128, 128, 128, 0)", colour: "info", width: 1.5 },
  party: { fill: "rgba(179, 107, 0, 0.3)", colour: "info", width: 2 },
};

function outline(palette: Palette, chosen: boolean, look: Look): Style {
  return new Style({
    fill: new Fill({ color: look.fill }),
    stroke: new Stroke({ color: palette[look.colour], width: chosen ? look.width + 2 : look.width }),
    zIndex: chosen ? 8 : look.width,
  });
}

function outlines(palette: Palette, chosen: boolean): Levels {
  return Object.fromEntries(Object.entries(LOOKS).map(([name, look]) => [name, outline(palette, chosen, look)]));
}

function sizeOf(feature: FeatureLike): number {
  const extent = feature.getGeometry()?.getExtent() ?? [0, 0, 0, 0];
  return Math.max(getWidth(extent), getHeight(extent));
}

class Cases {
  private readonly source: VectorSource;
  private readonly layer: VectorLayer;
  private chosen = "";

  constructor(
    map: Map,
    features: Feature[],
  ) {
    this.source = new VectorSource({ features });
    this.layer = new VectorLayer({ source: this.source, zIndex: 2 });
    withPalette((palette) => {
      const looks = [false, true].map((chosen) => ({ signs: signs(palette, chosen), usual: outline(palette, chosen, USUAL), outlines: outlines(palette, chosen) }));
      this.layer.setStyle((feature, resolution) => {
        const look = looks[String(feature.getId()) === this.chosen ? 1 : 0];
        if (look === undefined) return undefined;
        const isSmall = sizeOf(feature) / resolution < SMALL_PX;
        const sign = look.signs[String(feature.get("level"))];
        const line = look.outlines[String(feature.get("look"))] ?? look.usual;
        return isSmall || sign === undefined ? (sign ?? line) : [line, sign];
      });
    });
    map.addLayer(this.layer);
    map.on("click", (event) => {
      this.tell(map.forEachFeatureAtPixel(event.pixel, (found) => found, { hitTolerance: TOLERANCE, layerFilter: (layer) => layer === this.layer }));
    });
  }

  mark(number: string): void {
    this.chosen = number;
    this.layer.changed();
  }

  /** The case's words below the map, and its row, if the page has one. */
  private tell(found: FeatureLike | undefined): void {
    const told = element('[data-field="case"]');
    told.hidden = found === undefined;
    this.mark(found === undefined ? "" : String(found.getId()));
    for (const row of document.querySelectorAll<HTMLElement>("[data-case]")) {
      row.classList.toggle("is-chosen", row.dataset.case === this.chosen);
    }
    if (found === undefined) return;
    const words = ["sign", "service", "state", "left"].map((name) => String(found.get(name) ?? "")).filter(Boolean);
    told.textContent = words.join(" · ");
    document.querySelector(`#case-${this.chosen}`)?.scrollIntoView({ block: "nearest" });
  }
}

function followRows(cases: Cases): void {
  for (const row of document.querySelectorAll<HTMLElement>("[data-case]")) {
    const mark = () => {
      cases.mark(row.dataset.case ?? "");
    };
    row.addEventListener("mouseenter", mark);
    row.addEventListener("focusin", mark);
  }
}

/** Leads to the list of what lies in view; the other choices of the address stay. */
function onlyHere(map: Map): void {
  const address = new URL(location.href);
  const extent = map.getView().calculateExtent(map.getSize());
  address.searchParams.delete("after");
  address.searchParams.set("e", extent.map((value) => value.toFixed(0)).join(","));
  location.assign(address);
}

function draw(features: Feature[], config: CasesConfig): void {
  const corners = features.flatMap((feature) => {
    const [west = 0, south = 0, east = 0, north = 0] = feature.getGeometry()?.getExtent() ?? [];
    return [
      [west, south],
      [east, north],
    ];
  });
  const whole = config.extent ?? boundingExtent(corners);
  const { map } = makeChart(element("#map"), config.tiles, whole);
  map.getView().fit(whole, { padding: config.extent ? [0, 0, 0, 0] : [40, 40, 40, 40], minResolution: resolutionAt(CLOSEST_FIT) });
  followRows(new Cases(map, features));
  onAction("zoom-in", () => {
    zoomBy(map, 1);
  });
  onAction("zoom-out", () => {
    zoomBy(map, -1);
  });
  document.querySelector('[data-action="only-here"]')?.addEventListener("click", () => {
    onlyHere(map);
  });
}

function followTicks(): void {
  const root = document.querySelector<HTMLElement>('[data-part="bulk"]');
  if (root === null) return;
  const ticks = [...root.querySelectorAll<HTMLInputElement>('input[name="case"]')];
  const count = () => {
    const chosen = ticks.filter((tick) => tick.checked).length;
    element('[data-field="chosen"]', root).textContent = chosen > 0 ? `(${chosen})` : "";
  };
  root.addEventListener("change", count);
  onAction("choose-all", () => {
    const all = ticks.every((tick) => tick.checked);
    for (const tick of ticks) tick.checked = !all;
    count();
  });
}

async function start(config: CasesConfig): Promise<void> {
  const response = await fetch(config.cases);
  if (!response.ok) throw new Error(`${config.cases}: ${response.status}`);
  const features = new GeoJSON().readFeatures(await response.json());
  element('[data-part="map-more"]').hidden = features.length < config.most;
  if (features.length === 0 && config.extent === null) element('[data-part="cases-map"]').hidden = true;
  else draw(features, config);
}

followTicks();
if (document.querySelector("#cases-map-config") !== null) {
  start(readJson("cases-map-config") as CasesConfig).catch(() => {
    element('[data-part="map-silent"]').hidden = false;
  });
}
