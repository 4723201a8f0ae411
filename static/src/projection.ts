// Longitude and latitude to PL-1992: only for the device's own position, which is not sent to any server.

// GRS80 and the parameters of EPSG:2180.
const AXIS = 6_378_137;
const FLATTENING = 1 / 298.257_222_101;
const SCALE = 0.9993;
const MERIDIAN = 19;
const FALSE_EASTING = 500_000;
const FALSE_NORTHING = -5_300_000;

const N = FLATTENING / (2 - FLATTENING);
const RECTIFYING = (AXIS / (1 + N)) * (1 + N ** 2 / 4 + N ** 4 / 64);
// Krüger's series to the third power: exact to a millimetre within Poland.
const SERIES = [
  N / 2 - (2 / 3) * N ** 2 + (5 / 16) * N ** 3,
  (13 / 48) * N ** 2 - (3 / 5) * N ** 3,
  (61 / 240) * N ** 3,
];

const radians = (degrees: number) => (degrees * Math.PI) / 180;

/** Easting and northing in EPSG:2180. */
export function toPl1992(longitude: number, latitude: number): [number, number] {
  const sine = Math.sin(radians(latitude));
  const eccentricity = (2 * Math.sqrt(N)) / (1 + N);
  const conformal = Math.sinh(Math.atanh(sine) - eccentricity * Math.atanh(eccentricity * sine));
  const away = radians(longitude - MERIDIAN);
  const xi = Math.atan2(conformal, Math.cos(away));
  const eta = Math.atanh(Math.sin(away) / Math.hypot(1, conformal));
  let [north, east] = [xi, eta];
  SERIES.forEach((coefficient, index) => {
    const times = 2 * (index + 1);
    north += coefficient * Math.sin(times * xi) * Math.cosh(times * eta);
    east += coefficient * Math.cos(times * xi) * Math.sinh(times * eta);
  });
  return [FALSE_EASTING + SCALE * RECTIFYING * east, FALSE_NORTHING + SCALE * RECTIFYING * north];
}
