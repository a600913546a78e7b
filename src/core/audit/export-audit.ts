import { requirePermission } from "../kernel/access/require-access-change.ts";
import type { ConsoleUserActor, Context } from "../context.ts";
import { DomainError } from "../kernel/errors.ts";
import { counted } from "../kernel/text/counted.ts";
import { csvLine } from "../kernel/text/csv.ts";
import { type AuditRange, rangeWords, type ListedEvent, readAudit } from "./list-audit.ts";
import type { AuditScope } from "./audit-scope.ts";
import { auditWords } from "./audit-words.ts";
import { sealWherePossible } from "./seal-audit.ts";
import { recordAudit } from "../kernel/audit/record-audit.ts";

const rowsAtOnce = 1000;
export const exportedAtMost = 100_000;

export interface ExportedAudit {
  rows: number;
  /** There are older rows than a file takes. */
  cut: boolean;
}

/** Sends entries of the audit, newest first, as a CSV file to whoever asks for it, and to nobody else. */
export async function exportAudit(
  ctx: Context<ConsoleUserActor>,
  scope: AuditScope | undefined,
  range: AuditRange = {},
): Promise<ExportedAudit> {
  await requirePermission(ctx, "audit:view", "audit");
  const { chatUserId } = ctx.actor;
  if (!chatUserId) throw new DomainError("forbidden", "A file can be sent only in the chat.");
  const refused = await sealWherePossible(ctx.db);
  const { content, ...exported } = await readAll(ctx, scope, range);
  const what = [scope ? `of ${scope.label}` : "", rangeWords(range)].filter(Boolean).join(", ");
  await ctx.chat.sendFile(chatUserId, {
    name: `audit-${ctx.clock().toISOString().slice(0, 10)}.csv`,
    content,
    comment:
      `Audit ${what}`.trim() +
      `, newest first: ${exportedAuditWords(exported)}${refused === undefined ? "" : unsealedWords}`,
  });
  await recordAudit(ctx.db, ctx, {
    action: "audit-exported",
    subject: { kind: "audit", name: scope?.label ?? "" },
    ...(scope?.kind === "account" && { accountId: scope.id }),
    after: { ...exported, ...(rangeWords(range) && { range: rangeWords(range) }) },
  });
  return exported;
}

const unsealedWords = " Sealing was held up: the newest entries may be in no block yet.";

export function exportedAuditWords({ rows, cut }: ExportedAudit): string {
  const more = cut ? ` There are older entries. A file holds at most ${counted(exportedAtMost, "row")}.` : "";
  return `${counted(rows, "row")}.${more}`;
}

async function readAll(ctx: Context, scope: AuditScope | undefined, range: AuditRange) {
  const lines = [csvLine(columns)];
  let rows = 0;
  let before: bigint | undefined;
  do {
    const take = Math.min(rowsAtOnce, exportedAtMost - rows);
    const page = await readAudit(ctx, { scope, range, before, take });
    const blocks = await blocksOf(ctx, page.events);
    lines.push(page.events.map((event) => csvLine(cellsOf(event, blocks.get(event.id)))).join(""));
    rows += page.events.length;
    before = page.next;
  } while (before !== undefined && rows < exportedAtMost);
  return { content: lines.join(""), rows, cut: before !== undefined };
}

/** An entry with the block that seals it, if one does by now. */
export interface ExportedEvent {
  event: ListedEvent;
  block: Pick<Block, "number" | "hash"> | undefined;
}

/** Entries as a file has them, newest first, a page at a time: each page is read when it is asked for. */
export async function* auditPages(
  ctx: Pick<Context, "db">,
  scope: Pick<AuditScope, "kind" | "id"> | undefined,
  range: AuditRange,
): AsyncGenerator<ExportedEvent[]> {
  let before: bigint | undefined;
  do {
    const page = await readAudit(ctx, { scope, range, before, take: rowsAtOnce });
    const blocks = await blocksOf(ctx, page.events);
    yield page.events.map((event) => ({ event, block: blocks.get(event.id) }));
    before = page.next;
  } while (before !== undefined);
}

/** The first line of such a file as CSV, and the line of an entry. */
export const auditHead = (): string => csvLine(columns);
export const auditLine = ({ event, block }: ExportedEvent): string => csvLine(cellsOf(event, block));

const columns = [
  "Number",
  "Time (UTC)",
  "Actor",
  "Actor kind",
  "Actor id",
  "Surface",
  "Action",
  "In words",
  "Subject kind",
  "Subject",
  "Subject id",
  "Account",
  "Account id",
  "Request id",
  "Call",
  "Before",
  "After",
  "Block",
  "Hash of the block",
  "Erased by",
];

interface Block {
  id: bigint;
  number: bigint;
  hash: string;
}

/** By the entry's id. What was written since the file was asked for is in none yet. */
async function blocksOf({ db }: Pick<Context, "db">, events: ListedEvent[]): Promise<Map<bigint, Block>> {
  const blocks = await db.$queryRaw<Block[]>`
    SELECT "id", "number", encode("hash", 'hex') AS "hash"
    FROM unnest(${events.map(({ id }) => id)}::bigint[]) AS "id" JOIN "AuditBlock" ON "ids" @> "id"`;
  return new Map(blocks.map((block) => [block.id, block]));
}

function cellsOf(event: ListedEvent, block: ExportedEvent["block"]): string[] {
  return [
    String(event.id),
    event.at.toISOString(),
    event.actorName,
    event.actorKind,
    event.actorId ?? "",
    event.surface,
    event.action,
    auditWords(event, event.account),
    event.subjectKind,
    event.subjectName,
    event.subjectId ?? "",
    event.account ?? "",
    event.accountId ?? "",
    event.requestId ?? "",
    event.callId ?? "",
    json(event.before),
    json(event.after),
    String(block?.number ?? ""),
    block?.hash ?? "",
    event.erasedBy === null ? "" : String(event.erasedBy),
  ];
}

const json = (value: unknown): string => (value === null ? "" : JSON.stringify(value));
