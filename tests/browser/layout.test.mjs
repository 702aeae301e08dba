// Marks and card where there is little room, where it is enlarged, where the page runs from right to left, and where colours are forced.

import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { pressButton } from "./harness/card.mjs";
import { markPoint, readCard, readCardPlace } from "./harness/in-page.mjs";
import { KINDS, launch } from "./harness/index.mjs";

/** How far the card reaches out of what the page's scroll bar leaves of the window; and how much of it cannot be scrolled to. */
function readOverhang() {
  const { clientWidth } = document.documentElement;
  const card = document.querySelector("html > :popover-open").shadowRoot.firstElementChild;
  const { left, right, top, bottom } = card.getBoundingClientRect();
  card.scrollTop = card.scrollHeight;
  const last = card.querySelector(".rest").getBoundingClientRect().bottom;
  card.scrollTop = 0;
  return Math.max(
    0,
    -left,
    right - clientWidth,
    -top,
    bottom - innerHeight,
    last - bottom,
    card.scrollWidth - card.clientWidth,
  );
}

async function setZoom(factor) {
  const api = globalThis.browser ?? globalThis.chrome;
  const { id } = await api.tabs.getCurrent();
  await api.tabs.setZoom(id, factor);
}

/** Which part of a picture has its most frequent colour, and that colour. */
async function readGround(base64) {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
  const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d");
  context.drawImage(bitmap, 0, 0);
  const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height);
  const counts = new Map();
  for (let at = 0; at < data.length; at += 4) {
    const colour = data.slice(at, at + 3).join();
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  return [...counts].sort(([, one], [, other]) => other - one)[0][0];
}

for (const kind of KINDS) {
  describe(kind, () => {
    let browser;
    let tab;
    before(async () => {
      browser = await launch(kind, { view: { width: 720, height: 600 } });
      tab = await browser.extensionPage("sample.html");
      await tab.front();
      await tab.until("marks", () => document.querySelector("[data-hypelint]") !== null);
    });
    after(() => browser?.close());

    /** Opens the card of every post that is near, whole, and looks where it stands. */
    const walk = async () => {
      await tab.press("Escape");
      await tab.evaluate(() => scrollTo(0, 0));
      // A window that was resized and a page that was scrolled say so with the next frame; a page that was turned round has its posts read
      // again in those after it. Either closes the card.
      for (let frames = 0; frames < 20; frames += 2) await tab.painted();
      let card = null;
      for (let count = 0; count < 6; count += 1) {
        await tab.press("Alt+Shift+H");
        const look = `(last) => { const card = (${readCard})(); return card !== last && card; }`;
        card = await tab.until("the next card", look, card);
        // A card follows its words a frame later.
        const stands = `() => { const { words, hidden } = (${readCardPlace})(); return { words, hidden }; }`;
        await tab.untilEqual(card, { words: true, hidden: 0 }, stands);
        await pressButton(tab, "More");
        await tab.until("it is unfolded", `() => /Why this can be wrong/.test((${readCard})())`);
        assert.equal(await tab.evaluate(readOverhang), 0, card);
        assert.equal((await tab.evaluate(readCardPlace)).hidden, 0, card);
      }
    };

    for (const dir of ["ltr", "rtl"]) {
      for (const [width, height] of [
        [360, 740],
        [720, 300],
        [360, 300],
      ]) {
        test(`${dir}, ${width} by ${height} pixels: the card fits, all of it can be reached, and no word of its own is covered`, async () => {
          await tab.evaluate((value) => {
            document.documentElement.dir = value;
          }, dir);
          await tab.size(width, height);
          await walk();
        });
      }
    }

    test("at 200 per cent it is the same", async () => {
      await tab.evaluate(() => {
        document.documentElement.dir = "ltr";
      });
      await tab.size(720, 600);
      await tab.evaluate(setZoom, 2);
      await tab.until("all is twice as large", () => devicePixelRatio >= 2 && innerWidth <= 360);
      await walk();
      await tab.evaluate(setZoom, 1);
    });
  });
}

describe("chromium, where colours are forced", () => {
  let browser;
  let folder;
  after(async () => {
    await browser?.close();
    if (folder) rmSync(folder, { recursive: true });
  });

  test("marks are lines on the ground of the page, the bar is there, and only the words of the card look selected", async () => {
    folder = mkdtempSync(join(tmpdir(), "hypelint-"));
    browser = await launch("chromium", { view: { width: 720, height: 800 } });
    const tab = await browser.extensionPage("sample.html");
    await tab.front();
    const devtools = await tab.devtools();
    await devtools.send("Emulation.setEmulatedMedia", {
      features: [{ name: "forced-colors", value: "active" }],
    });
    const groundAt = async (id) => {
      const { x, y } = await tab.until("a mark", markPoint, [{ id, at: `#${id}` }], id);
      const path = join(folder, "mark.png");
      await tab.screenshot(path, { x, y: y - 6, width: 40, height: 12 });
      return tab.evaluate(readGround, readFileSync(path).toString("base64"));
    };
    await tab.until("marks", () => document.querySelectorAll("[data-hypelint]").length > 1);
    const [pump, claim] = [await groundAt("vela"), await groundAt("corvid")];
    const page = await tab.evaluate(() => getComputedStyle(document.body).backgroundColor);
    assert.equal(`rgb(${pump.replaceAll(",", ", ")})`, page);
    assert.equal(claim, pump);
    const bars = await tab.evaluate(() =>
      [...document.querySelectorAll("[data-hypelint]")].map((post) => getComputedStyle(post).boxShadow),
    );
    for (const bar of bars) assert.match(bar, /3px/);

    await tab.hover(await tab.until("a mark", markPoint, [{ id: "vela", at: "#vela" }], "vela"));
    await tab.until("a card", readCard);
    await tab.painted();
    assert.notEqual(await groundAt("vela"), pump, "the words of the card");
  });
});
