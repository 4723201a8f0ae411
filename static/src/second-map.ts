// A second map beside the first, of another day: one view for both, so that they always show the same place.
import type { Coordinate } from "ol/coordinate.js";
import type { Extent } from "ol/extent.js";
import VectorLayer from "ol/layer/Vector.js";

import { makeChart, type Chart, type Relook } from "./chart.js";
import { element } from "./page.js";

interface SecondMapOptions {
  first: Chart;
  extent: Extent;
  /** Drawn on both maps. */
  shared: () => VectorLayer[];
  onError: () => void;
  onClick: (point: Coordinate) => void;
  onClose: () => void;
}

export class SecondMap {
  private readonly target = element("#map-2");
  private readonly frame = element(".map-frame");
  private readonly cursor = element(".twin-cursor");
  private chart: Chart | null = null;
  private look: Relook = {};
  private tiles = "";

  constructor(private readonly options: SecondMapOptions) {}

  private get isOpen(): boolean {
    return !this.target.hidden;
  }

  /** Null while there is no second map. */
  get layer(): Chart["layer"] | null {
    return this.isOpen ? (this.chart?.layer ?? null) : null;
  }

  /** Shows these tiles; null takes the map away. */
  show(tiles: string | null): void {
    const split = tiles !== null;
    if (split !== this.isOpen) this.split(split);
    if (tiles === null || tiles === this.tiles) return;
    this.tiles = tiles;
    if (this.chart === null) this.chart = this.make(tiles);
    else this.chart.setTiles(tiles);
  }

  relook(change: Relook): void {
    this.look = { ...this.look, ...change };
    this.chart?.relook(change);
  }

  reload(): void {
    this.chart?.reload();
  }

  private split(split: boolean): void {
    this.target.hidden = !split;
    this.frame.classList.toggle("is-split", split);
    for (const label of this.frame.querySelectorAll<HTMLElement>(".pane-day")) label.hidden = !split;
    this.options.first.map.updateSize();
    this.chart?.map.updateSize();
  }

  private make(tiles: string): Chart {
    const { first, extent, onError, onClick, onClose, shared } = this.options;
    const chart = makeChart(this.target, tiles, extent, onError);
    chart.map.setView(first.map.getView());
    chart.relook(this.look);
    for (const layer of shared()) chart.map.addLayer(twin(layer));
    chart.map.on("click", (event) => {
      onClick(event.coordinate);
    });
    this.target.addEventListener("keydown", (event) => {
      if (event.key === "Enter") onClick(chart.map.getView().getCenter() ?? [0, 0]);
      if (event.key === "Escape") onClose();
    });
    this.point(first, chart);
    this.point(chart, first);
    return chart;
  }

  /** The pointer over one map is seen on the other. */
  private point(from: Chart, to: Chart): void {
    from.map.on("pointermove", ({ coordinate, dragging }) => {
      const target = element(to === this.options.first ? "#map" : "#map-2");
      const pixel = to.map.getPixelFromCoordinate(coordinate) as number[] | null;
      const [x = 0, y = 0] = pixel ?? [];
      this.cursor.hidden = dragging || pixel === null || !this.isOpen;
      this.cursor.style.translate = `${target.offsetLeft + x}px ${target.offsetTop + y}px`;
    });
    element(from === this.options.first ? "#map" : "#map-2").addEventListener("pointerleave", () => {
      this.cursor.hidden = true;
    });
  }
}

/** A layer belongs to one map; what it draws may be on two. */
function twin(layer: VectorLayer): VectorLayer {
  return new VectorLayer({
    source: layer.getSource() ?? undefined,
    zIndex: layer.getZIndex(),
    declutter: layer.getDeclutter(),
    style: (feature, resolution) => layer.getStyleFunction()?.(feature, resolution),
  });
}
