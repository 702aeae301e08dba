/**
 * Puts the extension together: dist/chrome and dist/firefox, each ready to load unpacked; and the same in target/test/, but for the card,
 * which tests can read there, and the page of the first run, which does not come by itself.
 *
 * In: extension/, and target/web/ (the core and its words, from `./build.sh wasm`). Out: the directories, the same to the byte for the same
 * input; in each the notices of what others wrote, and beside them dist/hypelint.cdx.json, the bill of materials. Never fetches anything.
 *
 * Nothing is minified: reviewers at the stores and curious users can read what runs, and the core's Wasm outweighs the scripts.
 */

import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { thirdParties } from "./notices.mjs";

const root = new URL("../", import.meta.url);
const extension = new URL("extension/", root);
const core = new URL("target/web/", root);

/** The oldest versions that the manifests admit; CSS highlights are painted from there on. */
const BROWSERS = { chrome: "chrome120", firefox: "firefox146" };

/** Classic scripts, in extension/src/: browsers run content scripts, and Firefox its background, as such. */
const SCRIPTS = ["content/content", "content/check", "background/background"];
/** Modules, each loaded by the page of the same name. */
const PAGES = ["popup", "options", "sample", "try"];

const STATIC = [
  ...PAGES.flatMap((page) => [`${page}.html`, `${page}.css`]),
  "theme.css",
  "icons",
  "_locales",
];
const FROM_CORE = ["hypelint_bg.wasm", "own_rules_bg.wasm"];
const LICENCES = ["LICENSE-MIT", "LICENSE-APACHE"];

const hosts = await readHosts();
const version = await readVersion();
/** Files that the bundler took in, for the notices. */
const inputs = new Set();
const marks = await readFile(new URL("marks.css", extension), "utf8");
const english = await readCatalogue("en.json");
for (const [folder, isForTests] of [
  ["dist", false],
  ["target/test", true],
]) {
  for (const [browser, target] of Object.entries(BROWSERS)) {
    const out = new URL(`${folder}/${browser}/`, root);
    const define = {
      CARD_IS_OPEN_TO_TESTS: String(isForTests),
      OPENS_FIRST_RUN: String(!isForTests),
      MARKS_CSS: JSON.stringify(marks),
      EVERYDAY: JSON.stringify(english.everyday),
    };
    await rm(out, { recursive: true, force: true });
    await mkdir(out, { recursive: true });
    await Promise.all([
      bundle(SCRIPTS, { format: "iife", target, define }, out),
      bundle(
        PAGES.map((page) => `pages/${page}`),
        // What several pages need stands in the package once.
        { format: "esm", target, define, splitting: true, chunkNames: "shared-[hash]" },
        out,
      ),
      ...STATIC.map((name) => cp(new URL(name, extension), new URL(name, out), { recursive: true })),
      ...FROM_CORE.map((name) => cp(new URL(name, core), new URL(name, out), { recursive: true })),
      ...LICENCES.map((name) => cp(new URL(name, root), new URL(name, out))),
      writeManifest(browser, out),
      writeCatalogues(out),
    ]);
  }
}
const { notices, bill } = await thirdParties(path(root), [...inputs], version);
for (const browser of Object.keys(BROWSERS))
  await writeFile(new URL(`dist/${browser}/NOTICES.txt`, root), notices);
await writeFile(new URL("dist/hypelint.cdx.json", root), bill);

async function bundle(names, options, out) {
  const { metafile } = await build({
    ...common(),
    ...options,
    entryPoints: names.map((name) => path(new URL(`src/${name}.ts`, extension))),
    entryNames: "[name]",
    outdir: path(out),
    metafile: true,
  });
  for (const input of Object.keys(metafile.inputs)) inputs.add(input);
}

function common() {
  return {
    absWorkingDir: path(root),
    alias: { "#core": path(new URL("hypelint.js", core)), "#own-rules": path(new URL("own_rules.js", core)) },
    bundle: true,
    charset: "utf8",
    legalComments: "none",
    logLevel: "warning",
    // The core's glue can look for the Wasm beside itself; here it is always handed over, and that code is dropped.
    logOverride: { "empty-import-meta": "silent" },
    tsconfig: path(new URL("tsconfig.json", root)),
  };
}

/** The match patterns of all sites that are asked for at installation, from the adapters themselves: a site is added in one place. */
async function readHosts() {
  const { outputFiles } = await build({
    ...common(),
    entryPoints: [path(new URL("src/sites/index.ts", extension))],
    format: "esm",
    write: false,
  });
  const { ADAPTERS } = await import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);
  return ADAPTERS.filter(({ onRequest }) => !onRequest).flatMap(({ hosts }) => hosts);
}

async function readVersion() {
  const cargo = await readFile(new URL("Cargo.toml", root), "utf8");
  const found = /^version = "([^"]+)"$/m.exec(cargo);
  if (found === null) throw new Error("Cargo.toml names no version");
  return found[1];
}

async function writeManifest(browser, out) {
  const manifest = {
    ...(await readJson("manifest.json")),
    ...(await readJson(`manifest.${browser}.json`)),
    version,
    // The popup tells a site that waits for a reload from one that is not supported by its address, which the browser shows it
    // only for these hosts. Paths mean nothing here.
    host_permissions: [...new Set(hosts.map((pattern) => `${new URL(pattern).origin}/*`))],
  };
  manifest.content_scripts = manifest.content_scripts.map((script) => ({ ...script, matches: hosts }));
  await writeFile(new URL("manifest.json", out), `${JSON.stringify(manifest, null, 2)}\n`);
}

/** The words for people: in English all of them, in other languages what they say otherwise. shared/catalogue.ts puts them together. */
async function writeCatalogues(out) {
  const folder = new URL("catalogue/", out);
  await mkdir(folder);
  for (const name of await readdir(new URL("catalogue/", core))) {
    const all = await readCatalogue(name);
    const words = name === "en.json" ? all : (otherwise(all, english) ?? {});
    await writeFile(new URL(name, folder), `${JSON.stringify(words)}\n`);
  }
}

async function readCatalogue(name) {
  return JSON.parse(await readFile(new URL(`catalogue/${name}`, core), "utf8"));
}

/** What an object says otherwise than another; undefined where that is nothing. */
function otherwise(own, base) {
  if (typeof own !== "object" || typeof base !== "object") return own === base ? undefined : own;
  const parts = Object.entries(own).flatMap(([name, part]) => {
    const other = otherwise(part, base[name]);
    return other === undefined ? [] : [[name, other]];
  });
  return parts.length === 0 ? undefined : Object.fromEntries(parts);
}

async function readJson(name) {
  return JSON.parse(await readFile(new URL(name, extension), "utf8"));
}

function path(url) {
  return fileURLToPath(url);
}
