// `./build.sh demo`: a browser with the extension, on its sample timeline.
//
// With a display: opens the browser, and ends when the user closes it. Without one: runs headless, prints what became of each post, and saves
// pictures. dist/demo/: every surface in three languages, both themes and three widths. dist/store/: five of 1280 × 800, for the stores.
// In: CHROMIUM or FIREFOX (paths), or whichever is installed, Chromium first. `--headless` does without a display that is there; `--docs` does
// that, too, and puts the picture of README into docs/. Pictures for stores and README need Chromium.

import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { speaking } from "./harness/altered.mjs";
import { openCard } from "./harness/card.mjs";
import { readMarks } from "./harness/in-page.mjs";
import { find, KINDS, launch } from "./harness/index.mjs";
import { openOptions } from "./harness/options.mjs";
import { openPopup } from "./harness/popup.mjs";

const ROOT = new URL("../../", import.meta.url);
const OUT = new URL("dist/demo/", ROOT);
const STORE = new URL("dist/store/", ROOT);
const README = new URL("docs/card-light.png", ROOT);
/** Three scripts; the longest words and the widest letters. */
const LANGUAGES = ["en", "ru", "ja"];
const THEMES = ["light", "dark"];
const WIDTHS = [360, 720, 1280];
const HEIGHT = 800;
/** High enough that no post of the sample waits to be scrolled near. */
const WHOLE = { width: 720, height: 9000 };
/** 1280 × 800 of the browser's own pixels: large enough to be read when a store makes it small. */
const STORE_VIEW = { width: 1000, height: 625, scale: 1.28 };
/** The same, where more has to be seen. */
const WIDER_VIEW = { width: 1120, height: 700, scale: 8 / 7 };
const README_VIEW = { width: 720, height: 490, scale: 2 };
/** A post of each kind: the first that is seen of marks, and a claim that answers something. */
const PUMP = "zyra";
const CLAIM = "corvid";
const TRIED =
  "$NUVO is about to explode. Guaranteed 50x before the listing tonight, don’t sleep on this one 🚀";

const kind = KINDS.find((candidate) => find(candidate));
const forDocs = process.argv.includes("--docs");
const hasDisplay =
  !forDocs &&
  !process.argv.includes("--headless") &&
  (process.platform !== "linux" || Boolean(process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY));

try {
  if (kind === undefined) {
    throw new Error("no browser found: install Chromium or Firefox, or set CHROMIUM or FIREFOX to its path");
  }
  await (hasDisplay ? show() : takePictures());
} catch (error) {
  console.error(`demo: ${error.message.split("\n")[0]}`);
  process.exitCode = 1;
}

async function show() {
  const browser = await launch(kind, { headless: false });
  await browser.extensionPage("sample.html");
  console.log("The sample timeline is open. Close the browser to end the demo.");
  await browser.closed;
  await browser.close().catch(() => undefined); // it is closed already; this ends the rest
}

async function takePictures() {
  for (const folder of [OUT, STORE]) rmSync(folder, { recursive: true, force: true });
  for (const language of LANGUAGES) {
    await withPages(language, async (pages) => {
      if (language === LANGUAGES[0]) await tell(pages.sample);
      await takeSurfaces(language, pages);
      if (kind !== "chromium" || language !== LANGUAGES[0]) return;
      await takeForStores(pages);
      if (forDocs) await takeForReadme(pages);
    });
  }
  console.log(`\nPictures: ${fileURLToPath(OUT)}, ${fileURLToPath(STORE)}`);
}

/** All surfaces in one language, the popup over the whole sample. */
async function withPages(language, use) {
  const copy = speaking(kind, language);
  const browser = await launch(kind, { extension: copy.folder, view: WHOLE });
  try {
    const sample = await browser.extensionPage("sample.html");
    const popup = await openPopup(browser);
    const all = await sample.evaluate(() => document.querySelectorAll("article").length);
    await popup.until(
      `the popup has heard of all ${all} posts`,
      (count) => document.querySelector("#counts").textContent.match(/\d+/)?.[0] === String(count),
      all,
    );
    await use({
      browser,
      sample,
      popup,
      options: await openOptions(browser),
      tryIt: await browser.extensionPage("try.html"),
    });
  } finally {
    await browser.close();
    copy.remove();
  }
}

