/**
 * The shape of the settings: every field, what it may hold, its default, and what older versions had instead.
 *
 * In: whatever stands in storage or in a file, however old, damaged or hostile. Out: settings that are always whole, and the places that made
 * no sense. Good parts beside bad ones are kept. Knows nothing of where settings are kept, nor of who reads them.
 */

import {
  array,
  boolean,
  type GenericSchema,
  type InferOutput,
  integer,
  maxLength,
  maxValue,
  minLength,
  minValue,
  nullable,
  number,
  object,
  picklist,
  pipe,
  regex,
  safeParse,
  string,
} from "valibot";

export type Category = "pump" | "claim";

export const CATEGORIES: readonly Category[] = ["pump", "claim"];

/** What a list holds at most: the oldest goes. */
export const MOST_KEPT = 500;
export const LONGEST_ITEM = 1000;
/** Each is compiled, and looked for in every post. */
export const MOST_OWN = 100;

const percent = pipe(number(), integer(), minValue(0), maxValue(100));
const item = pipe(string(), minLength(1), maxLength(LONGEST_ITEM));
const list = <S extends GenericSchema>(of: S, most = MOST_KEPT) => pipe(array(of), maxLength(most));
const ruleId = pipe(string(), regex(/^[a-z0-9-]{1,100}$/));
/** An adapter's id, or a host. A page's own script says it. */
const siteId = pipe(string(), regex(/^[\w.:[\]-]{1,255}$/));

const SCHEMA = object({
  on: boolean(),
  /** 0 marks nothing, 100 the most. An index into the thresholds of the catalogue. */
  sensitivity: percent,
  /** One for each category, where the user wants that: these count then. */
  apart: nullable(object({ pump: percent, claim: percent })),
  /** Nothing is read until then: milliseconds since 1970. */
  pausedUntil: pipe(number(), minValue(0), maxValue(Number.MAX_SAFE_INTEGER)),
  categories: object({ pump: boolean(), claim: boolean() }),
  /** Ids of sites (for Mastodon: the host) on which nothing is read. */
  sitesOff: list(siteId),
  /** Ids of rules that take no part in the score, of those that count for more, and of those that count for less. */
  disabledRules: list(ruleId),
  strictRules: list(ruleId),
  mildRules: list(ruleId),
  /** What the reader wants no mark on, as exempt.ts puts it: single posts by what they say, authors, tickers and projects. */
  notHype: list(item),
  trustedAuthors: list(item),
  ignoredSubjects: list(item),
  /** The user's own rules, and as what their words are marked: crates/own-rules. */
  ownRules: list(
    object({
      category: picklist(["pump", "claim"]),
      kind: picklist(["phrase", "regex"]),
      text: pipe(string(), minLength(1), maxLength(LONGEST_ITEM)),
    }),
    MOST_OWN,
  ),
  /** How a mark looks: on its words, at the post's edge, and what becomes of the post. */
  appearance: object({
    underline: boolean(),
    highlight: boolean(),
    edge: boolean(),
    post: picklist(["plain", "dim", "fold"]),
  }),
  /** The browser carries some of these to the user's other browsers. */
  sync: boolean(),
});

type DeepReadonly<T> = T extends readonly (infer I)[]
  ? readonly DeepReadonly<I>[]
  : T extends object
    ? { readonly [K in keyof T]: DeepReadonly<T[K]> }
    : T;

type Fields = DeepReadonly<InferOutput<typeof SCHEMA>>;

export const VERSION = 4;

export type Settings = Fields & { readonly version: typeof VERSION };

export type Field = keyof Fields;

export type Appearance = Settings["appearance"];

/** What the user has chosen for rules: what the core needs to know. */
export type RuleChoices = Pick<Settings, "disabledRules" | "strictRules" | "mildRules" | "ownRules">;

/** Those of them that the core is told. */
export type CoreChoices = Omit<RuleChoices, "ownRules">;

export type OwnRule = Settings["ownRules"][number];

