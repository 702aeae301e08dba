// How long the tests wait for what has to happen.
//
// Must never know of: browsers, pages.

/** In milliseconds. Nothing waits for this long unless it fails, so it may be long enough for a slow machine with other work to do. */
export const PATIENCE = 30_000;

/** Asks again and again, from outside of the page, until `look` finds something, and returns that. */
export async function until(what, look) {
  const end = performance.now() + PATIENCE;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (performance.now() > end) throw new Error(`did not happen in time: ${what}`);
    // The browser has something else to do than to answer.
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
