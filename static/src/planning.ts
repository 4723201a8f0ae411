// How plans look on the map: zones by colour and marks, acts by their outlines, restrictions by theme.
import type { FeatureLike } from "ol/Feature.js";
import { Circle, Fill, Stroke, Style, Text } from "ol/style.js";

import { FONT, faded, Order, type Painter } from "./painting.js";
import type { Palette } from "./palette.js";
import { patternOf, type Filling } from "./patterns.js";
import { groupOf, lookOf, OTHER, themeLook, type ZoneLooks } from "./zone-looks.js";

export const PLANS = ["local", "general", "acts", "drawings", "restrictions"] as const;
export type PlanLayer = (typeof PLANS)[number];

export interface PlanLook {
  shown: ReadonlySet<PlanLayer>;
  /** 0 to 1 */
  opacity: number;
  /** ISO date that the law is asked about. */
  day: string;
  /** Codes of the themes of restrictions, in their order. */
  themes: readonly string[];
  looks: ZoneLooks;
}

/** Where an act or a zone stands on a day. */
export type Stage = "in-force" | "adoption" | "elaboration" | "past";

/** What a sign's look depends on. */
export interface Looked {
  palette: Palette;
  onPicture: boolean;
  plans: PlanLook;
}

// From here on a zone is named as on its drawing, before by its symbol.
const DESIGNATIONS_FROM = 13;
const ZONE_NAMES_FROM = 12;
// What is not yet in force is laid on lightly, inside a broken line.
const PREPARED = 0.3;
const DASHES: Readonly<Record<Stage, number[] | undefined>> = {
  "in-force": undefined,
  adoption: [12, 4, 2, 4],
  elaboration: [3, 5],
  past: [2, 7],
};

export function stageOf(feature: FeatureLike, day: string): Stage {
  const status = String(feature.get("status") ?? "legalForce");
  if (status === "elaboration" || status === "adoption") return status;
  const until = feature.get("in_force_to") as string | undefined;
  if (until === undefined ? status === "obsolete" : until <= day) return "past";
  const since = feature.get("in_force_from") as string | undefined;
  return since !== undefined && since > day ? "adoption" : "in-force";
}

/** What the legend knows a zone's look by: "local:SU", "general:SU". */
export function zoneKey(feature: FeatureLike, looks: ZoneLooks): string {
  const symbol = String(feature.get("symbol") ?? "");
  if (feature.get("kind") === "general-plan" && symbol in looks.zones) return `general:${symbol}`;
  return feature.get("kind") === "general-plan" ? `local:${OTHER}` : `local:${groupOf(symbol, looks.groups)}`;
}

/** A zone's fill; what is in force hides the land below, as a plan's drawing does. */
export function zoneFilling(key: string, stage: Stage, { palette, onPicture, plans }: Looked): Filling {
  const [colour, pattern] = lookOf(key.slice(key.indexOf(":") + 1), plans.looks);
  const isInForce = stage === "in-force";
  const strength = plans.opacity * Number(palette["plan-strength"]) * (isInForce ? 1 : PREPARED);
  const under = isInForce && !onPicture ? faded(palette.land, 0.92) : "";
  return { colour, pattern, ink: faded(palette["zone-line"], 0.5), opacity: strength, under };
}

export function regulationFilling(kind: string, { palette, plans }: Looked): Filling {
  const [, pattern = ""] = plans.looks.regulations[kind] ?? [];
  return { colour: "", pattern, ink: palette["zone-line"], opacity: plans.opacity, under: "" };
}

export function restrictionFilling(place: number, opacity: number): Filling {
  const [ink, pattern] = themeLook(place);
  return { colour: "", pattern, ink, opacity, under: "" };
}

export function actStroke(stage: Stage, palette: Palette): Stroke {
  const past = stage === "past";
  const color = palette[past ? "act-past" : "act-line"];
  return new Stroke({ color, width: past ? 1.6 : 2.6, lineDash: DASHES[stage], lineCap: "butt" });
}

/** Kept by what they depend on: a pattern is a canvas, and a tile has hundreds of zones. */
function kept<T>(make: (key: string) => T): (key: string) => T {
  const made = new Map<string, T>();
  return (key) => {
    const known = made.get(key);
    if (known !== undefined) return known;
    const fresh = make(key);
    made.set(key, fresh);
    return fresh;
  };
}

function isShown(feature: FeatureLike, shown: ReadonlySet<PlanLayer>): boolean {
  return shown.has(feature.get("kind") === "local-plans" ? "local" : "general");
}

