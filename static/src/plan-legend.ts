// The legend of plans: only what is in view, each sign drawn as on the map.
import type { FeatureLike } from "ol/Feature.js";
import type { Extent } from "ol/extent.js";
import type VectorTileLayer from "ol/layer/VectorTile.js";
import type VectorTileSource from "ol/source/VectorTile.js";

import { element } from "./page.js";
import { readPalette, type Palette } from "./palette.js";
import { patternOf, type Filling } from "./patterns.js";
import {
  actStroke,
  regulationFilling,
  restrictionFilling,
  stageOf,
  zoneFilling,
  zoneKey,
  type Looked,
  type PlanLayer,
  type PlanLook,
  type Stage,
} from "./planning.js";
import { themeLook, type ZoneLooks } from "./zone-looks.js";

const WIDTH = 36;
const HEIGHT = 20;

export type TileLayer = VectorTileLayer<VectorTileSource>;

type View = [TileLayer, PlanLook];
type Sign = (feature: FeatureLike, looks: ZoneLooks) => [PlanLayer, string];

const SIGNS: Readonly<Record<string, Sign>> = {
  planning_zones: (zone, looks) => [zone.get("kind") === "local-plans" ? "local" : "general", zoneKey(zone, looks)],
  planning_regulations: (area) => ["general", `regulation:${String(area.get("kind"))}`],
  restrictions: (limit) => ["restrictions", `restriction:${String(limit.get("theme"))}`],
};

const actSign = (stage: Stage): [PlanLayer, string] => ["acts", `act:${stage}`];

/** What a feature's sign is known by; null where it has none. */
function keyOf(feature: FeatureLike, { shown, day, looks }: PlanLook): string | null {
  const tiled = String(feature.get("layer"));
  const stage = stageOf(feature, day);
  const found = tiled === "planning_acts" ? actSign(stage) : stage === "past" ? undefined : SIGNS[tiled]?.(feature, looks);
  return found !== undefined && shown.has(found[0]) ? found[1] : null;
}

export class PlanLegend {
  private readonly panel = element("#legend") as HTMLDetailsElement;
  private readonly root = element('[data-part="plan-legend"]', this.panel);
  private readonly entries = [...this.root.querySelectorAll<HTMLElement>("[data-plan]")];

  onOpen(update: () => void): void {
    this.panel.addEventListener("toggle", update);
  }

  /** For paper, which has nothing to unfold. */
  open(): void {
    this.panel.open = true;
  }

  /** `views`: the maps and what they show of plans, at least one. */
  update(extent: Extent, views: [View, ...View[]], onPicture: boolean): void {
    const [, plans] = views[0];
    this.root.hidden = plans.shown.size === 0;
    if (this.root.hidden || !this.panel.open) return;
    const keys = views.flatMap(([layer, look]) => layer.getFeaturesInExtent(extent).map((found) => keyOf(found, look)));
    const seen = new Set(keys);
    const look = { palette: readPalette(), onPicture, plans };
    for (const entry of this.entries) {
      const key = entry.dataset.plan ?? "";
      entry.hidden = !seen.has(key);
      if (seen.has(key)) paint(swatchOf(entry), key, look);
    }
    for (const group of this.root.querySelectorAll<HTMLElement>("section")) {
      group.hidden = group.querySelector("[data-plan]:not([hidden])") === null;
    }
    element('[data-part="no-plans-in-view"]', this.root).hidden = this.entries.some((entry) => !entry.hidden);
  }
}

function swatchOf(entry: HTMLElement): HTMLCanvasElement {
  const known = entry.querySelector("canvas");
  if (known !== null) return known;
  const canvas = document.createElement("canvas");
  canvas.className = "swatch";
  canvas.setAttribute("aria-hidden", "true");
  entry.prepend(canvas);
  return canvas;
}

function paint(canvas: HTMLCanvasElement, key: string, look: Looked): void {
  const ratio = Math.max(1, window.devicePixelRatio);
  canvas.width = WIDTH * ratio;
  canvas.height = HEIGHT * ratio;
  const pen = canvas.getContext("2d");
  if (pen === null) return;
  pen.scale(ratio, ratio);
  const [kind = "", name = ""] = key.split(":");
  if (kind === "act") paintAct(pen, name as Stage, look.palette);
  else paintArea(pen, fillingOf(kind, name, key, look), edgeOf(kind, name, look));
}

function fillingOf(kind: string, name: string, key: string, look: Looked): Filling {
  const { plans } = look;
  if (kind === "restriction") return restrictionFilling(plans.themes.indexOf(name), plans.opacity);
  if (kind === "regulation") return regulationFilling(name, look);
  return zoneFilling(key, "in-force", look);
}

function edgeOf(kind: string, name: string, { palette, plans }: Looked): { color: string; width: number; dash: number[] } {
  if (kind === "restriction") return { color: themeLook(plans.themes.indexOf(name))[0], width: 2, dash: [] };
  const dash = kind === "regulation" ? [5, 3] : [];
  return { color: palette["zone-line"], width: kind === "regulation" ? 1.4 : 0.8, dash };
}

function paintArea(
  pen: CanvasRenderingContext2D,
  filling: Filling,
  { color, width, dash }: { color: string; width: number; dash: number[] },
): void {
  pen.fillStyle = patternOf(filling) ?? filling.colour;
  pen.fillRect(1, 1, WIDTH - 2, HEIGHT - 2);
  pen.strokeStyle = color;
  pen.lineWidth = width;
  pen.setLineDash(dash);
  pen.strokeRect(1, 1, WIDTH - 2, HEIGHT - 2);
}

function paintAct(pen: CanvasRenderingContext2D, stage: Stage, palette: Palette): void {
  const stroke = actStroke(stage, palette);
  pen.strokeStyle = stroke.getColor() as string;
  pen.lineWidth = stroke.getWidth() ?? 1;
  pen.setLineDash(stroke.getLineDash() ?? []);
  pen.strokeRect(3, 3, WIDTH - 6, HEIGHT - 6);
}
