// The map page: a click, tap or Enter chooses a parcel; the address always says what is seen.
import type { Coordinate } from "ol/coordinate.js";
import type { Extent } from "ol/extent.js";

import { addressOf, readState, type MapState, type Place } from "./address.js";
import { PARCELS_FROM } from "./cartography.js";
import { Card } from "./card.js";
import { duration, makeChart, zoomBy } from "./chart.js";
import { levelOf, resolutionAt } from "./grid.js";
import { ParcelsInView } from "./in-view.js";
import { clearAnswers, setNotice } from "./notices.js";
import { element, onAction, readJson } from "./page.js";
import { withPalette } from "./palette.js";
import { Register, type Answer, type ParcelFeature } from "./register.js";
import { Selection } from "./selection.js";
import { setUpTools } from "./tools.js";

interface MapConfig {
  tiles: string;
  extent: Extent;
  parcel_at: string;
  parcel_page: string;
  language: string;
}

// A parcel found by its identifier is shown with its surroundings, not closer than this.
const CLOSEST_FIT = 15;
const WHOLE = { padding: [16, 16, 16, 16] };

const config = readJson("map-config") as MapConfig;
const target = element("#map");
const chart = makeChart(target, config.tiles, config.extent);
const { map, layer, source, mute } = chart;
const view = map.getView();
const register = new Register(config.parcel_at);
const selection = new Selection();
const card = new Card({ language: config.language, pageAddress: config.parcel_page, onClose: closeParcel });
const inView = new ParcelsInView(config.language, layer, (identifier) => void choose(identifier));
const chosenListeners: ((identifier: string | null) => void)[] = [];
const viewListeners: ((place: Place) => void)[] = [];
let chosen: string | null = null;
let clicksHeld = false;

map.addLayer(selection.layer);
withPalette((palette) => {
  selection.paint(palette);
});

function zoom(): number {
  return levelOf(view.getResolution() ?? 1);
}

function place(): Place {
  const [easting = 0, northing = 0] = view.getCenter() ?? [];
  return { center: [easting, northing], zoom: zoom() };
}

function setChosen(identifier: string | null): void {
  if (identifier === chosen) return;
  chosen = identifier;
  for (const listener of chosenListeners) listener(identifier);
}

/** The address follows the map; a chosen parcel is a step that Back undoes, a movement is not. */
function writeAddress(step: boolean): void {
  const address = addressOf(place(), chosen);
  if (step) window.history.pushState(null, "", address);
  else window.history.replaceState(null, "", address);
  // The language switch comes back to what is seen now.
  document.querySelector('input[name="next"]')?.setAttribute("value", `${window.location.pathname}${address}`);
}

function showParcel({ geometry, properties }: ParcelFeature, focus: boolean): Extent {
  clearAnswers();
  setChosen(properties.identifier);
  const shape = selection.show(geometry, properties.number);
  mute(properties.identifier);
  card.show(properties, focus);
  return shape.getExtent();
}

function dropParcel(): void {
  setChosen(null);
  selection.clear();
  mute(null);
  card.close(target);
}

function closeParcel(): void {
  if (chosen === null) return;
  dropParcel();
  writeAddress(true);
}

function fit(extent: Extent): void {
  const padding = [60, 60, 60 + sheetHeight(), 60];
  view.fit(extent, { padding, minResolution: resolutionAt(CLOSEST_FIT) });
}

/** How much of the map's bottom the card hides: nothing beside it, the sheet's height on a phone. */
function sheetHeight(): number {
  const sheet = element("#card").getBoundingClientRect();
  const frame = target.getBoundingClientRect();
  const over = card.height > 0 && sheet.left < frame.right && sheet.right > frame.left;
  return over ? Math.max(0, frame.bottom - sheet.top) : 0;
}

