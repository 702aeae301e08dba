// Every page of tests/pages/, in every browser: what is marked, the card, the slider, off and on, what comes later; and that the
// site's page stays the site's.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { openCard } from "./harness/card.mjs";
import { bare, compare, judge } from "./harness/core.mjs";
import { everySite } from "./harness/everysite.mjs";
import {
  NO_TRACES,
  readBars,
  readCard,
  readCardPlace,
  readComplaints,
  readFlagged,
  readForeign,
  readLayout,
  readMarks,
  readNames,
  readTraces,
  tell,
} from "./harness/in-page.mjs";
import { KINDS, launch } from "./harness/index.mjs";
import { flagsOf, PAGES } from "./harness/pages.mjs";
import { change, nextCard, openPopup, readCounts, says, slide } from "./harness/popup.mjs";
import { ADAPTERS, adapterFor, readMatches, readPosts } from "./harness/reading.mjs";

/** What `readPosts` must give for these posts: those that say nothing yet are not there. */
const told = (posts) =>
  posts
    .filter(({ text }) => text !== "")
    .map(({ id, postId = id, author, text }) => ({ id: postId, author, text }));

const asSet = (posts) => posts.map((post) => JSON.stringify(post)).sort();

const marksAppear = (tab, posts) => tab.untilEqual("the flagged posts", flagsOf(posts), readFlagged, posts);

test("every site has a page", () => {
  const shown = new Set(PAGES.map(({ url }) => adapterFor(url)));
  assert.deepEqual(
    ADAPTERS.filter((adapter) => !shown.has(adapter)).map(({ id }) => id),
    [],
  );
});

