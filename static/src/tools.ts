// The tools over the map, each a module of its own: here they get their places in the bar.
import { addressOf } from "./address.js";
import { Measure } from "./measure.js";
import { element } from "./page.js";
import { PrintPanel } from "./print-panel.js";
import { Share } from "./share.js";
import { ToolBar } from "./tool-bar.js";
import type { Tools } from "./tool.js";

export function setUpTools(tools: Tools): void {
  const bar = new ToolBar(element("[data-part=tools]"));
  bar.add("measure", (panel) => new Measure(tools, panel));
  bar.add("share", (panel) => new Share(tools, panel as HTMLDialogElement));
  bar.add("print", (panel) => new PrintPanel(tools, panel));
  followView(tools);
}

/** Links that carry what is seen: the place, the scale and the parcel. */
function followView(tools: Tools): void {
  const links = document.querySelectorAll<HTMLAnchorElement>("a[data-follows-view]");
  const follow = () => {
    const seen = addressOf(tools.place(), tools.chosen());
    for (const link of links) link.search = seen;
  };
  tools.onView(follow);
  tools.onChosen(follow);
}