/** Moves the map if the sheet that just opened covers the point that was tapped. */
function uncover(point: Coordinate): void {
  const [, y = 0] = map.getPixelFromCoordinate(point);
  const free = target.clientHeight - sheetHeight();
  if (y < free - 40) return;
  const [easting = 0, northing = 0] = view.getCenter() ?? [];
  const down = (y - free / 2) * (view.getResolution() ?? 1);
  view.animate({ center: [easting, northing - down], duration: duration() });
}

function explain(answer: Exclude<Answer, ParcelFeature>, none: "empty" | "gone"): void {
  if (answer === "none") setNotice(none, true);
  if (answer === "silent") setNotice("silent", true);
}

async function chooseAt(point: Coordinate): Promise<void> {
  if (clicksHeld) return;
  clearAnswers();
  if (zoom() < PARCELS_FROM) {
    view.animate({ center: point, resolution: resolutionAt(zoom() + 2), duration: duration() });
    return;
  }
  const [easting = 0, northing = 0] = point;
  const answer = await register.at(easting, northing);
  if (typeof answer === "string") {
    explain(answer, "empty");
    return;
  }
  showParcel(answer, true);
  writeAddress(true);
  uncover(point);
}

async function choose(identifier: string): Promise<void> {
  clearAnswers();
  const answer = await register.byIdentifier(identifier);
  if (typeof answer === "string") {
    explain(answer, "gone");
    return;
  }
  showParcel(answer, true);
  writeAddress(true);
}

/** Shows what the address says: after Back, and when the page opens. */
async function restore({ place: seen, parcel }: MapState): Promise<void> {
  if (seen !== null) look(seen);
  if (parcel === chosen) return;
  dropParcel();
  if (parcel === null) return;
  // Already in the address if the map moves before the answer comes.
  setChosen(parcel);
  const answer = await register.byIdentifier(parcel);
  if (typeof answer === "string") {
    explain(answer, "gone");
    return;
  }
  const extent = showParcel(answer, false);
  if (seen === null) fit(extent);
}

function look({ center, zoom }: Place): void {
  view.cancelAnimations();
  view.setCenter(center);
  view.setResolution(resolutionAt(zoom));
}

function describeView(): void {
  const far = zoom() < PARCELS_FROM;
  setNotice("far", far);
  target.classList.toggle("is-far", far);
  for (const entry of document.querySelectorAll<HTMLElement>("[data-from-zoom]")) {
    entry.hidden = zoom() < Number(entry.dataset.fromZoom);
  }
}

function listParcels(): void {
  inView.update(zoom() < PARCELS_FROM ? null : view.calculateExtent(map.getSize()));
}

map.on("click", (event) => void chooseAt(event.coordinate));
map.on("moveend", () => {
  writeAddress(false);
  describeView();
  for (const listener of viewListeners) listener(place());
});
map.on("rendercomplete", listParcels);
inView.onOpen(listParcels);
source.on("tileloaderror", () => {
  setNotice("tiles", true);
});

target.addEventListener("keydown", (event) => {
  if (event.key === "Enter") void chooseAt(place().center);
  if (event.key === "Escape") closeParcel();
});
window.addEventListener("popstate", () => void restore(readState(window.location.search)));

onAction("zoom-in", () => {
  zoomBy(map, 1);
});
onAction("zoom-out", () => {
  zoomBy(map, -1);
});
onAction("whole", () => {
  view.fit(config.extent, { ...WHOLE, duration: duration() });
});
onAction("closer", () => {
  view.animate({ resolution: resolutionAt(PARCELS_FROM), duration: duration() });
});
onAction("reload-tiles", () => {
  setNotice("tiles", false);
  source.refresh();
});

setUpTools({
  chart,
  language: config.language,
  chosen: () => chosen,
  place,
  choose,
  onChosen: (listener) => chosenListeners.push(listener),
  onView: (listener) => viewListeners.push(listener),
  holdClicks: (held) => {
    clicksHeld = held;
  },
});
view.fit(config.extent, WHOLE);
void restore(readState(window.location.search));
