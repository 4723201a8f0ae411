// Every page: how many parcels are in the basket, buttons that fill it, and links that take out of it.
import { BasketButton } from "./basket-button.js";
import { followTakingOut } from "./basket-page.js";
import { onBasket } from "./basket.js";

function showCount(link: HTMLAnchorElement, identifiers: readonly string[]): void {
  const page = new URL(link.href);
  page.search = identifiers.map((identifier) => `d=${encodeURIComponent(identifier)}`).join("&").replaceAll("%2F", "/");
  link.href = page.href;
  link.hidden = identifiers.length === 0;
  const count = link.querySelector('[data-field="basket-count"]');
  if (count !== null) count.textContent = String(identifiers.length);
}

const link = document.querySelector<HTMLAnchorElement>("a[data-basket-link]");
if (link !== null) {
  onBasket((identifiers) => {
    showCount(link, identifiers);
  });
}

// On the map the card's script fills in which parcel it is.
for (const root of document.querySelectorAll<HTMLElement>("[data-basket]")) {
  if (root.dataset.basket) new BasketButton(root, root.dataset.basket);
}

followTakingOut(document);

// A step that came back with mistakes answers a POST: Back to it would end at the browser's question whether to send
// the form again. Its address answers a GET, too, with what is kept.
const returned = document.querySelector(".error-summary") !== null;
if (returned && [...document.forms].some((form) => new URL(form.action).pathname === window.location.pathname)) {
  window.history.replaceState(window.history.state, "");
}
