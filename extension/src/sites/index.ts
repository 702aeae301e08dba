/** All site adapters, and which of them serves an address. */

import type { Adapter } from "./adapter";
import { binance } from "./binance";
import { bluesky } from "./bluesky";
import { coinmarketcap } from "./coinmarketcap";
import { discord } from "./discord";
import { farcaster } from "./farcaster";
import { hackernews } from "./hackernews";
import { linkedin } from "./linkedin";
import { mastodon } from "./mastodon";
import { oldreddit } from "./oldreddit";
import { primal } from "./primal";
import { reddit } from "./reddit";
import { stocktwits } from "./stocktwits";
import { substack } from "./substack";
import { telegramA } from "./telegram-a";
import { telegramK } from "./telegram-k";
import { threads } from "./threads";
import { tradingview } from "./tradingview";
import { x } from "./x";
import { youtube } from "./youtube";

export const ADAPTERS: readonly Adapter[] = [
  x,
  bluesky,
  mastodon,
  reddit,
  oldreddit,
  stocktwits,
  binance,
  telegramK,
  telegramA,
  discord,
  tradingview,
  substack,
  primal,
  hackernews,
  youtube,
  linkedin,
  threads,
  farcaster,
  coinmarketcap,
];

/** The adapter whose match patterns hold for the address. */
export function adapterFor(url: string): Adapter | undefined {
  return ADAPTERS.find((adapter) => adapter.hosts.some((pattern) => matches(pattern, url)));
}

/** The site as the user switches and names it: a server of its own where one adapter serves many. */
export function siteOf(adapter: Adapter, hostname: string): { id: string; name: string } {
  return adapter.perHost ? { id: hostname, name: hostname } : { id: adapter.id, name: adapter.name };
}

/** Match patterns of this extension always name the scheme and the whole host; stars stand in paths only. */
export function matches(pattern: string, url: string): boolean {
  const parts = pattern.split("*").map((part) => part.replace(/[.?+^$()[\]{}|\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`).test(url);
}
