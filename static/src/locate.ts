// Where the device is, asked only when a person presses the button; the position stays in the browser.
import { containsCoordinate, type Extent } from "ol/extent.js";

import { clearAnswers, saidWhileWaiting, setNotice } from "./notices.js";
import { onAction } from "./page.js";
import { toPl1992 } from "./projection.js";

const DENIED = 1;
const LONGEST_WAIT = 15_000;

type Show = (point: [number, number], accuracy: number) => void;

function position(): Promise<GeolocationPosition> {
  return new Promise((resolve, reject) => {
    navigator.geolocation.getCurrentPosition(resolve, reject, { enableHighAccuracy: true, timeout: LONGEST_WAIT });
  });
}

async function locate(area: Extent, show: Show): Promise<void> {
  clearAnswers();
  try {
    const { coords } = await saidWhileWaiting(position());
    const point = toPl1992(coords.longitude, coords.latitude);
    if (containsCoordinate(area, point)) show(point, coords.accuracy);
    else setNotice("locate-outside", true);
  } catch (error) {
    const denied = (error as GeolocationPositionError).code === DENIED;
    setNotice(denied ? "locate-denied" : "locate-failed", true);
  }
}

/** `area`: what the map holds, in EPSG:2180. */
export function offerLocating(area: Extent, show: Show): void {
  onAction("locate", () => void locate(area, show));
}
