// Asks what plans say of a parcel or a place, and writes it into the parcel's card.
import type { Hit } from "./hits.js";
import { element, make, text } from "./page.js";

interface Zone {
  designation: string;
  name: string;
  /** At the point that was clicked. */
  here: boolean;
}

interface Act {
  title: string;
  stage_label: string;
  page: string;
  zones: Zone[];
}

export interface PlansAnswer {
  acts: Act[];
  restrictions: { theme: string; names: string[] }[];
}

export interface Asked {
  identifier: string | null;
  point: [number, number] | null;
  /** Null: today. */
  day: string | null;
}

export class PlansHere {
  constructor(private readonly address: string) {}

  /** Null if it cannot be told. */
  async ask({ identifier, point, day }: Asked): Promise<PlansAnswer | null> {
    const parameters = new URLSearchParams();
    if (identifier !== null) parameters.set("d", identifier);
    if (point !== null) {
      parameters.set("x", point[0].toFixed(2));
      parameters.set("y", point[1].toFixed(2));
    }
    if (day !== null) parameters.set("data", day);
    try {
      const response = await fetch(`${this.address}?${parameters.toString()}`);
      return response.ok ? ((await response.json()) as PlansAnswer) : null;
    } catch {
      return null;
    }
  }
}

/** As a list for a place where there is no parcel. */
export function hitsOf({ acts }: PlansAnswer): Hit[] {
  return acts.flatMap((act) => {
    const detail = `${act.title} · ${act.stage_label}`;
    const zones = act.zones.map((zone) => ({ label: nameOf(zone), detail, act: act.page }));
    return zones.length > 0 ? zones : [{ label: act.title, detail: act.stage_label, act: act.page }];
  });
}

/** Into the card: acts with their zones, those at the clicked point first. */
export function writePlans(answer: PlansAnswer | null): void {
  const list = element('[data-list="plans"]');
  const items = answer === null ? [make("li", "", text("unknown"))] : itemsOf(answer);
  list.replaceChildren(...(items.length > 0 ? items : [make("li", "", text("no-plans"))]));
}

function itemsOf({ acts, restrictions }: PlansAnswer): HTMLElement[] {
  const limits = restrictions.map(({ theme, names }) => make("li", "", make("b", "", theme), `: ${names.join(", ")}`));
  return [...acts.map(actItem), ...limits];
}

function actItem({ title, stage_label, page, zones }: Act): HTMLElement {
  const link = make("a", "", title);
  link.setAttribute("href", page);
  const marked = zones.length > 1;
  const named = zones.map((zone) => {
    const here = zone.here && marked ? [" ", make("span", "here", text("zone-here"))] : [];
    return make("li", "", make("b", "", zone.designation), zone.name === "" ? "" : ` ${zone.name}`, ...here);
  });
  return make("li", "", make("ul", "zones-here", ...named), link, " ", make("span", "muted", stage_label));
}

function nameOf({ designation, name }: Zone): string {
  return name === "" ? designation : `${designation} ${name}`;
}
