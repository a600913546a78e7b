import { moment } from "../kernel/text/moment-words.ts";
import { auditWords, record, short, type Told } from "./audit-words.ts";

const entriesAtMost = 5;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Before and after in short, where the sentence does not say it: "level: Access → Administrator". */
export function changeWords(event: Pick<Told, "before" | "after"> & Partial<Told>, account?: string): string {
  const { action = "", subjectKind = "", subjectName = "" } = event;
  // What a Request asks for is its subject; its input is for the program.
  if (subjectKind === "request") return "";
  const sentence = auditWords({ ...event, action, subjectKind, subjectName }, account);
  const [was, is] = [record(event.before), record(event.after)];
  const keys = [...new Set([...Object.keys(was), ...Object.keys(is)])].filter(
    (key) =>
      !unsaid.has(key) &&
      valueOf(was[key]) !== valueOf(is[key]) &&
      ![was[key], is[key]].some(saysNothing) &&
      !(key in was ? isLevelOf(action, key) : isSaid(sentence, is[key])),
  );
  const told = keys.slice(0, entriesAtMost).map((key) => {
    const from = key in was ? `${valueOf(was[key])} → ` : "";
    return `${nameOfKey(key)}: ${from}${key in is ? valueOf(is[key]) : "nothing"}`;
  });
  return [...told, ...(keys.length > told.length ? ["…"] : [])].join(", ");
}

const isSaid = (sentence: string, value: unknown): boolean =>
  typeof value === "string" && value.length > 2 && sentence.includes(valueOf(value));

/** A grant or its end is the level: its sentence says both. */
const isLevelOf = (action: string, key: string): boolean =>
  key === "level" && action.startsWith("administrator-");

/** What only the program reads, or every sentence says already: ids, digests, counts of links, and how a thing stands by its action. */
const unsaid = new Set([
  "account",
  "alone",
  "at",
  "attempted",
  "because",
  "chatUserId",
  "clientId",
  "digest",
  "digests",
  "entries",
  "excluded",
  "frozen",
  "ids",
  "issue",
  "key",
  "missing",
  "mustChangePassword",
  "outcome",
  "removed",
  "sensitiveIds",
  "shown",
  "state",
  "status",
  "suspended",
  "trouble",
  "typed",
]);

/** Ids, lists of them, and lists of nothing. */
function saysNothing(value: unknown): boolean {
  if (Array.isArray(value)) return value.every(saysNothing);
  return typeof value === "string" && uuid.test(value);
}

/** `asAdministrator` as people write it: as administrator. */
const nameOfKey = (key: string): string => key.replace(/(?<=[a-z])(?=[A-Z])/gu, " ").toLowerCase();

const isoMoment = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z$/u;

function valueOf(value: unknown): string {
  if (value === null || value === undefined || value === "") return "nothing";
  if (typeof value === "string") return isoMoment.test(value) ? moment(new Date(value)) : short(value);
  if (Array.isArray(value)) return short(value.map(valueOf).join(", ")) || "nothing";
  if (typeof value === "object") return objectWords(value as Record<string, unknown>);
  return short(typeof value === "boolean" ? (value ? "yes" : "no") : JSON.stringify(value));
}

/** `{"accounts":"view","users":"edit"}` as accounts view, users edit. */
function objectWords(value: Record<string, unknown>): string {
  const told = Object.entries(value)
    .filter(([, each]) => !saysNothing(each) && each !== false && each !== null)
    .map(([key, each]) => (each === true ? nameOfKey(key) : `${nameOfKey(key)} ${valueOf(each)}`));
  return short(told.join(", ")) || "nothing";
}
