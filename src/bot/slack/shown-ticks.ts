import type { FormValues } from "./command.ts";

export interface ShownTick {
  userId: string;
  ticked: boolean;
}

const prefix = "ticks";
/** As many as fit beside the Account into the 255 characters of a block id: ten would take 260. */
export const ticksAtOnce = 9;

/**
 * A block id that says what its ticks showed. Slack brings back only what is ticked in the end, and what was unticked has
 * to be told from what stood so before.
 */
export function ticksBlockId(accountId: string, shown: ShownTick[]): string {
  const marks = shown.map(({ ticked }) => (ticked ? "1" : "0")).join("");
  return [prefix, pack(accountId), marks, packIds(shown.map(({ userId }) => userId))].join(":");
}

export interface ChangedTicks {
  accountId: string;
  ticked: string[];
  unticked: string[];
}

/** What somebody ticked and unticked, against what was shown. Undefined where the form had no ticks. */
export function changedTicks(values: FormValues): ChangedTicks | undefined {
  const blocks = tickBlocks(values);
  const [first] = blocks;
  if (!first) return undefined;
  const all = blocks.flatMap(({ shown, now }) =>
    shown.map((tick) => ({ ...tick, after: now.includes(tick.userId) })),
  );
  const ids = (before: boolean) =>
    all.filter(({ ticked, after }) => ticked === before && after !== before).map(({ userId }) => userId);
  return { accountId: first.accountId, ticked: ids(false), unticked: ids(true) };
}

/** All that stood there, each as it was shown. */
export function shownTicks(values: FormValues): ShownTick[] {
  return tickBlocks(values).flatMap(({ shown }) => shown);
}

function tickBlocks(values: FormValues): { accountId: string; shown: ShownTick[]; now: string[] }[] {
  return Object.entries(values).flatMap(([blockId, value]) => {
    const [kind, account = "", marks = "", users = ""] = blockId.split(":");
    if (kind !== prefix) return [];
    const now = Array.isArray(value) ? value : [];
    const ids = unpackIds(users);
    const shown = Array.from(marks, (mark, index) => ({ userId: ids[index] ?? "", ticked: mark === "1" }));
    return [{ accountId: unpack(account), shown, now }];
  });
}

export function packIds(ids: string[]): string {
  return ids.map(pack).join("");
}

export function unpackIds(packed: string): string[] {
  return (packed.match(/.{22}/gu) ?? []).map(unpack);
}

/** A UUID in 22 characters. */
function pack(id: string): string {
  return Buffer.from(id.replaceAll("-", ""), "hex").toString("base64url");
}

function unpack(packed: string): string {
  const hex = Buffer.from(packed, "base64url").toString("hex");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
