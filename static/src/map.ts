// The map page: puts its parts together; the address always says what is seen.
import type { Extent } from "ol/extent.js";

import { readState, type MapState, type Place } from "./address.js";
import { BackgroundPicture, type Background } from "./background.js";
import { Camera } from "./camera.js";
import { Card } from "./card.js";
import { PARCELS_FROM } from "./cartography.js";
import { makeChart, zoomBy, type Relook } from "./chart.js";
import { Choosing } from "./choosing.js";
import { Days } from "./days.js";
import { DrawingList, Drawings } from "./drawings.js";
import { EntriesLayer, type EntriesConfig } from "./entries-layer.js";
import { Finder } from "./finder.js";
import { offerHelp } from "./help.js";
import { HitList } from "./hits.js";
import { ParcelsInView } from "./in-view.js";
import { fitLegend, LayersPanel, writeShown } from "./layers.js";
import { offerLocating } from "./locate.js";
import { Marks } from "./marks.js";
import { setNotice, watchConnection } from "./notices.js";
import { element, onAction, readJson } from "./page.js";
import { withPalette } from "./palette.js";
import { PlanLegend, type TileLayer } from "./plan-legend.js";
import { stageOf, type PlanLayer, type PlanLook } from "./planning.js";
import { PlansHere } from "./plans-here.js";
import { Register } from "./register.js";
import { SearchBox } from "./search-box.js";
import { SecondMap } from "./second-map.js";
import { Searching } from "./searching.js";
import { Selection } from "./selection.js";
import { Sheet } from "./sheet.js";
import { Summaries } from "./summaries.js";
import { setUpTools } from "./tools.js";
import { Trail } from "./trail.js";
import type { ZoneLooks } from "./zone-looks.js";

interface MapConfig {
  /** Null where no register has anything. */
  entries: EntriesConfig | null;
  tiles: string;
  /** The same with {day}. */
  tiles_of_day: string;
  /** ISO dates. */
  first_day: string;
  today: string;
  plans_here: string;
  drawings: string;
  /** Codes of the themes of restrictions, in their order. */
  themes: string[];
  zone_looks: ZoneLooks;
  extent: Extent;
  parcel_at: string;
  parcel_page: string;
  search: string;
  language: string;
  backgrounds: Background[];
}

const config = readJson("map-config") as MapConfig;
const { language, parcel_page: pageAddress } = config;
const target = element("#map");
const tellMissing = () => {
  setNotice("tiles", true);
};
const chart = makeChart(target, config.tiles, config.extent, tellMissing);
const { map, layer } = chart;

const trail = new Trail(state);
const step = () => {
  trail.step();
};
const sheet = new Sheet(target);
const camera = new Camera(map, () => sheet.covered);
const selection = new Selection();
const marks = new Marks();
const hits = new HitList(closeList);
const card = new Card({ language, pageAddress, onClose: closeCard, onBack: closeCard });
const register = new Register(config.parcel_at);
const summaries = new Summaries(pageAddress);
const days = new Days({
  ...{ first: config.first_day, today: config.today, language },
  onChange: () => {
    showDays();
    trail.step();
    void choosing.dayChanged();
  },
});
const plansHere = new PlansHere(config.plans_here);
const choosing = new Choosing({
  ...{ chart, camera, register, summaries, plansHere, selection, card, hits, sheet, target, language, pageAddress, step },
  days: () => (days.otherDay === null ? [days.day] : [days.day, otherDay()]),
});
const second = new SecondMap({
  first: chart,
  extent: config.extent,
  shared: () => [selection.layer, ...marks.layers],
  onError: tellMissing,
  onClick: (point) => void choosing.at(point, otherDay()),
  onClose: closeCard,
});
const finder = new Finder(config.search);
const searching = new Searching({ finder, camera, choosing, hits, marks, step });
const searchBox = new SearchBox(new Finder(config.search), {
  go: (found) => {
    searching.go(found);
  },
  list: (query) => void searching.list(query, true),
  leave: () => {
    target.focus({ preventScroll: true });
  },
});
const inView = new ParcelsInView(language, layer, (identifier) => void choosing.choose(identifier));
const background = new BackgroundPicture(map, config.backgrounds, (onPicture) => {
  relook({ onPicture });
});
const entries = config.entries === null ? null : new EntriesLayer(map, config.entries);
const planLegend = new PlanLegend();
const drawings = new Drawings(map, new DrawingList(config.drawings));
const layers = new LayersPanel(showLayers);
const viewListeners: ((place: Place) => void)[] = [];

function state(): MapState & { place: Place } {
  return {
    place: camera.place,
    extent: null,
    parcel: choosing.chosen,
    query: hits.query,
    point: searching.point,
    layers: writeShown(layers.shown),
    day: days.day,
    otherDay: days.otherDay,
  };
}

/** As questions name it: null for today. */
function otherDay(): string | null {
  return days.otherDay === config.today ? null : days.otherDay;
}

/** Both maps look the same. */
function relook(change: Relook): void {
  chart.relook(change);
  second.relook(change);
}

function tilesOf(day: string | null): string {
  return day === null || day === config.today ? config.tiles : config.tiles_of_day.replace("{day}", day);
}

let shownTiles = config.tiles;

