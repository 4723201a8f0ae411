// The map of an application's place: parcels are added and taken out by a tap, a point or an area is drawn. All it does
// is fill in the form beside it and send it, so that the page works alike without it.
import Feature from "ol/Feature.js";
import type Map from "ol/Map.js";
import type { Coordinate } from "ol/coordinate.js";
import WKT from "ol/format/WKT.js";
import Draw, { type DrawEvent } from "ol/interaction/Draw.js";
import Snap from "ol/interaction/Snap.js";
import VectorLayer from "ol/layer/Vector.js";
import VectorSource from "ol/source/Vector.js";
import { Circle, Fill, Stroke, Style } from "ol/style.js";

import { onBasket } from "./basket.js";
import { PARCELS_FROM } from "./cartography.js";
import { makeChart, zoomBy } from "./chart.js";
import { resolutionAt } from "./grid.js";
import { announce, element, onAction, readJson, text } from "./page.js";
import { withPalette, type Palette } from "./palette.js";
import { Register } from "./register.js";

interface PlaceConfig {
  tiles: string;
  extent: [number, number, number, number];
  parcel_at: string;
  parcels: string[];
  shape: string;
}

type Mode = "parcels" | "Point" | "Polygon";

const CLOSEST_FIT = 15;
const SNAP_PIXELS = 12;
const form = element("#place-form") as HTMLFormElement;
const format = new WKT();

/** Sends the form as if a button of this name had been pressed once for each of the values. */
function send(name: string, values: readonly string[]): void {
  for (const value of values) {
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = name;
    field.value = value;
    form.append(field);
  }
  form.submit();
}

function features(shapes: readonly string[]): Feature[] {
  const read = shapes.filter((shape) => shape !== "").map((shape) => format.readGeometry(shape));
  return read.map((geometry) => new Feature(geometry));
}

function styles(palette: Palette): { parcel: Style; shape: Style } {
  const line = (color: string, lineDash?: number[]) => new Stroke({ color, width: 3, ...(lineDash && { lineDash }) });
  // The style sheet writes its colours as #rrggbb.
  const parcel = new Style({ stroke: line(palette.selected), fill: new Fill({ color: `${palette.selected}22` }) });
  const shape = new Style({
    stroke: line(palette.info, [10, 6]),
    fill: new Fill({ color: `${palette.info}33` }),
    image: new Circle({ radius: 8, fill: new Fill({ color: palette.info }), stroke: line(palette["selected-casing"]) }),
  });
  return { parcel, shape };
}

function showChosen(map: Map, config: PlaceConfig): VectorSource {
  const parcels = new VectorSource({ features: features(config.parcels) });
  const shapes = new VectorSource({ features: features([config.shape]) });
  const layers = [parcels, shapes].map((source, index) => new VectorLayer({ source, zIndex: 2 + index }));
  withPalette((palette) => {
    const { parcel, shape } = styles(palette);
    layers[0]?.setStyle(parcel);
    layers[1]?.setStyle(shape);
  });
  for (const layer of layers) map.addLayer(layer);
  return parcels;
}

/** The view outlives the page that each choice loads anew, in this tab. */
class Place {
  private readonly key = `sip-place ${window.location.pathname}`;

  constructor(private readonly map: Map, extent: PlaceConfig["extent"]) {
    const view = map.getView();
    const kept = this.kept();
    if (kept === null) {
      view.fit(extent, { padding: [40, 40, 40, 40], minResolution: resolutionAt(CLOSEST_FIT) });
    } else {
      view.setCenter(kept.slice(0, 2));
      view.setZoom(kept[2] ?? 0);
    }
  }

  keep(): void {
    const view = this.map.getView();
    try {
      window.sessionStorage.setItem(this.key, JSON.stringify([...(view.getCenter() ?? []), view.getZoom()]));
    } catch {
      // A browser that lends no storage shows the whole place again.
    }
  }

