/**
 * What the background answers: the shape and the size of every question, checked where it comes in.
 *
 * In: whatever a port has brought. Out: a request that is whole, or undefined. Must never know of: who asks, what is answered.
 */

import { isEdition } from "../settings/learnt";
import { parseField } from "../settings/schema";
import { isRecord } from "../settings/settings";
import type { Kind, Protocol, Request } from "../shared/messages";

/** In one question: far more than a page reads in a frame. */
const MOST_TEXTS = 1000;
const MOST_UNITS = 1_000_000;

type Check = (value: unknown) => boolean;

const SHAPES: { readonly [K in Kind]: Readonly<Record<keyof Protocol[K]["request"], Check>> } = {
  score: { texts: areTexts, rules: areChoices, edition: isEdition },
  report: { text: (value) => areTexts([value]), rules: areChoices, edition: isEdition },
  own: { texts: areTexts, rules: areOwn },
  catalogue: {},
  words: {},
  wasm: {},
};

export function parseRequest(sent: unknown): Request | undefined {
  if (idOf(sent) === undefined || !isRecord(sent)) return undefined;
  const { kind } = sent;
  if (typeof kind !== "string" || !Object.hasOwn(SHAPES, kind)) return undefined;
  const shape = Object.entries<Check>(SHAPES[kind as Kind]);
  return shape.every(([field, check]) => check(sent[field])) ? (sent as Request) : undefined;
}

/** What an answer is told apart by, even one to a question that makes no sense. */
export function idOf(sent: unknown): number | undefined {
  return isRecord(sent) && Number.isSafeInteger(sent["id"]) ? (sent["id"] as number) : undefined;
}

function areTexts(value: unknown): boolean {
  if (!Array.isArray(value) || value.length > MOST_TEXTS || !value.every((item) => typeof item === "string"))
    return false;
  return value.reduce((units, text) => units + text.length, 0) <= MOST_UNITS;
}

function areChoices(value: unknown): boolean {
  if (!isRecord(value)) return false;
  return (["disabledRules", "strictRules", "mildRules"] as const).every((field) =>
    isField(field, value[field]),
  );
}

function areOwn(value: unknown): boolean {
  return isField("ownRules", value);
}

/** Whether it could stand in the settings under that name. */
function isField(field: Parameters<typeof parseField>[0], value: unknown): boolean {
  return parseField(field, value) !== undefined;
}
