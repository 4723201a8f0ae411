// Parcels named by a tap on the map: their identifiers stand where one would type them.
import type Map from "ol/Map.js";
import type { Coordinate } from "ol/coordinate.js";

import { PARCELS_FROM } from "./cartography.js";
import { zoomBy } from "./chart.js";
import { announce, element, text } from "./page.js";
import { Register } from "./register.js";

export function nameParcels(map: Map, address: string, isAsked: () => boolean): void {
  const register = new Register(address);
  map.on("click", ({ coordinate }) => {
    if (!isAsked()) return;
    if ((map.getView().getZoom() ?? 0) < PARCELS_FROM) zoomBy(map, 2);
    else void name(register, coordinate);
  });
}

async function name(register: Register, [easting = 0, northing = 0]: Coordinate): Promise<void> {
  const answer = await register.at(easting, northing);
  if (typeof answer !== "string") toggle(answer[0].properties.identifier);
  else if (answer !== "overtaken") announce(text(answer === "silent" ? "silent" : "no-parcel"));
}

/** In, or out where it is in. */
function toggle(parcel: string): void {
  const field = element('[name="parcels"]') as HTMLTextAreaElement;
  const named = field.value.split(/[\s,;]+/).filter((one) => one !== "");
  const without = named.filter((one) => one !== parcel);
  const isOut = without.length < named.length;
  field.value = (isOut ? without : [...named, parcel]).join("\n");
  const around = field.closest("details");
  if (around !== null) around.open = true;
  announce(text(isOut ? "parcel-out" : "parcel-in", { parcel }));
}
