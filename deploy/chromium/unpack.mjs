// Writes the Brotli-packed program of the npm package: node unpack.mjs PACKED TARGET
import { createReadStream, createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { createBrotliDecompress } from "node:zlib";

const [packed, target] = process.argv.slice(2);
await pipeline(createReadStream(packed), createBrotliDecompress(), createWriteStream(target));
