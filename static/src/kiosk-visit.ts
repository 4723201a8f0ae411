// One person's visit at the kiosk: what it leaves in the browser, and whether it is over.

export interface Kiosk {
  /** The first page. */
  start: string;
  /** What every address begins with, in the language spoken now and in the other one. */
  root: string;
  otherRoot: string;
  /** The address that ends a visit and leads to the start. */
  end: string;
  isStart: boolean;
}

/** Storage may be switched off: then there is nothing in it either. */
function storages(): Storage[] {
  try {
    return [window.localStorage, window.sessionStorage];
  } catch {
    return [];
  }
}

export function hasTraces(): boolean {
  return storages().some((storage) => storage.length > 0);
}

export function forget(): void {
  for (const storage of storages()) storage.clear();
  for (const form of document.forms) form.reset();
}

/**
 * A start page ahead of this one in the history means that somebody began anew since: Back was pressed too often.
 * No script can empty the browser's history; where it cannot be read either, Back leads to the start at once.
 */
export function isOlderVisit({ root, otherRoot }: Kiosk): boolean {
  if (!("navigation" in window)) {
    const [loaded] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
    return loaded?.type === "back_forward";
  }
  const here = window.navigation.currentEntry?.index ?? 0;
  const ahead = window.navigation.entries().slice(here + 1);
  return ahead.some(({ url }) => url !== null && [root, otherRoot].includes(new URL(url).pathname));
}