for (const kind of KINDS) {
  describe(kind, () => {
    let browser;
    let extension;
    before(async () => {
      extension = everySite(kind);
      browser = await launch(kind, { extension: extension.folder });
    });
    after(async () => {
      await browser?.close();
      extension.remove();
    });

    for (const page of PAGES) {
      describe(page.name, () => {
        const { posts, late, changed } = page;
        const { was = changed.id } = changed;
        const afterwards = [...posts.map((post) => (post.id === was ? changed : post)), late];
        const pump = posts.find(({ flagged }) => flagged.includes("pump"));
        const claim = posts.find(({ flagged }) => flagged.includes("claim"));
        let tab;
        let popup;
        before(async () => {
          browser.left();
          tab = await browser.open(page);
          popup = await openPopup(browser);
          await tab.front();
        });
        after(async () => {
          await popup?.close();
          await tab?.close();
        });

        test("the core judges the posts as the page says", () => {
          for (const { id, text, flagged } of [...posts, late, changed]) {
            assert.deepEqual(judge(text).flagged, flagged, `${id}: ${text}`);
          }
        });

        test("the posts are exactly these, each with its own text, author and id", async () => {
          assert.deepEqual(asSet(await tab.evaluate(readPosts)), asSet(told(posts)));
        });

        test("each selector finds as much as the page says", async () => {
          assert.deepEqual(await tab.evaluate(readMatches), page.matches);
        });

        test("the flagged posts are marked, and no others", async () => {
          await marksAppear(tab, posts);
          const bars = await tab.evaluate(readBars, posts);
          assert.deepEqual(
            bars,
            posts.filter(({ flagged }) => flagged.length > 0).map(({ id }) => id),
          );
        });

        test("marks lie on the words that the core found in the post's own text", async () => {
          const marks = await tab.evaluate(readMarks, posts);
          for (const { id, text, words: expected } of posts) {
            const ofPost = marks[id] ?? {};
            assert.deepEqual(compare(text, ofPost), [], `${id}: ${JSON.stringify(ofPost)}`);
            const all = bare(Object.values(ofPost).flat().join(" "));
            for (const word of expected)
              assert.ok(all.includes(bare(word)), `${id}: “${word}” is not in ${all}`);
          }
        });

        const quotes = posts.filter(({ quotedBy }) => quotedBy !== undefined);
        if (quotes.length > 0) {
          test("a quoted post is judged apart from the post that quotes it", async () => {
            const flagged = await tab.evaluate(readFlagged, posts);
            for (const { id, quotedBy, flagged: own } of quotes) {
              const quoter = posts.find((post) => post.id === quotedBy);
              assert.notDeepEqual(
                own,
                quoter.flagged,
                "the page has a pump that quotes, or one that is quoted",
              );
              assert.equal(flagged.includes(`${id}: pump`), own.includes("pump"), id);
              assert.equal(flagged.includes(`${quotedBy}: pump`), quoter.flagged.includes("pump"), quotedBy);
            }
          });
        }

        test("the card opens on hover, names what it found, and Escape closes it", async () => {
          for (const { id, text } of [pump, claim]) {
            const card = await openCard(tab, posts, id);
            const quotes = judge(text).findings.map((finding) => finding.text.slice(0, 40));
            assert.ok(
              quotes.some((quote) => card.includes(quote)),
              `no words of a finding in: ${card}`,
            );
            assert.deepEqual(await tab.evaluate(readCardPlace), { words: true, hidden: 0, inWindow: true });
            assert.doesNotMatch(card, /\b(?:scam|false|safe)\b/i);
            await escapeCloses(tab);
          }
        });

        test("the card says how many of the eight questions a claim answers", async () => {
          const card = await openCard(tab, posts, claim.id);
          assert.match(card, /Answers \d of 8 questions/);
          await escapeCloses(tab);
        });

        test("the card opens by keyboard, without taking the focus or scrolling; the page gets the next Escape", async () => {
          const stands = () => [document.activeElement?.localName, scrollX, scrollY];
          const at = await tab.evaluate(stands);
          await tab.front();
          await nextCard(popup);
          await tab.until("the card is open", readCard);
          assert.deepEqual(await tab.evaluate(stands), at);
          await escapeCloses(tab);
          const escapes = await tab.evaluate(() => window.page.escapes);
          await tab.press("Escape");
          assert.equal(await tab.evaluate(() => window.page.escapes), escapes + 1);
        });

        test("the slider changes the marks without a reload", async () => {
          await tab.evaluate(() => {
            window.sameDocument = true;
          });
          await slide(popup, 0);
          await tab.untilEqual("no marks at 0", [], readFlagged, posts);
          await slide(popup, 100);
          const most = posts.map((post) => ({ ...post, flagged: judge(post.text, 100).flagged }));
          await marksAppear(tab, most);
          await slide(popup, 50);
          await marksAppear(tab, posts);
          assert.equal(await tab.evaluate(() => window.sameDocument), true);
        });

        const counts = [
          posts.filter(({ text }) => text !== "").length,
          posts.filter(({ flagged }) => flagged.length > 0).length,
        ];
        test("the popup counts the posts of this tab", async () => {
          await popup.untilEqual("posts read, posts marked", counts, readCounts);
        });

        test("off removes every trace, on brings the marks back", async () => {
          await openCard(tab, posts, pump.id);
          await change(popup, "#on", false);
          await tab.untilEqual("nothing is left of us", NO_TRACES, readTraces);
          const layout = await tab.evaluate(readLayout, posts);
          await change(popup, "#on", true);
          await marksAppear(tab, posts);
          assert.deepEqual(await tab.evaluate(readLayout, posts), layout, "marks move nothing");
        });

        test("off on this site alone removes every trace, too", async () => {
          await change(popup, "#here", false);
          await tab.untilEqual("nothing is left of us", NO_TRACES, readTraces);
          await says(popup, /off/);
          await change(popup, "#here", true);
          await marksAppear(tab, posts);
        });

        test("the colours of marks follow the page's own ground", async () => {
          await tab.front();
          await tab.evaluate(tell, "page:theme");
          await tab.untilEqual("dark", ["hypelint-claim-dark", "hypelint-pump-dark"], readNames);
          await marksAppear(tab, posts);
          await tab.evaluate(tell, "page:theme");
          await tab.untilEqual("light", ["hypelint-claim", "hypelint-pump"], readNames);
        });

        test("a post whose nodes are thrown away and built anew keeps its marks, and is counted once", async () => {
          const [first, ...others] = posts;
          await tab.evaluate(tell, "page:unmount");
          await marksAppear(tab, others);
          await tab.evaluate(tell, "page:mount");
          await marksAppear(tab, posts);
          assert.deepEqual(compare(first.text, (await tab.evaluate(readMarks, posts))[first.id]), []);
          await popup.untilEqual("posts read, posts marked", counts, readCounts);
        });

        test("a post that comes later is marked", async () => {
          await tab.front();
          await tab.evaluate(tell, "page:append");
          await marksAppear(tab, [...posts, late]);
        });

        test("a text that changes is judged anew", async () => {
          await tab.evaluate(tell, "page:change");
          await marksAppear(tab, afterwards);
          assert.deepEqual(asSet(await tab.evaluate(readPosts)), asSet(told(afterwards)));
        });

        test("marks come back after the page has cleared them, as soon as anything happens", async () => {
          await tab.evaluate(tell, "page:wipe");
          // No timer watches the registry: whatever happens next is the time to notice.
          await tab.evaluate(tell, "page:append");
          await marksAppear(tab, afterwards);
        });

        test("nothing was added to the site's tree, and the page has nothing to complain of", async () => {
          assert.deepEqual(await tab.evaluate(readForeign), []);
          assert.deepEqual(await tab.evaluate(readComplaints), { violations: [], errors: [] });
          assert.deepEqual(tab.errors, []);
        });

        test("no request has left the browser", () => {
          assert.deepEqual(browser.left(), []);
        });
      });
    }
  });
}

/** Escape closes the card, and the page never hears of it. */
async function escapeCloses(tab) {
  const heard = await tab.evaluate(() => window.page.escapes);
  await tab.press("Escape");
  await tab.untilEqual("the card is closed", null, readCard);
  assert.equal(
    await tab.evaluate(() => window.page.escapes),
    heard,
    "the page heard an Escape that was the card's",
  );
}
