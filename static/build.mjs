// Bundles sources into dist/ and holds them to their budgets: `node build.mjs [--watch]`.
import { build, context } from "esbuild";
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const root = import.meta.dirname;
const dist = join(root, "dist");
// Gzipped kilobytes (1000 bytes); what a page may cost is decided in the design.
const BUDGETS = {
  "map.js": 200,
  "report-map.js": 200,
  "cases-map.js": 200,
  "place-map.js": 200,
  "shape-editor.js": 200,
  "progress.js": 5,
  "upload.js": 5,
  "site.js": 5,
  "docs.js": 5,
  "kiosk.js": 5,
  "leaflet.js": 45,
  "site.css": 15,
  "desk.css": 4,
  "kiosk.css": 3,
};

// The map's colours are data that the server reads too; style sheets get them as custom properties.
const palette = {
  name: "palette",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /palette\.json$/ }, ({ kind, path, resolveDir }) =>
      kind === "import-rule" ? { path: join(resolveDir, path), namespace: "palette" } : undefined,
    );
    onLoad({ filter: /.*/, namespace: "palette" }, ({ path }) => ({
      contents: asStyles(JSON.parse(readFileSync(path, "utf8"))),
      loader: "css",
      watchFiles: [path],
    }));
  },
};

function asStyles({ light, dark }) {
  const root = (colours) => `:root {${Object.entries(colours).map(([name, value]) => `--map-${name}:${value};`).join("")}}`;
  return `${root(light)} @media screen and (prefers-color-scheme: dark) { ${root(dark)} }`;
}

const options = {
  absWorkingDir: root,
  entryPoints: [
    "src/map.ts",
    "src/report-map.ts",
    "src/cases-map.ts",
    "src/place-map.ts",
    "src/shape-editor.ts",
    "src/progress.ts",
    "src/upload.ts",
    "src/site.ts",
    "src/docs.ts",
    "src/kiosk.ts",
    "css/site.css",
    "css/desk.css",
    "css/kiosk.css",
  ],
  entryNames: "[name]",
  assetNames: "[name]",
  outdir: dist,
  bundle: true,
  minify: true,
  format: "esm",
  target: ["es2022", "chrome111", "firefox115", "safari16.4"],
  loader: { ".woff2": "file" },
  plugins: [palette],
  legalComments: "none",
  logLevel: "warning",
};

// Leaflet for reports that are opened from a disk: a plain script with all pictures inside. Its link to its own site
// is left out, as those files name no other host; the report carries the licence's notice.
const withoutLink = {
  name: "without-link",
  setup({ onLoad }) {
    onLoad({ filter: /leaflet-src\.esm\.js$/ }, ({ path }) => ({
      contents: readFileSync(path, "utf8").replaceAll("https://leafletjs.com", "#"),
    }));
  },
};
const leaflet = {
  ...options,
  entryPoints: { leaflet: "leaflet/dist/leaflet-src.esm.js", "leaflet-style": "leaflet/dist/leaflet.css" },
  format: "iife",
  globalName: "L",
  loader: { ".png": "dataurl" },
  plugins: [withoutLink],
};

function copyIcons() {
  for (const name of readdirSync(join(root, "icons"))) {
    copyFileSync(join(root, "icons", name), join(dist, name));
  }
}

function weigh() {
  let within = true;
  for (const [name, budget] of Object.entries(BUDGETS)) {
    const size = gzipSync(readFileSync(join(dist, name)), { level: 9 }).length / 1000;
    console.log(`${name.padEnd(14)} ${size.toFixed(1).padStart(6)} kB gzipped, at most ${budget}`);
    within &&= size <= budget;
  }
  return within;
}

mkdirSync(dist, { recursive: true });
// Letters of maps are made by manage.py make_glyphs.
for (const name of readdirSync(dist)) {
  if (name !== "glyphs") rmSync(join(dist, name), { recursive: true, force: true });
}
copyIcons();
if (process.argv.includes("--watch")) {
  await (await context(options)).watch();
} else {
  await Promise.all([build(options), build(leaflet)]);
  if (!weigh()) {
    console.error("A bundle is over its budget.");
    process.exitCode = 1;
  }
}