  private kept(): number[] | null {
    try {
      const content: unknown = JSON.parse(window.sessionStorage.getItem(this.key) ?? "null");
      const isView = Array.isArray(content) && content.length === 3 && content.every((value) => Number.isFinite(value));
      return isView ? (content as number[]) : null;
    } catch {
      return null;
    }
  }
}

class Drawing {
  private draw: Draw | null = null;
  mode: Mode = "parcels";

  constructor(
    private readonly map: Map,
    private readonly parcels: VectorSource,
    private readonly place: Place,
  ) {
    for (const button of document.querySelectorAll<HTMLElement>("[data-mode]")) {
      button.addEventListener("click", () => {
        this.choose(button.dataset.mode as Mode);
      });
    }
    document.querySelector('[data-action="undo-point"]')?.addEventListener("click", () => this.draw?.removeLastPoint());
    document.querySelector('[data-action="finish-shape"]')?.addEventListener("click", () => this.draw?.finishDrawing());
  }

  private choose(mode: Mode): void {
    this.mode = mode;
    if (this.draw !== null) this.map.removeInteraction(this.draw);
    this.draw = mode === "parcels" ? null : this.made(mode);
    for (const button of document.querySelectorAll<HTMLElement>("[data-mode]")) {
      button.setAttribute("aria-pressed", String(button.dataset.mode === mode));
    }
    for (const name of ["undo-point", "finish-shape"]) {
      element(`[data-action="${name}"]`).hidden = mode !== "Polygon";
    }
    announce(mode === "Polygon" ? text("drawing") : "");
  }

  private made(mode: "Point" | "Polygon"): Draw {
    const draw = new Draw({ type: mode, source: new VectorSource() });
    draw.on("drawend", (event: DrawEvent) => {
      const geometry = event.feature.getGeometry();
      if (geometry === undefined) return;
      (element('[name="shape_drawn"]') as HTMLTextAreaElement).value = format.writeGeometry(geometry, { decimals: 2 });
      this.place.keep();
      send("keep_shape", ["1"]);
    });
    this.map.addInteraction(draw);
    this.map.addInteraction(new Snap({ source: this.parcels, pixelTolerance: SNAP_PIXELS }));
    return draw;
  }
}

async function tap(map: Map, register: Register, place: Place, [easting = 0, northing = 0]: Coordinate): Promise<void> {
  if ((map.getView().getZoom() ?? 0) < PARCELS_FROM) {
    announce(text("closer"));
    zoomBy(map, 2);
    map.getView().setCenter([easting, northing]);
    return;
  }
  const answer = await register.at(easting, northing);
  if (typeof answer === "string") {
    if (answer !== "overtaken") announce(text(answer === "silent" ? "silent" : "no-parcel"));
    return;
  }
  place.keep();
  toggle(answer[0].properties.identifier);
}

/** Into the application, or out of it where it is in. */
function toggle(identifier: string): void {
  const known = [...form.querySelectorAll<HTMLButtonElement>('button[name="remove"]')];
  send(known.some((button) => button.value === identifier) ? "remove" : "take", [identifier]);
}

function offerBasket(): void {
  const offer = document.querySelector<HTMLElement>("[data-from-basket]");
  if (offer === null) return;
  let current: readonly string[] = [];
  onBasket((identifiers) => {
    current = identifiers;
    offer.hidden = identifiers.length === 0;
    element('[data-field="basket-size"]', offer).textContent = String(identifiers.length);
  });
  element("[data-take-basket]", offer).addEventListener("click", (event) => {
    event.preventDefault();
    send("take", current);
  });
}

function start(config: PlaceConfig): void {
  const { map } = makeChart(element("#map"), config.tiles, config.extent);
  const place = new Place(map, config.extent);
  const drawing = new Drawing(map, showChosen(map, config), place);
  const register = new Register(config.parcel_at);
  map.on("click", (event) => {
    if (drawing.mode === "parcels") void tap(map, register, place, event.coordinate);
  });
  onAction("zoom-in", () => {
    zoomBy(map, 1);
  });
  onAction("zoom-out", () => {
    zoomBy(map, -1);
  });
}

offerBasket();
start(readJson("place-map-config") as PlaceConfig);