/** What became of each post: a line or three. */
async function tell(sample) {
  const posts = await sample.evaluate(() =>
    [...document.querySelectorAll("article")].map((post) => ({
      id: post.id,
      at: `#${post.id}`,
      author: post.querySelector("header b").textContent,
    })),
  );
  const marks = await sample.evaluate(readMarks, posts);
  for (const { id, author } of posts) {
    const categories = Object.entries(marks[id] ?? {});
    const names = categories.map(([category]) => category).join(", ");
    console.log(`${id.padEnd(10)} ${author.padEnd(18)} ${names || "-"}`);
    for (const [category, words] of categories) {
      for (const text of words) console.log(`${" ".repeat(13)}${category}: ${text.replaceAll(/\s+/g, " ")}`);
    }
  }
}

async function takeSurfaces(language, { sample, popup, options, tryIt }) {
  for (const theme of THEMES) {
    const take = async (page, name) => {
      const folder = new URL(`${language}/${theme}/`, OUT);
      mkdirSync(folder, { recursive: true });
      await page.painted();
      await page.screenshot(fileURLToPath(new URL(`${name}.png`, folder)));
    };
    for (const width of WIDTHS) {
      const show = async (page) => {
        await page.front();
        await page.evaluate(setTheme, theme);
        await page.size(width, HEIGHT);
      };
      await show(sample);
      await sample.evaluate(() => scrollTo(0, 0));
      await take(sample, `timeline-${width}`);
      for (const [post, name] of [
        [PUMP, "pump"],
        [CLAIM, "claim"],
      ]) {
        await showCard(sample, post);
        await take(sample, `card-${name}-${width}`);
        await sample.evaluate(unfoldCard);
        await take(sample, `card-${name}-more-${width}`);
        await sample.press("Escape");
      }

      await show(tryIt);
      await tryOut(tryIt);
      await take(tryIt, `try-${width}`);

      await show(options);
      await options.evaluate(foldAll);
      await take(options, `options-${width}`);
      await options.evaluate(unfoldRules);
      await take(options, `options-rules-${width}`);
    }
    await popup.front();
    await popup.evaluate(setTheme, theme);
    for (const [name, prepare] of [
      ["popup", undefined],
      ["popup-apart", () => document.querySelector("#apart").click()],
      [
        "popup-list",
        () => {
          document.querySelector("#apart").click();
          document.querySelector("#marked").open = true;
        },
      ],
    ]) {
      if (prepare !== undefined) await popup.evaluate(prepare);
      await fitPopup(popup);
      await take(popup, name);
    }
    await popup.evaluate(() => {
      document.querySelector("#marked").open = false;
    });
  }
  console.log(`${language}: pictures taken.`);
}

/** 1. a mark and its card, 2. a claim's checklist, 3. the popup, 4. any text, 5. the rules. */
async function takeForStores({ browser, sample, popup, options, tryIt }) {
  mkdirSync(STORE, { recursive: true });
  const save = (name, png) => writeFileSync(new URL(`${name}.png`, STORE), png);
  const light = async (page) => {
    await page.front();
    await page.evaluate(setTheme, "light");
  };
  await light(sample);
  const ofWhole = await lens(sample, WIDER_VIEW);
  await showCard(sample, CLAIM);
  await sample.evaluate(unfoldCard);
  await sample.evaluate(unfoldChecklist);
  save("2-checklist", await ofWhole());
  await sample.press("Escape");
  const ofSample = await lens(sample, STORE_VIEW);
  await showCard(sample, PUMP);
  save("1-card", await ofSample());
  await sample.press("Escape");
  await sample.evaluate(() => scrollTo(0, 0));
  const timeline = await ofSample();

  await light(popup);
  const size = await fitPopup(popup);
  const ofPopup = await lens(popup, { ...size, scale: STORE_VIEW.scale });
  const both = await browser.open(over(timeline, await ofPopup()));
  await both.until("both pictures", () => [...document.images].every(({ complete }) => complete));
  save("3-popup", await (await lens(both, STORE_VIEW))());
  await both.close();

  await light(tryIt);
  const ofTry = await lens(tryIt, STORE_VIEW);
  await tryOut(tryIt);
  await tryIt.evaluate(() => {
    document.querySelector("#own").scrollIntoView();
    scrollBy(0, -24);
  });
  save("4-try", await ofTry());

  await light(options);
  const ofOptions = await lens(options, STORE_VIEW);
  await options.evaluate(unfoldRules);
  save("5-rules", await ofOptions());
}