function paintZones(look: Looked): Painter {
  const { palette, plans } = look;
  const styles = kept((words) => {
    const [stage = "", order = "", key = ""] = words.split("|");
    const stroke = new Stroke({
      color: faded(palette["zone-line"], 0.8),
      width: 0.8,
      lineDash: DASHES[stage as Stage],
    });
    const fill = new Fill({ color: patternOf(zoneFilling(key, stage as Stage, look)) });
    return new Style({ zIndex: Number(order), fill, stroke });
  });
  return (feature) => {
    const stage = stageOf(feature, plans.day);
    if (stage === "past" || !isShown(feature, plans.shown)) return undefined;
    // A local plan goes before the plan ogólny, on the map as in law.
    const order = feature.get("kind") === "local-plans" ? Order.LocalPlan : Order.Plan;
    return styles(`${stage}|${order}|${zoneKey(feature, plans.looks)}`);
  };
}

function zoneName(palette: Palette, font: string, zIndex: Order): Style {
  const text = new Text({
    font: `${font} ${FONT}`,
    fill: new Fill({ color: palette["zone-text"] }),
    stroke: new Stroke({ color: palette.halo, width: 3 }),
    padding: [1, 2, 1, 2],
  });
  return new Style({ zIndex, text });
}

function paintZoneNames({ palette, plans }: Looked): Painter {
  const local = zoneName(palette, "650 12.5px", Order.LocalZoneLabel);
  const general = zoneName(palette, "italic 550 11.5px", Order.ZoneLabel);
  return (feature, zoom) => {
    if (zoom < ZONE_NAMES_FROM || stageOf(feature, plans.day) === "past" || !isShown(feature, plans.shown)) {
      return undefined;
    }
    const style = feature.get("kind") === "local-plans" ? local : general;
    style.getText()?.setText(String(feature.get(zoom < DESIGNATIONS_FROM ? "symbol" : "designation") ?? ""));
    return style;
  };
}

function paintRegulations(look: Looked): Painter {
  const { palette, plans } = look;
  const styles = kept((kind) => {
    const fill = new Fill({ color: patternOf(regulationFilling(kind, look)) });
    const stroke = new Stroke({ color: palette["zone-line"], width: 1.4, lineDash: [6, 4] });
    return new Style({ zIndex: Order.Regulation, fill, stroke });
  });
  return (feature) => {
    const past = stageOf(feature, plans.day) === "past";
    return past || !plans.shown.has("general") ? undefined : styles(String(feature.get("kind")));
  };
}

function paintRestrictions({ palette, plans }: Looked): Painter {
  const styles = kept((theme) => {
    const place = plans.themes.indexOf(theme);
    const [colour] = themeLook(place);
    const stroke = new Stroke({ color: colour, width: 2 });
    const edge = new Stroke({ color: palette["selected-casing"], width: 1.5 });
    return new Style({
      zIndex: Order.Restriction,
      fill: new Fill({ color: patternOf(restrictionFilling(place, plans.opacity)) }),
      stroke,
      image: new Circle({ radius: 6, fill: new Fill({ color: colour }), stroke: edge }),
    });
  });
  return (feature) => {
    const past = stageOf(feature, plans.day) !== "in-force";
    return past ? undefined : styles(String(feature.get("theme")));
  };
}

function paintActs({ palette, plans }: Looked): Painter {
  const styles = kept((stage) => {
    const casing = new Stroke({ color: faded(palette.halo, 0.7), width: 5 });
    const line = new Style({ zIndex: Order.Act, stroke: actStroke(stage as Stage, palette) });
    return stage === "past" ? [line] : [new Style({ zIndex: Order.Act, stroke: casing }), line];
  });
  return (feature) => styles(stageOf(feature, plans.day));
}

/** Painters of the planning layers that are switched on, by the layer of the tiles. */
export function planPainters(look: Looked): Record<string, Painter> {
  const { shown } = look.plans;
  const painters: Record<string, Painter> = {};
  if (shown.has("local") || shown.has("general")) {
    painters.planning_zones = paintZones(look);
    painters.planning_zone_labels = paintZoneNames(look);
  }
  if (shown.has("general")) painters.planning_regulations = paintRegulations(look);
  if (shown.has("restrictions")) painters.restrictions = paintRestrictions(look);
  if (shown.has("acts")) painters.planning_acts = paintActs(look);
  return painters;
}
