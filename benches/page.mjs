// The same in Chromium: a page without extensions, which loads the module and the JavaScript rivals from this machine.
//
// The page is cross-origin isolated, so that its clock is as fine as Chromium's gets (5 µs); a post is read again and again between two
// looks at it. Out: for each contender its times and cold start, and the memory of the core's instance.

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { chromium } from "playwright-core";
import { executableOf } from "../tests/browser/harness/index.mjs";

const ROOT = new URL("../", import.meta.url);
const TYPES = { js: "text/javascript", mjs: "text/javascript", wasm: "application/wasm", json: "application/json" };
/** Microseconds that the clock runs at least: its grain is 5. */
const GRAIN = 200;
const COLD = 5;

function serve() {
  const server = createServer(async (request, response) => {
    const headers = {
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-embedder-policy": "require-corp",
      "cache-control": "no-store",
    };
    const path = new URL(request.url, "http://here").pathname.slice(1);
    const type = TYPES[path.split(".").at(-1)];
    const body = path === "" ? "<!doctype html><title>bench</title>" : await readFile(new URL(path, ROOT)).catch(() => undefined);
    response.writeHead(body === undefined ? 404 : 200, { ...headers, "content-type": type ?? "text/html" }).end(body);
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}

/** In the page: loads a contender, and reads the first posts. */
async function cold(name) {
  const { CONTENDERS } = await import("/benches/contenders.mjs");
  const texts = (await (await fetch("/dist/bench/cold.json")).json())[CONTENDERS[name].folded ? "folded" : "posts"];
  const module = new Uint8Array(await (await fetch("/target/web/hypelint_bg.wasm")).arrayBuffer());
  const start = performance.now();
  const read = await CONTENDERS[name].load(() => module);
  for (const text of texts) read(text);
  return performance.now() - start;
}

/** In the page: the times of all. */
async function warm([names, grain]) {
  const { CONTENDERS } = await import("/benches/contenders.mjs");
  const { measure } = await import("/benches/measure.mjs");
  const { posts, folded } = await (await fetch("/dist/bench/texts.json")).json();
  const bytes = async (path) => new Uint8Array(await (await fetch(`/${path}`)).arrayBuffer());
  const readers = {};
  for (const name of names) readers[name] = await CONTENDERS[name].load(bytes);
  return measure(readers, (name) => (CONTENDERS[name].folded ? folded : posts), grain);
}

export async function inChromium(names) {
  const server = await serve();
  const browser = await chromium.launch({
    executablePath: executableOf("chromium"),
    args: ["--headless=new", ...(process.getuid?.() === 0 ? ["--no-sandbox"] : [])],
  });
  const page = async (run, given) => {
    const context = await browser.newContext();
    const tab = await context.newPage();
    await tab.goto(`http://127.0.0.1:${server.address().port}/`);
    const result = await tab.evaluate(run, given);
    await context.close();
    return result;
  };
  try {
    const times = await page(warm, [names, GRAIN]);
    const colds = {};
    for (const name of names) {
      colds[name] = [];
      for (let start = 0; start < COLD; start += 1) colds[name].push(await page(cold, name));
    }
    return { version: browser.version(), times, colds };
  } finally {
    await browser.close();
    server.close();
  }
}