async function takeForReadme({ sample }) {
  await sample.front();
  await sample.evaluate(setTheme, "light");
  const take = await lens(sample, README_VIEW);
  await showCard(sample, PUMP);
  writeFileSync(README, await take());
}

/** Looks at a tab in another size, at so many of the browser's own pixels to one of the page's. */
async function lens(tab, { width, height, scale }) {
  const devtools = await tab.devtools();
  const metrics = { width, height, deviceScaleFactor: scale, mobile: false };
  await devtools.send("Emulation.setDeviceMetricsOverride", metrics);
  await devtools.send("Emulation.setScrollbarsHidden", { hidden: true });
  return async () => {
    await tab.painted();
    const { data } = await devtools.send("Page.captureScreenshot");
    return Buffer.from(data, "base64");
  };
}

/** The popup as the browser puts it over a page. */
function over(page, popup) {
  const source = (png) => `data:image/png;base64,${png.toString("base64")}`;
  const { scale } = STORE_VIEW;
  return {
    url: "https://hypelint.example/",
    body: `<!doctype html><title>popup</title><link rel="icon" href="data:,"><style>
      body { margin: 0; overflow: hidden; }
      img { position: absolute; top: 0; right: 0; zoom: ${1 / scale}; }
      img + img { top: ${12 * scale}px; right: ${16 * scale}px; border-radius: ${10 * scale}px; box-shadow: 0 0 0 1px rgb(20 24 40 / 0.14), 0 ${8 * scale}px ${32 * scale}px rgb(20 24 40 / 0.3); }
    </style><img src="${source(page)}"><img src="${source(popup)}">`,
  };
}

/** Brings a post into view, with the one before it, and opens its card. */
async function showCard(sample, id) {
  const post = [{ id, at: `#${id}` }];
  await sample.evaluate((at) => {
    const post = document.querySelector(at);
    (post.previousElementSibling ?? post).scrollIntoView();
  }, `#${id}`);
  await sample.painted();
  await openCard(sample, post, id);
}

/** Puts words into the box of "Try it", and waits until they are explained. */
async function tryOut(tryIt) {
  await tryIt.evaluate((text) => {
    const box = document.querySelector("#text");
    box.value = text;
    box.dispatchEvent(new Event("input"));
  }, TRIED);
  await tryIt.until("the words are explained", () => document.querySelector("#steps li") !== null);
  await tryIt.evaluate(() => scrollTo(0, 0));
}

async function fitPopup(popup) {
  const size = await popup.evaluate(() => {
    const { width, height } = document.body.getBoundingClientRect();
    return { width: Math.ceil(width), height: Math.ceil(height) };
  });
  await popup.size(size.width, size.height);
  return size;
}

/** The sample has a button for it. */
function setTheme(theme) {
  const { dataset } = document.documentElement;
  if (dataset.theme !== theme) document.querySelector("#theme")?.click();
  dataset.theme = theme;
}

function unfoldCard() {
  document.querySelector("html > :popover-open").shadowRoot.querySelector(".unfold").click();
}

/** All questions of the card, the answered ones on top. */
function unfoldChecklist() {
  const { shadowRoot } = document.querySelector("html > :popover-open");
  shadowRoot.querySelector("details").open = true;
  const card = shadowRoot.querySelector(".card");
  const { top } = shadowRoot.querySelector(".questions").previousElementSibling.getBoundingClientRect();
  card.scrollTop += top - card.getBoundingClientRect().top - 8;
}

function foldAll() {
  for (const details of document.querySelectorAll("details")) details.open = false;
  scrollTo(0, 0);
}

/** The rules, and the first family of them. */
function unfoldRules() {
  const family = document.querySelector("#rules .family");
  const section = family.closest(".section");
  section.open = family.open = true;
  section.scrollIntoView();
}
