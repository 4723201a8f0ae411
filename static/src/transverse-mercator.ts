// PL-1992, PL-2000 and geographic coordinates, by Krüger's series: true to a millimetre.
// C. F. F. Karney, Transverse Mercator with an accuracy of a few nanometers (2011), to the fourth order.

// The ellipsoid GRS 80.
const SEMI_MAJOR = 6_378_137;
const FLATTENING = 1 / 298.257_222_101;
const N = FLATTENING / (2 - FLATTENING);
const ECCENTRICITY = Math.sqrt(FLATTENING * (2 - FLATTENING));
const RADIUS = (SEMI_MAJOR / (1 + N)) * (1 + N ** 2 / 4 + N ** 4 / 64);

type Series = readonly [number, number, number, number];

const TO_PLANE: Series = [
  N / 2 - (2 / 3) * N ** 2 + (5 / 16) * N ** 3 + (41 / 180) * N ** 4,
  (13 / 48) * N ** 2 - (3 / 5) * N ** 3 + (557 / 1440) * N ** 4,
  (61 / 240) * N ** 3 - (103 / 140) * N ** 4,
  (49_561 / 161_280) * N ** 4,
];
const FROM_PLANE: Series = [
  N / 2 - (2 / 3) * N ** 2 + (37 / 96) * N ** 3 - (1 / 360) * N ** 4,
  (1 / 48) * N ** 2 + (1 / 15) * N ** 3 - (437 / 1440) * N ** 4,
  (17 / 480) * N ** 3 - (37 / 840) * N ** 4,
  (4397 / 161_280) * N ** 4,
];
const TO_GEODETIC: Series = [
  2 * N - (2 / 3) * N ** 2 - 2 * N ** 3 + (116 / 45) * N ** 4,
  (7 / 3) * N ** 2 - (8 / 5) * N ** 3 - (227 / 45) * N ** 4,
  (56 / 15) * N ** 3 - (136 / 35) * N ** 4,
  (4279 / 630) * N ** 4,
];

export interface Plane {
  meridian: number;
  scale: number;
  easting: number;
  northing: number;
}

/** Easting and northing in metres. */
export type Planar = [number, number];
/** Longitude and latitude in degrees. */
export type Geographic = [number, number];

export const PL_1992_PLANE: Plane = { meridian: 19, scale: 0.9993, easting: 500_000, northing: -5_300_000 };

/** The plane of a PL-2000 zone, 5 to 8. */
export function pl2000(zone: number): Plane {
  return { meridian: 3 * zone, scale: 0.999923, easting: zone * 1_000_000 + 500_000, northing: 0 };
}

/** The PL-2000 zone whose meridian is nearest. */
export function zoneOf(longitude: number): number {
  return Math.min(8, Math.max(5, Math.round(longitude / 3)));
}

export function toGeographic([easting, northing]: Planar, plane: Plane): Geographic {
  const xi = (northing - plane.northing) / (plane.scale * RADIUS);
  const eta = (easting - plane.easting) / (plane.scale * RADIUS);
  const [dXi, dEta] = wave(FROM_PLANE, xi, eta);
  const conformal = Math.asin(Math.sin(xi - dXi) / Math.cosh(eta - dEta));
  const latitude = TO_GEODETIC.reduce((sum, c, j) => sum + c * Math.sin(2 * (j + 1) * conformal), conformal);
  const longitude = Math.atan2(Math.sinh(eta - dEta), Math.cos(xi - dXi));
  return [degrees(longitude) + plane.meridian, degrees(latitude)];
}

export function toPlane([longitude, latitude]: Geographic, plane: Plane): Planar {
  const sine = Math.sin(radians(latitude));
  const fromMeridian = radians(longitude - plane.meridian);
  const t = Math.sinh(Math.atanh(sine) - ECCENTRICITY * Math.atanh(ECCENTRICITY * sine));
  const xi = Math.atan2(t, Math.cos(fromMeridian));
  const eta = Math.atanh(Math.sin(fromMeridian) / Math.hypot(1, t));
  const [dXi, dEta] = wave(TO_PLANE, xi, eta);
  const metres = plane.scale * RADIUS;
  return [plane.easting + metres * (eta + dEta), plane.northing + metres * (xi + dXi)];
}

function wave(series: Series, xi: number, eta: number): [number, number] {
  const sums: [number, number] = [0, 0];
  series.forEach((coefficient, index) => {
    const twice = 2 * (index + 1);
    sums[0] += coefficient * Math.sin(twice * xi) * Math.cosh(twice * eta);
    sums[1] += coefficient * Math.cos(twice * xi) * Math.sinh(twice * eta);
  });
  return sums;
}

function degrees(angle: number): number {
  return (angle * 180) / Math.PI;
}

function radians(angle: number): number {
  return (angle * Math.PI) / 180;
}
