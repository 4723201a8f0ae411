// The map's state in the page's address: ?c=easting,northing&z=zoom&d=idDzialki.

export interface Place {
  center: [number, number];
  zoom: number;
}

export interface MapState {
  place: Place | null;
  parcel: string | null;
}

function readPlace(parameters: URLSearchParams): Place | null {
  const [easting, northing] = (parameters.get("c") ?? "").split(",").map(Number);
  const zoom = Number(parameters.get("z") ?? NaN);
  if (easting === undefined || northing === undefined) return null;
  return Number.isFinite(easting + northing + zoom) ? { center: [easting, northing], zoom } : null;
}

export function readState(search: string): MapState {
  const parameters = new URLSearchParams(search);
  return { place: readPlace(parameters), parcel: parameters.get("d") };
}

/** The address of a state; slashes of identifiers stay readable, which a query allows. */
export function addressOf(place: Place, parcel: string | null): string {
  const [easting, northing] = place.center;
  const zoom = Number(place.zoom.toFixed(2));
  const chosen = parcel === null ? "" : `&d=${encodeURIComponent(parcel).replaceAll("%2F", "/")}`;
  return `?c=${easting.toFixed(1)},${northing.toFixed(1)}&z=${zoom}${chosen}`;
}
