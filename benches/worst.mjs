// The worst texts that we could think of, each as long as asked for: what makes a scanner begin often, walk far and stop late.
//
// Out: texts by name. `ordinary` is what the others are held against.

import { makePosts } from "./posts.mjs";

const UNITS = {
  "one letter": "a",
  "one capital": "A",
  "letters apart": "b u y ",
  cashtags: "$a ",
  "longer cashtags": "$nuvo/usdt ",
  "numbers and commas": "0,",
  numbers: "1,000,000.00% ",
  "a word again": "the ",
  "many beginnings": "the first the only the most the best the world's ",
  "quotes in quotes": "\"'",
  "quotes that never close": '"x ',
  brackets: "([{",
  "Chinese characters": "的",
  "Chinese that nearly matches": "绝对不会稳赚的不保证翻倍的",
  Japanese: "必ずの絶対にの確実にの",
  Thai: "วันนี้ฝนตก",
  "Hindi that nearly matches": "पहले पैसा दोगुन ",
  rockets: "🚀",
  "emoji of many parts": "👨‍👩‍👧",
  "nothing to see": "\u200b",
  "marks on one letter": "\u0301",
  "full-width letters": "ｇｕａｒａｎｔｅｅ",
  "letters of two scripts": "рrоfіt ",
  "digits for letters": "gu4r4nt33d pr0f1t5 ",
  "nearly a profit": "guaranteed to be a very nice profi ",
  "nearly a claim": "1,000,000 or more transactions or calls per secon ",
  "nearly an address": "0x0123456789abcdef0123456789abcdef0123456 ",
  "nearly a link": "https://a.b/c.",
  "a claim again": "fastest chain ever, fully decentralized. ",
  "a pump again": "Guaranteed profits! $NUVO to 100x 🚀 ",
  "line breaks": "\n",
  "words without end, between rockets": `${"xy".repeat(12_500)}🚀🚀`,
  "a price card without end": "Price: 1.2\nVol: 3.4M\n24h: +5%\n",
};

const fill = (unit, length) => unit.repeat(Math.ceil(length / unit.length)).slice(0, length).toWellFormed();

/** The texts, each of `length` UTF-16 units. */
export function worstTexts(length) {
  return Object.fromEntries(Object.entries(UNITS).map(([name, unit]) => [name, fill(unit, length)]));
}

/** Ordinary posts, one after the other, until they are as long. */
export function ordinaryText(length) {
  return fill(`${makePosts(2000).join("\n\n")}\n\n`, length);
}
