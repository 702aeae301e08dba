// Posts to measure on: made from a seed, so that every run and every engine reads the same ones.
//
// In: the invented posts of tests/posts.jsonl. Out: as many new ones as asked for: most of a few sentences, and among them long ones,
// other languages and scripts, rows of emoji, and words written so as to evade.

import { readFileSync } from "node:fs";

const LINES = readFileSync(new URL("../tests/posts.jsonl", import.meta.url), "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line));

const ORDINARY = [
  "The late bus was full again and nobody could say why.",
  "Photos from the allotment, the beans finally made it up the poles.",
  "My sister's choir sings on Thursday at seven, bring a coat, the church is cold.",
  "We moved the database to the new rack last night; p99 went from 41 ms to 38 ms, no incidents.",
  "Does anybody have a spare charger for an old Pelliro camera?",
  "https://example.org/notes/17 the minutes of the meeting, with the figures that were asked for",
];

const FOREIGN = [
  "Heute früh war der Markt voller Pilze, und ich habe natürlich viel zu viele gekauft.",
  "Der neue Mieter oben übt Cello, leider immer dieselben vier Takte.",
  "Le train de 8 h 12 a été supprimé, encore, et personne n'a prévenu les voyageurs.",
  "Questa sera niente riunione, ci vediamo domani al solito bar.",
  "Wczoraj znowu padało, a parasol został w biurze.",
  "Завтра обещают снег, а зимняя резина всё ещё лежит на даче.",
  "Сьогодні нарешті полагодили ліфт у нашому будинку.",
  "今天下班路上看到一只很胖的橘猫，拍了二十张照片，没有一张是清楚的。",
  "夕方の電車が止まって、駅前の古本屋で一時間も立ち読みした。",
  "어제 끓인 된장국이 오늘 더 맛있어서 조금 억울하다.",
  "วันนี้ฝนตกทั้งวัน แมวนอนบนคีย์บอร์ดจนทำงานไม่ได้",
  "اليوم أكملت قراءة الكتاب الذي بدأته في الصيف، وكانت نهايته مفاجئة.",
  "आज सुबह की चाय बालकनी में पी, हवा में पहली ठंड थी।",
];

const EMOJI = ["🚀", "🔥", "💎", "🙌", "📈", "😂", "🥹", "👀", "🌿", "☕", "🐈", "👨‍👩‍👧", "🏳️‍🌈", "👍🏽", "❤️", "🎉"];

/** Mulberry32: small, fast, and the same everywhere. */
function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Ways to write Latin letters that a plain search does not find. */
const EVASIONS = [
  (text) => text.replace(/[!-~]/g, (sign) => String.fromCodePoint(sign.codePointAt(0) + 0xfee0)),
  (text) => text.replace(/[a-z]/g, (sign) => String.fromCodePoint(sign.codePointAt(0) - 0x61 + 0x1d41a)),
  (text) => text.replace(/(?<=[a-z])(?=[a-z])/g, "\u200b"),
  (text) => text.replace(/[aceopxy]/g, (sign) => "асеорху"["aceopxy".indexOf(sign)]),
  (text) => text.replace(/[aeios]/g, (sign) => "43105"["aeios".indexOf(sign)]),
  (text) => text.replace(/\b[a-z]{4,9}\b/g, (word) => [...word].join(" ")),
];

/**
 * `count` posts. The share of each kind is in the list below; what the sentences come from (`accept` chooses) decides how many are
 * hype.
 */
export function makePosts(count, seed = 0xc0ffee, accept = () => true) {
  const next = random(seed);
  const texts = LINES.filter(accept).map(({ text }) => text);
  const sentences = texts.flatMap((text) => text.split(/(?<=[.!?])\s+|(?<=[。！？])/u)).filter((sentence) => sentence !== "");
  const below = (most) => Math.floor(next() * most);
  const pick = (items) => items[below(items.length)];
  const run = (least, most, make, between) => Array.from({ length: least + below(most - least + 1) }, make).join(between);
  const sentence = () => pick(next() < 0.3 ? ORDINARY : sentences);

  const plain = () => run(1, 5, sentence, " ");
  const kinds = [
    [50, plain],
    [18, () => pick(texts)],
    [10, () => run(2, 6, sentence, "\n\n")],
    [4, () => run(6, 12, sentence, " ")],
    [1, () => run(15, 30, sentence, "\n")],
    [7, () => run(1, 4, () => pick(FOREIGN), " ")],
    [5, () => `${plain()} ${run(2, 12, () => pick(EMOJI), "")}`],
    [3, () => pick(EVASIONS)(plain())],
  ];
  const total = kinds.reduce((sum, [share]) => sum + share, 0);
  return Array.from({ length: count }, () => {
    let left = next() * total;
    return kinds.find(([share]) => (left -= share) < 0)[1]();
  });
}

/** How much a post weighs, in bytes of UTF-8. */
export const bytesOf = (text) => Buffer.byteLength(text);

/** `count` posts as a reader meets them: four of five are made of nothing but ordinary sentences. No two are the same. */
export function makeTimeline(count) {
  const any = makePosts(count);
  const ordinary = makePosts(count, 0xbeef, ({ pump, claim }) => pump + claim === 0);
  return any.map((post, index) => `${index % 5 === 0 ? post : ordinary[index]} (${index})`);
}

const MARKED = "LAST CHANCE to load up on $NUVO before the listing tonight. Easy 50x from here, guaranteed profits, buy now 🚀🚀";

/** The same as posts of a feed. The first is marked, whatever the core makes of the others: so a page is known to have been read. */
export function makeFeed(count) {
  const texts = [MARKED, ...makeTimeline(count - 1)];
  return texts.map((text, index) => ({ id: String(100_000 + index), author: `user${index % 97}`, text }));
}
