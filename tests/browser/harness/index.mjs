// The one door to the browsers: which there are, and how to start one with the extension and without a network.
//
//   const browser = await launch("firefox");
//   const tab = await browser.open(pageNamed("x"));
//
// In: CHROMIUM and FIREFOX (paths), or the usual places. Must never know of: what the tests look at.

import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { startChromium } from "./chromium.mjs";
import { startFirefox } from "./firefox.mjs";
import { openSink } from "./sink.mjs";

const BROWSERS = {
  chromium: {
    start: startChromium,
    variable: "CHROMIUM",
    names: ["chromium", "chromium-browser"],
    usual: ["/Applications/Chromium.app/Contents/MacOS/Chromium"],
    dist: "chrome",
    install: "on Debian `apt-get install chromium`",
  },
  firefox: {
    start: startFirefox,
    variable: "FIREFOX",
    names: ["firefox-esr", "firefox"],
    usual: ["/Applications/Firefox.app/Contents/MacOS/firefox"],
    dist: "firefox",
    install: "on Debian `apt-get install firefox-esr` (146 or later)",
  },
};

export const KINDS = Object.keys(BROWSERS);

/** The path of a browser, or undefined. */
export function find(kind) {
  const { variable, names, usual } = BROWSERS[kind];
  const named = process.env[variable];
  if (named) return existsSync(named) ? named : undefined;
  const inPath = (process.env.PATH ?? "")
    .split(delimiter)
    .flatMap((folder) => names.map((name) => join(folder, name)));
  return [...inPath, ...usual].find((path) => existsSync(path));
}

/** The path of a browser. One that is missing is an error that says how to get it. */
export function executableOf(kind) {
  const { variable, install } = BROWSERS[kind];
  const executable = find(kind);
  if (!executable)
    throw new Error(`no ${kind} found: set ${variable} to its path, or install it (${install})`);
  return executable;
}

/** Where the extension for a browser stands that tests look into: what ships, but for its card, which they can read. */
export function distOf(kind) {
  return fileURLToPath(new URL(`../../../target/test/${BROWSERS[kind].dist}`, import.meta.url));
}

/** Where the extension stands that ships. */
export function shippedOf(kind) {
  return fileURLToPath(new URL(`../../../dist/${BROWSERS[kind].dist}`, import.meta.url));
}

/** Starts a browser with the extension. A browser or a build that is missing is an error. */
export async function launch(kind, { extension = distOf(kind), headless = true, ...options } = {}) {
  const executable = executableOf(kind);
  if (!existsSync(join(extension, "manifest.json"))) {
    throw new Error(`no built extension in ${extension}: run ./build.sh first`);
  }
  const sink = await openSink();
  const browser = await BROWSERS[kind]
    .start({ executable, extension, sink, headless, ...options })
    .catch((error) => {
      sink.close();
      throw error;
    });
  return withSink(browser, sink);
}

function withSink(browser, sink) {
  return {
    ...browser,
    /** What left the browser since the last look. */
    left: () => sink.take(),
    /** Resolves as soon as `what` (host:port) has been asked for. */
    leaves: (what) => sink.arrival(what),
    /** Starts it again as the user left it, and gives the one that runs from then on. */
    restart: async () => withSink(await browser.restart(), sink),
    close: async () => {
      await browser.close();
      sink.close();
    },
  };
}
