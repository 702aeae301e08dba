/**
 * Hacker News: plain pages from the server, all in tables. A story is a row with its title and another with its author; on its own page
 * it is a table, with its text in a row further down. Comments are rows of one table, an answer never inside what it answers.
 */

import type { Adapter } from "./adapter";

const STORY = "table.fatitem:has(.titleline)";

export const hackernews: Adapter = {
  id: "hackernews",
  name: "Hacker News",
  hosts: ["https://news.ycombinator.com/*"],
  wasm: "unknown",
  posts: [`${STORY}, tr.athing:not(${STORY} *)`, "tr[id]:not(#bigbox):has(.titleline, .commtext)"],
  text: [".titleline > a, .toptext, .commtext", ".title a:not(.sitebit *), .comment > :not(.reply)"],
  skip: ".reply",
  postId: (post) => post.id || post.querySelector("tr[id]")?.id || null,
  author: (post) =>
    (post.querySelector(".hnuser") ?? post.nextElementSibling?.querySelector(".subtext .hnuser"))
      ?.textContent ?? null,
  feedAt:
    /^\/(?:$|[?#]|(?:news|newest|front|ask|show|item|threads|newcomments|best|active|from|submitted)\b)/,
  provenance:
    "High for the selectors: long unchanged, seen in saved pages and many programs. A policy seen in 2018 lets no Wasm " +
    "compile.",
};
