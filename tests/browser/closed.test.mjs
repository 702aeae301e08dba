// The extension as it ships, on a page that wants to know of it, read its card, or work it: the page's code is not run, sees an empty
// element, and is not obeyed.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { pointAt } from "./harness/card.mjs";
import { markPoint, readFlagged } from "./harness/in-page.mjs";
import { KINDS, launch, shippedOf } from "./harness/index.mjs";
import { flagsOf, pageNamed } from "./harness/pages.mjs";

const X = pageNamed("x");
const { id } = X.posts.find(({ flagged }) => flagged.length > 0);

/** Runs ahead of the page: whatever of the page runs at somebody else's doing leaves word. */
const SPY = `
  window.ran = [];
  const tell = (what) => window.ran.push(what);
  for (const name of ["hypelint-card", "hype-lint", "hypelint-host"]) {
    customElements.define(name, class extends HTMLElement { constructor() { super(); tell(name); } connectedCallback() { tell(name); } });
  }
  const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (how) { tell("attachShadow"); return attach.call(this, how); };
  const show = HTMLElement.prototype.showPopover;
  HTMLElement.prototype.showPopover = function () { tell("showPopover"); return show.call(this); };
`;

/** All that a page can find out about an open card. */
function readHost() {
  const host = document.querySelector("html > :popover-open");
  return (
    host && {
      name: host.localName,
      attributes: host.getAttributeNames().sort(),
      root: host.shadowRoot,
      inside: host.innerHTML,
      text: host.innerText,
      ran: window.ran,
    }
  );
}

const HOST = { name: "div", attributes: ["popover", "style"], root: null, inside: "", text: "", ran: [] };

for (const kind of KINDS) {
  describe(kind, () => {
    let browser;
    let tab;
    before(async () => {
      browser = await launch(kind, { extension: shippedOf(kind) });
      // The page of the first run would come in front.
      await (await browser.opened("try.html")).close();
      tab = await browser.open({ ...X, preload: SPY });
      await tab.front();
      await tab.untilEqual("marks", flagsOf(X.posts), readFlagged, X.posts);
    });
    after(() => browser?.close());

    test("keys and fingers that a script pretends open nothing", async () => {
      const at = await tab.until("a mark", markPoint, X.posts, id);
      const wasTaken = await tab.evaluate(({ x, y }) => {
        const of = {
          clientX: x,
          clientY: y,
          pointerType: "touch",
          isPrimary: true,
          bubbles: true,
          cancelable: true,
        };
        const target = document.elementFromPoint(x, y);
        target.dispatchEvent(new PointerEvent("pointerdown", of));
        target.dispatchEvent(new PointerEvent("pointerup", of));
        const next = { code: "KeyH", altKey: true, shiftKey: true, bubbles: true, cancelable: true };
        return !document.body.dispatchEvent(new KeyboardEvent("keydown", next));
      }, at);
      assert.equal(wasTaken, false);
      await tab.painted();
      assert.equal(await tab.evaluate(readHost), null);
    });

    test("the card opens, and the page finds an empty element, and has run nothing", async () => {
      await pointAt(tab, X.posts, id);
      await tab.until("the card is open", readHost);
      assert.deepEqual(await tab.evaluate(readHost), HOST);
      const size = await tab.evaluate(() => {
        const { width, height } = document.querySelector("html > :popover-open").getBoundingClientRect();
        return Math.min(width, height);
      });
      assert.ok(size > 50, "something is shown in it");
    });
  });
}
