// The core's patterns as JavaScript: the rival that a careful author would write by hand.
//
// In: patterns as the `regex` crate reads them, and whose each is. Out: sources of three modules, as they would be shipped. The texts
// that they read are folded already, so that no flag is needed: `i` and `u` would cost most of the time.

/** The signs of a class that a single UTF-16 unit holds, and those that need two. */
function asUnits(inside) {
  const points = [];
  const sign = /\\x\{([0-9a-fA-F]+)\}|\\(.)|(.)/suy;
  const next = () => {
    const found = sign.exec(inside);
    if (found === null) return undefined;
    const [, hex, escaped, plain] = found;
    const controls = { a: "\u0007", n: "\n", r: "\r", t: "\t", v: "\v", f: "\f", 0: "\0" };
    const value = hex ? String.fromCodePoint(Number.parseInt(hex, 16)) : (controls[escaped] ?? escaped ?? plain);
    return { value: value.codePointAt(0), bare: plain };
  };
  for (let one = next(); one; one = next()) {
    const last = points.at(-1);
    if (one.bare === "-" && last) {
      const to = next();
      last[1] = to.value;
    } else points.push([one.value, one.value]);
  }
  const narrow = points.filter(([from]) => from <= 0xffff).map(([from, to]) => [from, Math.min(to, 0xffff)]);
  const wide = points.filter(([, to]) => to > 0xffff).map(([from, to]) => [Math.max(from, 0x10000), to]);
  return { narrow, wide };
}

const unit = (value) => `\\u${value.toString(16).padStart(4, "0")}`;
const range = ([from, to]) => (from === to ? unit(from) : `${unit(from)}-${unit(to)}`);

/** Surrogates are no characters of their own: a range that crosses them leaves them out. */
const withoutSurrogates = ([from, to]) =>
  from < 0xd800 && to > 0xdfff ? [[from, 0xd7ff], [0xe000, to]] : [[from, to]];

function asClass(inside) {
  if (inside.startsWith("^")) throw new Error(`a negated class: [${inside}]`);
  const { narrow, wide } = asUnits(inside);
  if (wide.length === 0) return `[${inside}]`;
  const alternatives = narrow.length > 0 ? [`[${narrow.flatMap(withoutSurrogates).map(range).join("")}]`] : [];
  for (const [from, to] of wide) {
    if (from === 0x10000 && to === 0x10ffff) alternatives.push("[\\ud800-\\udbff][\\udc00-\\udfff]");
    else
      for (let point = from; point <= to; point += 1) {
        const sign = String.fromCodePoint(point);
        alternatives.push(unit(sign.charCodeAt(0)) + unit(sign.charCodeAt(1)));
      }
  }
  return `(?:${alternatives.join("|")})`;
}

/** One pattern, as a JavaScript regex without flags. */
export function translate(pattern) {
  const plain = pattern.replaceAll("(?-u:\\b)", "\\b").replaceAll("(?-u:\\B)", "\\B").replaceAll("\\A", "^").replaceAll("\\z", "$");
  return plain.replace(/\\x\{([^}]*)\}|\\.|\[((?:\\.|[^\]\\])+)\]|\((?!\?)/gsu, (all, hex, inside) => {
    if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
    if (inside !== undefined) return asClass(inside);
    return all === "(" ? "(?:" : all;
  });
}

/** Groups that hold nothing but letters go: they hide words from what V8 knows to do with them. */
function bared(source) {
  const bare = source.replace(/\(\?:([^()|\\[\]?*+{}.^$]*)\)(?![?*+{])/g, "$1");
  return bare === source ? source : bared(bare);
}

/** What stands behind the edge of a word, if that is how all of a source begins. */
function behindEdge(source) {
  if (!source.startsWith("(?:\\b")) return undefined;
  let depth = 0;
  for (const { 0: token, index } of source.matchAll(/\\.|\[(?:\\.|[^\]\\])*\]|[()|]/gsu)) {
    if (token === "(") depth += 1;
    if (token === ")") depth -= 1;
    if (token === "|" && depth === 1) return undefined;
    if (token === ")" && depth === 0) return index === source.length - 1 ? source.slice("(?:\\b".length, -1) : undefined;
  }
  return undefined;
}

/** Many sources as one: the edge of a word is looked for once, and plain words stand together, where V8 makes a tree of them. */
function together(sources) {
  const words = [];
  const edged = [];
  const others = [];
  for (const source of sources.map(bared)) {
    const behind = behindEdge(source);
    const word = /^([^()|\\[\]?*+{}.^$]+)\\b$/.exec(behind)?.[1];
    if (word !== undefined) words.push(word);
    else if (behind !== undefined) edged.push(behind);
    else others.push(source);
  }
  return [
    ...(words.length > 0 ? [`\\b(?:${words.sort().join("|")})\\b`] : []),
    ...(edged.length > 0 ? [`\\b(?:${edged.sort().join("|")})`] : []),
    ...others,
  ].join("|");
}

const literal = (sources) => new RegExp(together(sources), "g").toString();
const exported = (regexes) => `export default [\n${regexes.join(",\n")},\n];\n`;

/** The modules, by name: each exports a list of regexes. */
export function modules(patterns, owners) {
  const sources = patterns.map(translate);
  const byOwner = {};
  sources.forEach((source, index) => {
    byOwner[owners[index]] ??= [];
    byOwner[owners[index]].push(source);
  });
  return {
    alternation: exported([literal(sources)]),
    rules: exported(Object.values(byOwner).map(literal)),
    patterns: exported(sources.map((source) => literal([source]))),
  };
}

/** A function from a text to all matches of all regexes: which, start, end. */
export function finder(regexes) {
  return (text) => {
    const found = [];
    for (let index = 0; index < regexes.length; index += 1) {
      const regex = regexes[index];
      regex.lastIndex = 0;
      for (let match = regex.exec(text); match !== null; match = regex.exec(text)) {
        found.push(index, match.index, regex.lastIndex);
        if (match[0] === "") regex.lastIndex += 1;
      }
    }
    return found;
  };
}
