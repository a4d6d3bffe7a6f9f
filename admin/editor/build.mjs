// Bundles src/ into ../static/editor.js and gathers the licences of what went in.
// `node build.mjs --check` changes nothing and fails when the committed bundle would differ.

import { createHash } from "node:crypto";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const statics = join(here, "..", "static");
const read = (name) => readFileSync(join(here, name), "utf8");
const sources = ["build.mjs", "package-lock.json", "package.json", ...readdirSync(join(here, "src")).sort().map((name) => `src/${name}`)];

const mark = createHash("sha256");
for (const name of sources) mark.update(`${name}\0${read(name)}\0`);
const hash = mark.digest("hex");

const { outputFiles, metafile } = await build({
  absWorkingDir: here,
  entryPoints: ["src/main.js"],
  bundle: true,
  minify: true,
  format: "iife",
  target: ["chrome90", "firefox90", "safari15"],
  charset: "utf8",
  legalComments: "none",
  banner: { js: `/* Made by admin/editor/build.mjs; licences: editor.LICENSES.txt; sources: ${hash} */` },
  metafile: true,
  write: false,
});

const packages = new Set();
for (const input of Object.keys(metafile.inputs)) {
  const match = /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input);
  if (match) packages.add(match[1]);
}
const licences = [...packages].sort().map((name) => {
  const folder = join(here, "node_modules", name);
  const about = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file ? readFileSync(join(folder, file), "utf8").trim() : null;
  return { name, version: about.version, licence: about.license, text };
});
// Packages without a licence file of their own come from a repository with one for all.
const ofTiptap = licences.find(({ name, text }) => name.startsWith("@tiptap/") && text)?.text;
const whole = licences.map(({ name, version, licence, text }) => {
  const words = text ?? (name.startsWith("@tiptap/") ? ofTiptap : null);
  if (!words) throw new Error(`${name} brings no licence text`);
  return `${name} ${version} (${licence})\n\n${words}\n`;
});

const made = {
  "editor.js": outputFiles[0].text,
  "editor.LICENSES.txt": whole.join(`\n${"-".repeat(80)}\n\n`).normalize("NFC"),
};
if (process.argv.includes("--check")) {
  const differing = Object.entries(made).filter(([name, text]) => readFileSync(join(statics, name), "utf8") !== text);
  for (const [name] of differing) console.error(`admin/static/${name} differs from what its sources give`);
  process.exit(differing.length ? 1 : 0);
}
for (const [name, text] of Object.entries(made)) writeFileSync(join(statics, name), text);
console.log(`editor.js: ${made["editor.js"].length} bytes, ${gzipSync(made["editor.js"], { level: 9 }).length} gzip; ${licences.length} packages`);
