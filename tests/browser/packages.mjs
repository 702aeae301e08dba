// The packages, got as a person gets them: Chromium takes the folder that was unpacked, Firefox the file as it is. What ships reads the
// sample and a site, and no request leaves.
//
//   ./build.sh packages

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { readFlagged } from "./harness/in-page.mjs";
import { launch } from "./harness/index.mjs";
import { flagsOf, pageNamed } from "./harness/pages.mjs";

const PACKAGES = { chromium: "hypelint-chrome.zip", firefox: "hypelint-firefox.xpi" };
const X = pageNamed("x");

for (const [kind, name] of Object.entries(PACKAGES)) {
  describe(`${kind}: ${name}`, () => {
    const file = fileURLToPath(new URL(`../../dist/${name}`, import.meta.url));
    let folder;
    let browser;
    before(async () => {
      folder = mkdtempSync(join(tmpdir(), "hypelint-package-"));
      execFileSync("unzip", ["-q", file, "-d", folder]);
      browser = await launch(kind, { extension: folder, file });
    });
    after(async () => {
      await browser?.close();
      rmSync(folder, { recursive: true, force: true });
    });

    test("marks the sample", async () => {
      const tab = await browser.extensionPage("sample.html");
      await tab.until("marks", () => {
        let marks = 0;
        CSS.highlights.forEach((highlight) => {
          marks += highlight.size;
        });
        return marks > 10;
      });
      assert.deepEqual(tab.errors, []);
      await tab.close();
    });

    test("marks the posts of a site", async () => {
      const tab = await browser.open(X);
      await tab.untilEqual("marks", flagsOf(X.posts), readFlagged, X.posts);
      assert.deepEqual(tab.errors, []);
      await tab.close();
    });

    test("nothing has left the browser", () => assert.deepEqual(browser.left(), []));
  });
}
