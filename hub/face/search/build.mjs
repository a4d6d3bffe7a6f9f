// Bundles src/ into ../static/find.js. `node build.mjs --check` changes nothing and fails when the
// committed bundle would differ.

import { createHash } from "node:crypto";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, "..", "static", "find.js");
const sources = ["build.mjs", "package-lock.json", "package.json", ...readdirSync(join(here, "src")).sort().map((name) => `src/${name}`)];

const mark = createHash("sha256");
for (const name of sources) mark.update(`${name}\0${readFileSync(join(here, name), "utf8")}\0`);

const { outputFiles } = await build({
  absWorkingDir: here,
  entryPoints: ["src/main.js"],
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2018",
  charset: "utf8",
  legalComments: "none",
  banner: { js: `/* Made by hub/face/search/build.mjs; sources: ${mark.digest("hex")} */` },
  write: false,
});
const made = outputFiles[0].text;
if (process.argv.includes("--check")) {
  if (readFileSync(target, "utf8") !== made) {
    console.error("hub/face/static/find.js differs from what its sources give");
    process.exit(1);
  }
} else {
  writeFileSync(target, made);
}
console.log(`find.js: ${gzipSync(made, { level: 9 }).length} bytes compressed`);
