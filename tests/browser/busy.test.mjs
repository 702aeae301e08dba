// A page that works all the time and shows no post: to look for posts on it costs little. Work is counted, and not frames, which a busy
// machine loses for reasons of its own; Chromium alone tells it.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { altered } from "./harness/altered.mjs";
import { launch } from "./harness/index.mjs";
import { openPopup, says } from "./harness/popup.mjs";

/** A board of prices: rows that come, go and change all the time. */
const BUSY = {
  url: "https://busy.example/",
  body: `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Busy</title><link rel="icon" href="data:,"></head><body><main></main><script>
    const main = document.querySelector("main");
    const row = (n) => '<div class="row"><span class="name"><a href="/user/n' + n + '">Name ' + n + '</a></span> <time>12:0' + (n % 10) + '</time> <b>' + n + '</b> <i>' + (n * 7) % 100 + '%</i></div>';
    main.innerHTML = Array.from({ length: 3000 }, (_, n) => row(n)).join("");
    window.work = (ms) => new Promise((resolve) => {
      const end = performance.now() + ms;
      let [frames, n] = [0, 0];
      requestAnimationFrame(function frame() {
        frames += 1;
        for (let time = 0; time < 20; time += 1) {
          n += 1;
          main.children[n % 3000].querySelector("b").textContent = n;
          if (time % 4 === 0) main.children[(n * 31) % 3000].outerHTML = row(n);
        }
        if (performance.now() < end) requestAnimationFrame(frame);
        else resolve(frames);
      });
    });
  </script></body></html>`,
};

const WORK_MS = 5000;
/** Of the time of a processor. */
const MOST_SHARE = 0.15;

describe("chromium", () => {
  let extension;
  let browser;
  before(async () => {
    extension = altered("chromium", {
      "manifest.json": [['"matches": [', '"matches": ["https://busy.example/*",']],
    });
    browser = await launch("chromium", { extension: extension.folder });
  });
  after(async () => {
    await browser?.close();
    extension?.remove();
  });

  test("to look for posts takes a small share of the time", async (t) => {
    const tab = await browser.open(BUSY);
    await tab.front();
    const popup = await openPopup(browser);
    await says(popup, /No post read yet/);
    await popup.close();
    await tab.front();
    let frames = 0;
    const calls = await browser.calls(async () => {
      frames = await tab.evaluate((ms) => window.work(ms), WORK_MS);
    });
    const work = calls.reduce((sum, call) => sum + call.work, 0);
    t.diagnostic(`${Math.round(work)} ms of work in ${WORK_MS} ms, and ${frames} frames`);
    assert.ok(calls.length > 0);
    assert.ok(work < MOST_SHARE * WORK_MS, `${Math.round(work)} ms of work in ${WORK_MS} ms`);
    await tab.close();
  });
});
