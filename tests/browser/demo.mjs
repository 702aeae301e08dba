// `./build.sh demo`: a browser with the extension, on its sample timeline.
//
// With a display: opens the browser, and ends when the user closes it. Without one: runs headless, saves pictures of timeline, card
// and popup in three languages and both themes under dist/demo/, and prints what became of each post.
// In: CHROMIUM or FIREFOX (paths), or whichever is installed, Chromium first. `--headless` does without a display that is there.

import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { speaking } from "./harness/altered.mjs";
import { markPoint, readCard, readMarks } from "./harness/in-page.mjs";
import { find, KINDS, launch } from "./harness/index.mjs";
import { openPopup } from "./harness/popup.mjs";

const OUT = fileURLToPath(new URL("../../dist/demo/", import.meta.url));
/** Three scripts; the longest words and the widest letters. */
const LANGUAGES = ["en", "ru", "ja"];
const SIZE = { width: 720, height: 900 };
/** High enough that no post of the sample waits to be scrolled near. */
const WHOLE = { width: 720, height: 6000 };

const kind = KINDS.find((candidate) => find(candidate));
const hasDisplay =
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
  for (const language of LANGUAGES) await takeLanguage(language);
  console.log(`\nPictures: ${OUT}`);
}

async function takeLanguage(language) {
  const copy = speaking(kind, language);
  const browser = await launch(kind, { extension: copy.folder, view: WHOLE });
  try {
    const out = `${OUT}${language}/`;
    mkdirSync(out, { recursive: true });
    const sample = await browser.extensionPage("sample.html");
    const posts = await sample.evaluate(() =>
      [...document.querySelectorAll("article")].map((post) => ({
        id: post.id,
        at: `#${post.id}`,
        author: post.querySelector("header b").textContent,
      })),
    );
    const popup = await openPopup(browser);
    await popup.until(
      `the popup has heard of all ${posts.length} posts`,
      (all) => document.querySelector("#counts").textContent.match(/\d+/)?.[0] === String(all),
      posts.length,
    );
    const marks = await sample.evaluate(readMarks, posts);
    if (language === LANGUAGES[0]) for (const post of posts) tell(post, marks[post.id] ?? {});
    for (const theme of ["light", "dark"]) await takeTheme({ sample, popup, posts, marks, theme, out });
    console.log(`${language}: ${posts.length} posts, ${Object.keys(marks).length} marked.`);
  } finally {
    await browser.close();
    copy.remove();
  }
}

/** One post's verdict, as a line or three. */
function tell({ id, author }, marks) {
  const categories = Object.keys(marks);
  console.log(`${id.padEnd(10)} ${author.padEnd(18)} ${categories.join(", ") || "-"}`);
  for (const [category, words] of Object.entries(marks)) {
    for (const text of words) console.log(`${" ".repeat(13)}${category}: ${text.replaceAll(/\s+/g, " ")}`);
  }
}

async function takeTheme({ sample, popup, posts, marks, theme, out }) {
  await sample.front();
  await sample.evaluate((wanted) => {
    const isDark = document.documentElement.dataset.theme === "dark";
    if (isDark !== (wanted === "dark")) document.querySelector("#theme").click();
  }, theme);
  await sample.size(SIZE.width, SIZE.height);
  await sample.evaluate(() => scrollTo(0, 0));
  await sample.painted();
  await sample.screenshot(`${out}timeline-${theme}.png`);

  for (const [category, name] of [
    ["pump", "card"],
    ["claim", "claim-card"],
  ]) {
    const post = posts.find(({ id }) => marks[id]?.[category]);
    if (!post) continue;
    await sample.evaluate((at) => document.querySelector(at).scrollIntoView({ block: "start" }), post.at);
    await sample.painted();
    await sample.hover({ x: 1, y: 1 });
    await sample.hover(await sample.until(`a mark in ${post.id}`, markPoint, posts, post.id));
    await sample.until(`the card of ${post.id}`, readCard);
    await sample.painted();
    await sample.screenshot(`${out}${name}-${theme}.png`);
    await sample.press("Escape");
  }

  await popup.front();
  await popup.evaluate((wanted) => {
    document.documentElement.dataset.theme = wanted;
  }, theme);
  const box = await popup.evaluate(() => {
    const { width, height } = document.body.getBoundingClientRect();
    return { width: Math.ceil(width), height: Math.ceil(height) };
  });
  await popup.size(box.width, box.height);
  await popup.painted();
  await popup.screenshot(`${out}popup-${theme}.png`);
}
