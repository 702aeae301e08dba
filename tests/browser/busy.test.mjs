// A page that works all the time and shows no post: to look for posts on it costs little.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { altered } from "./harness/altered.mjs";
import { KINDS, launch } from "./harness/index.mjs";
import { change, openPopup, says } from "./harness/popup.mjs";

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

for (const kind of KINDS) {
  describe(kind, () => {
    let extension;
    let browser;
    before(async () => {
      extension = altered(kind, {
        "manifest.json": [['"matches": [', '"matches": ["https://busy.example/*",']],
      });
      browser = await launch(kind, { extension: extension.folder });
    });
    after(async () => {
      await browser?.close();
      extension?.remove();
    });

    test("the page keeps its frames", async (t) => {
      const tab = await browser.open(BUSY);
      await tab.front();
      const popup = await openPopup(browser);
      const frames = { on: 0, off: 0 };
      for (const state of ["off", "on", "off", "on"]) {
        await change(popup, "#on", state === "on");
        await says(popup, state === "on" ? /No post read yet/ : /Hypelint is off|off/);
        await tab.front();
        frames[state] = Math.max(frames[state], await tab.evaluate(() => window.work(3000)));
      }
      t.diagnostic(`${frames.on} frames with the extension, ${frames.off} without`);
      assert.ok(
        frames.on >= 0.8 * frames.off,
        `${frames.on} frames with the extension, ${frames.off} without`,
      );
      await popup.close();
      await tab.close();
    });
  });
}