export const DEFAULTS: Settings = {
  version: VERSION,
  on: true,
  sensitivity: 50,
  apart: null,
  pausedUntil: 0,
  categories: { pump: true, claim: true },
  sitesOff: [],
  disabledRules: [],
  strictRules: [],
  mildRules: [],
  notHype: [],
  trustedAuthors: [],
  ignoredSubjects: [],
  ownRules: [],
  appearance: { underline: true, highlight: false, edge: true, post: "plain" },
  sync: false,
};

type Stored = Readonly<Record<string, unknown>>;

type Migration = (fields: Stored, base: Settings) => Stored;

/** From each version to the next. What the next one has besides, older settings get from `base`. */
const MIGRATIONS: ReadonlyMap<unknown, Migration> = new Map<unknown, Migration>([
  [
    1,
    (fields, { apart, pausedUntil, notHype, trustedAuthors, ignoredSubjects }) => ({
      apart,
      pausedUntil,
      notHype,
      trustedAuthors,
      ignoredSubjects,
      ...fields,
      version: 2,
    }),
  ],
  [
    2,
    (fields, { strictRules, ownRules, appearance, sync }) => ({
      strictRules,
      ownRules,
      appearance,
      sync,
      ...fields,
      version: 3,
    }),
  ],
  [3, (fields, { mildRules }) => ({ mildRules, ...fields, version: 4 })],
]);

export function migrated(fields: Stored, base: Settings): Stored {
  const migrate = MIGRATIONS.get(fields["version"]);
  return migrate === undefined ? fields : migrated(migrate(fields, base), base);
}

/** A place that made no sense: the names on the way to it, and why, in technical English. */
export interface Problem {
  readonly path: string;
  readonly reason: string;
}

export interface Parsed {
  readonly settings: Settings;
  /** For each of them, its default stands in. */
  readonly problems: readonly Problem[];
}

/** Takes all that makes sense, and `base` for what does not. Nothing stored at all is no problem. */
export function parse(stored: unknown, base: Settings = DEFAULTS): Parsed {
  if (stored === undefined) return { settings: base, problems: [] };
  if (!isRecord(stored)) return { settings: base, problems: [{ path: "settings", reason: "no object" }] };
  const fields = migrated(stored, base);
  const problems: Problem[] = [];
  if (fields["version"] !== VERSION)
    problems.push({ path: "version", reason: JSON.stringify(fields["version"]) ?? "none" });
  const kept = salvage(SCHEMA, fields, base, "", problems) as Fields;
  return { settings: { ...kept, version: VERSION }, problems };
}

/** One field by itself, from wherever it comes. */
export function parseField(field: Field, value: unknown): { readonly value: unknown } | undefined {
  const parsed = safeParse(SCHEMA.entries[field], value);
  return parsed.success ? { value: parsed.output } : undefined;
}

/** Lists lose the items that make no sense; objects get what stands in for a part. */
function salvage(
  schema: GenericSchema,
  value: unknown,
  base: unknown,
  path: string,
  problems: Problem[],
): unknown {
  const parsed = safeParse(schema, value);
  if (parsed.success) return parsed.output;
  if (hasEntries(schema) && isRecord(value) && isRecord(base)) {
    return Object.fromEntries(
      Object.entries(schema.entries).map(([name, part]) => [
        name,
        salvage(part, value[name], base[name], path === "" ? name : `${path}.${name}`, problems),
      ]),
    );
  }
  if (hasItems(schema) && Array.isArray(value)) {
    const kept = value.flatMap((one, index) => {
      const item = safeParse(schema.item, one);
      if (item.success) return [item.output];
      problems.push({ path: `${path}[${index}]`, reason: item.issues[0].message });
      return [];
    });
    const most = schema.pipe[1].requirement;
    if (kept.length > most) problems.push({ path, reason: `more than ${most}` });
    return kept.slice(-most);
  }
  problems.push({ path, reason: parsed.issues[0].message });
  return base;
}

function hasEntries(
  schema: GenericSchema,
): schema is GenericSchema & { entries: Record<string, GenericSchema> } {
  return "entries" in schema;
}

/** A `list`. */
function hasItems(schema: GenericSchema): schema is ReturnType<typeof list<GenericSchema>> {
  return "item" in schema;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isSiteId(value: unknown): value is string {
  return safeParse(siteId, value).success;
}
