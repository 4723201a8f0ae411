// The map's state in the page's address: what is seen, what is chosen, what is shown of it.
import type { Extent } from "ol/extent.js";

export interface Place {
  center: [number, number];
  zoom: number;
}

export interface MapState {
  /** `c=easting,northing&z=zoom` */
  place: Place | null;
  /** `e=west,south,east,north`: to be fitted once; the place takes over. */
  extent: Extent | null;
  /** `d=idDzialki` */
  parcel: string | null;
  /** `q=text`: the list of what a search found. */
  query: string | null;
  /** `p=easting,northing`: a marked place. */
  point: [number, number] | null;
  /** `l=`: layers that are not as usual; see layers.ts. */
  layers: string;
  /** `t=YYYY-MM-DD`: the day shown instead of today. */
  day: string | null;
  /** `t2=YYYY-MM-DD`: another day, on a second map beside. */
  otherDay: string | null;
}

// The map alone: for an address that names a place and no zoom.
const USUAL_ZOOM = 15;

function numbers(text: string | null, count: number): number[] | null {
  const parts = (text ?? "").split(",");
  const values = parts.map((part) => (part.trim() === "" ? NaN : Number(part)));
  return values.length === count && values.every(Number.isFinite) ? values : null;
}

function pair(text: string | null): [number, number] | null {
  const [easting, northing] = numbers(text, 2) ?? [];
  return easting === undefined || northing === undefined ? null : [easting, northing];
}

function readPlace(parameters: URLSearchParams): Place | null {
  const center = pair(parameters.get("c"));
  const zoom = numbers(parameters.get("z"), 1)?.[0] ?? USUAL_ZOOM;
  return center && { center, zoom };
}

function readExtent(parameters: URLSearchParams): Extent | null {
  const extent = numbers(parameters.get("e"), 4);
  if (extent === null) return null;
  const [west = 0, south = 0, east = 0, north = 0] = extent;
  return west <= east && south <= north ? extent : null;
}

/** A day that there is, between those that the server knows. */
export function readDay(text: string): string | null {
  const moment = /^(1[89]|2[01])\d\d-\d\d-\d\d$/.test(text) ? new Date(`${text}T00:00:00Z`) : null;
  return moment !== null && !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(text) ? text : null;
}

export function readState(search: string): MapState {
  const parameters = new URLSearchParams(search);
  const words = (name: string) => parameters.get(name)?.trim() ?? "";
  return {
    place: readPlace(parameters),
    extent: readExtent(parameters),
    parcel: words("d") || null,
    query: words("q") || null,
    point: pair(parameters.get("p")),
    layers: words("l"),
    day: readDay(words("t")),
    otherDay: readDay(words("t2")),
  };
}

/** Slashes and commas stay readable, which a query allows. */
function encoded(value: string): string {
  return encodeURIComponent(value).replaceAll("%2F", "/").replaceAll("%2C", ",").replaceAll("%3A", ":");
}

export function addressOf(place: Place, also: Partial<Omit<MapState, "place" | "extent">>): string {
  const [easting, northing] = place.center;
  const parts = [`c=${easting.toFixed(1)},${northing.toFixed(1)}`, `z=${Number(place.zoom.toFixed(2))}`];
  if (also.query) parts.push(`q=${encoded(also.query)}`);
  if (also.point) parts.push(`p=${also.point.map((value) => value.toFixed(1)).join(",")}`);
  if (also.day) parts.push(`t=${also.day}`);
  if (also.otherDay) parts.push(`t2=${also.otherDay}`);
  if (also.layers) parts.push(`l=${encoded(also.layers)}`);
  if (also.parcel) parts.push(`d=${encoded(also.parcel)}`);
  return `?${parts.join("&")}`;
}
