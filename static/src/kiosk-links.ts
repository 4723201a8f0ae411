// Where links and forms of a kiosk page may lead: this kiosk, in this tab. Pages already say so; scripts may not know.
import type { Kiosk } from "./kiosk-visit.js";

/** The address within the kiosk; null where it would lead to another site, a mail program or a file. */
function inside(address: string, { start, root }: Kiosk): string | null {
  const url = new URL(address, window.location.href);
  if (url.origin !== window.location.origin || !url.protocol.startsWith("http")) return null;
  if (url.pathname.startsWith(start)) return url.href;
  const path = url.pathname === "/" ? "mapa/" : url.pathname.slice(1);
  return `${root}${path}${url.search}${url.hash}`;
}

/** The map writes its state into the address after the page was made; links that carry it along follow. */
function followed(link: Element, { root, otherRoot }: Kiosk): string | null {
  const { pathname, search } = window.location;
  const page = pathname.slice(root.length);
  switch (link.getAttribute("data-follow")) {
    case "language":
      return `${otherRoot}${page}${search}`;
    case "phone":
      return `${root}na-telefon/?do=${encodeURIComponent(`/${page.replace(/^mapa\//, "")}${search}`)}`;
    default:
      return null;
  }
}

export function keepInside(kiosk: Kiosk): void {
  document.addEventListener(
    "click",
    (event) => {
      const link = (event.target as Element).closest("a[href]");
      if (link === null) return;
      const address = followed(link, kiosk) ?? inside(link.getAttribute("href") ?? "", kiosk);
      if (address === null || link.hasAttribute("download")) {
        event.preventDefault();
        return;
      }
      link.removeAttribute("target");
      link.setAttribute("href", address);
    },
    { capture: true },
  );
  document.addEventListener("submit", ({ target }) => {
    const form = target as HTMLFormElement;
    form.removeAttribute("target");
    form.action = inside(form.getAttribute("action") ?? "", kiosk) ?? kiosk.start;
  });
  window.open = () => null;
}
