// The tools over the map, each a module of its own: here they get their places in the bar.
import { addressOf } from "./address.js";
import { BasketButton } from "./basket-button.js";
import { drawBasket } from "./basket-layer.js";
import { Measure } from "./measure.js";
import { element } from "./page.js";
import { PrintPanel } from "./print-panel.js";
import { Share } from "./share.js";
import { ToolBar } from "./tool-bar.js";
import type { Tools } from "./tool.js";

export function setUpTools(tools: Tools): void {
  const bar = new ToolBar(element("[data-part=tools]"));
  bar.add("days", () => tools.days);
  bar.add("measure", (panel) => new Measure(tools, panel));
  bar.add("share", (panel) => new Share(tools, panel as HTMLDialogElement));
  bar.add("print", (panel) => new PrintPanel(tools, panel));
  followView(tools);
  const basket = document.querySelector<HTMLElement>("#card [data-basket]");
  // A kiosk has none: it keeps nothing of anybody.
  if (basket !== null) offerBasket(tools, basket);
}

/** Links that carry what is seen: the place, the scale and the parcel. */
function followView(tools: Tools): void {
  const links = document.querySelectorAll<HTMLAnchorElement>("a[data-follows-view]");
  const follow = () => {
    const seen = addressOf(tools.place(), { parcel: tools.chosen() });
    for (const link of links) link.search = seen;
  };
  tools.onView(follow);
  tools.onChosen(follow);
}

function offerBasket(tools: Tools, root: HTMLElement): void {
  drawBasket(tools);
  const button = new BasketButton(root, "");
  tools.onChosen((identifier) => {
    if (identifier !== null) button.show(identifier);
  });
}
