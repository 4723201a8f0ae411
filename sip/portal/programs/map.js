import Map from "ol/Map.js";
import View from "ol/View.js";
import MVT from "ol/format/MVT.js";
import VectorTileLayer from "ol/layer/VectorTile.js";
import { fromLonLat, toLonLat } from "ol/proj.js";
import VectorTileSource from "ol/source/VectorTile.js";
import { createXYZ } from "ol/tilegrid.js";

const tiles = new VectorTileSource({
  format: new MVT({ layers: ["parcels", "buildings"] }),
  tileGrid: createXYZ({ tileSize: 512, maxZoom: 18 }),
  url: "https://sip.example/tiles/WebMercatorQuad/{z}/{x}/{y}.mvt",
});
const map = new Map({
  target: "map",
  layers: [new VectorTileLayer({ source: tiles })],
  view: new View({ center: fromLonLat([22.505, 51.105]), zoom: 17 }),
});
map.on("click", async ({ coordinate }) => {
  const [x, y] = toLonLat(coordinate);
  const answer = await fetch(`https://sip.example/api/v1/parcels/at/?x=${x}&y=${y}&srid=4326`);
  const { features } = await answer.json();
  document.title = features.map((parcel) => parcel.properties.identifier).join(", ");
});