/** Draws the registers of the days chosen, on one map or on two. */
function showDays(): void {
  const tiles = tilesOf(days.day);
  if (tiles !== shownTiles) chart.setTiles(tiles);
  shownTiles = tiles;
  second.show(days.otherDay === null ? null : tilesOf(days.otherDay));
  chart.relook({ plans: plansOn(days.day) });
  second.relook({ plans: plansOn(days.otherDay) });
  showDrawings();
}

/** How plans look on a map of a day. */
function plansOn(day: string | null): PlanLook {
  const { plansOn: on, plans, plansOpacity } = layers.shown;
  const shown = on ? plans : new Set<PlanLayer>();
  const { themes, zone_looks: looks, today } = config;
  return { shown, opacity: plansOpacity, day: day ?? today, themes, looks };
}

function showDrawings(): void {
  const { shown, opacity, day } = plansOn(days.day);
  const acts = shown.has("drawings") ? layer.getFeaturesInExtent(camera.extent) : [];
  const binding = acts.filter((act) => act.get("layer") === "planning_acts" && stageOf(act, day) !== "past");
  void drawings.show([...new Set(binding.map((act) => String(act.get("identifier"))))], opacity);
}

function closeCard(): void {
  choosing.close();
}

function closeList(): void {
  searching.forget();
  choosing.closeList();
}

/** Draws what the panel says; a step for Back where a person switched something. */
function showLayers(isStep: boolean): void {
  const { hidden, landUse, background: picture, backgroundOpacity } = layers.shown;
  background.show(picture, backgroundOpacity);
  entries?.show(layers.shown.entries);
  relook({ hidden: layers.hiddenTiles, landUse });
  fitLegend(camera.zoom, hidden);
  showDays();
  if (isStep) trail.step();
  else trail.follow();
}

function restore({ place, extent, parcel, query, point, layers: words, ...shown }: MapState): void {
  const isOtherDay = shown.day !== days.day;
  days.set(shown.day, shown.otherDay);
  layers.shown = layers.read(words);
  showLayers(false);
  if (place !== null) camera.look(place);
  else if (extent !== null) camera.fit(extent);
  const lost = place === null && extent === null;
  if (query !== null) searchBox.write(query);
  searching.restore(query, point, lost && parcel === null);
  if (point !== null && lost) camera.fit([...point, ...point]);
  void choosing.restore(parcel, lost, isOtherDay);
}

function describeView(): void {
  const far = camera.zoom < PARCELS_FROM;
  setNotice("far", far);
  target.classList.toggle("is-far", far);
  fitLegend(camera.zoom, layers.shown.hidden);
}

/** What is in sight, in words and as a list. */
function listParcels(): void {
  const near = camera.zoom >= PARCELS_FROM;
  const { extent } = camera;
  inView.update(near ? extent : null);
  setNotice("blank", near && layer.getFeaturesInExtent(extent).length === 0);
}

function fitPlanLegend(): void {
  const beside: [TileLayer, PlanLook][] = second.layer === null ? [] : [[second.layer, plansOn(days.otherDay)]];
  planLegend.update(camera.extent, [[layer, plansOn(days.day)], ...beside], background.isSeen);
}

map.addLayer(selection.layer);
for (const added of marks.layers) map.addLayer(added);
withPalette((palette) => {
  selection.paint(palette);
  marks.paint(palette);
});
map.on("click", (event) => void choosing.at(event.coordinate));
map.on("moveend", () => {
  trail.follow();
  describeView();
  for (const listener of viewListeners) listener(camera.place);
});
map.on("rendercomplete", () => {
  listParcels();
  fitPlanLegend();
  showDrawings();
});
inView.onOpen(listParcels);
planLegend.onOpen(fitPlanLegend);
window.addEventListener("beforeprint", () => {
  planLegend.open();
  fitPlanLegend();
});

target.addEventListener("keydown", (event) => {
  if (event.key === "Enter") void choosing.at(camera.place.center);
  if (event.key === "Escape") choosing.close();
});
window.addEventListener("popstate", () => {
  restore(readState(window.location.search));
});

function reloadTiles(): void {
  setNotice("tiles", false);
  chart.reload();
  second.reload();
}

onAction("zoom-in", () => {
  zoomBy(map, 1);
});
onAction("zoom-out", () => {
  zoomBy(map, -1);
});
for (const name of ["whole", "whole-from-blank"]) {
  onAction(name, () => {
    camera.whole(config.extent, true);
  });
}
onAction("closer", () => {
  camera.closer(camera.place.center, PARCELS_FROM);
});
onAction("reload-tiles", reloadTiles);
watchConnection(reloadTiles);
offerHelp(target);
offerLocating(config.extent, (point, accuracy) => {
  marks.showPosition(point, accuracy);
  camera.look({ center: point, zoom: Math.max(camera.zoom, 14) });
});

setUpTools({
  chart,
  days,
  language,
  register: new Register(config.parcel_at),
  chosen: () => choosing.chosen,
  place: () => camera.place,
  choose: (identifier) => choosing.choose(identifier),
  onChosen: (listener) => {
    choosing.onChosen(listener);
  },
  onView: (listener) => viewListeners.push(listener),
  holdClicks: (held) => {
    choosing.held = held;
  },
});
camera.whole(config.extent, false);
restore(readState(window.location.search));
