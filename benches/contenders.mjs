// Everyone who is measured: how to load them, and what they are asked for.
//
// `load(bytes)` gives a function from a text to what it finds; `bytes` reads a file of this project. `folded`: reads the folded text,
// which it gets for nothing. `gives`: what it can give of what is asked for, the exact words and why.

import { loadCore } from "./core.mjs";
import { finder } from "./javascript.mjs";

const javascript = (name) => async () => finder((await import(`../dist/bench/${name}.mjs`)).default);

export const CONTENDERS = {
  wasm: {
    title: "hypelint (Wasm)",
    gives: "spans, rules, context, weights, probabilities",
    load: async (bytes) => (await loadCore(await bytes("target/web/hypelint_bg.wasm"))).score,
  },
  alternation: {
    title: "JavaScript, one alternation",
    gives: "spans; fewer, and not of which rule",
    folded: true,
    load: javascript("alternation"),
  },
  rules: {
    title: "JavaScript, a regex per rule",
    gives: "spans, rules; without context",
    folded: true,
    load: javascript("rules"),
  },
  patterns: {
    title: "JavaScript, a regex per pattern",
    gives: "the same spans, of each pattern; without context",
    folded: true,
    load: javascript("patterns"),
  },
  vader: {
    title: "vader-sentiment",
    package: "vader-sentiment",
    gives: "one number",
    async load() {
      const { default: vader } = await import("vader-sentiment");
      return (text) => vader.SentimentIntensityAnalyzer.polarity_scores(text);
    },
  },
  obscenity: {
    title: "obscenity",
    package: "obscenity",
    gives: "spans of the plain phrases",
    async load(bytes) {
      const { DataSet, RegExpMatcher, englishRecommendedTransformers, parseRawPattern } = await import("obscenity");
      const phrases = JSON.parse(new TextDecoder().decode(await bytes("dist/bench/phrases.json")));
      const words = new DataSet();
      for (const phrase of phrases) {
        const escaped = phrase.replace(/[[\]?|\\]/g, "\\$&");
        words.addPhrase((one) => one.setMetadata({ phrase }).addPattern(parseRawPattern(`|${escaped}|`)));
      }
      const matcher = new RegExpMatcher({ ...words.build(), ...englishRecommendedTransformers });
      return (text) => matcher.getAllMatches(text);
    },
  },
  harper: {
    title: "harper.js",
    package: "harper.js",
    gives: "spans of grammar and spelling",
    async load() {
      const [{ LocalLinter }, { binary }] = await Promise.all([import("harper.js"), import("harper.js/binary")]);
      const linter = new LocalLinter({ binary });
      await linter.setup();
      return (text) => linter.lint(text, { language: "plaintext" });
    },
  },
};
