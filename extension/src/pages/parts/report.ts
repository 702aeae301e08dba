/**
 * The report on a layout that is not understood, as the user sees it, whole, before they copy it.
 *
 * For whoever mends the adapter, so in technical English. It names the site's host, and what the adapter's own selectors found: counts,
 * never anything that the page says, nor any other part of its address.
 */

import type { Layout } from "../../shared/messages";

export function reportOf(
  { adapter, selectors, like }: Layout,
  { version, host }: { version: string; host: string },
): string {
  return [
    `Hypelint ${version}: layout not understood`,
    `site: ${host}`,
    `adapter: ${adapter}`,
    ...selectors.map(({ part, selector, found }) => `${part}: ${found} × ${selector}`),
    `like posts: ${like}`,
  ].join("\n");
}
