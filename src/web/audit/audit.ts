import { z } from "@hono/zod-openapi";
import {
  listPartnerAudit,
  streamPartnerAudit,
  verifyPartnerAudit,
} from "../../core/audit/audit-of-partner.ts";
import { auditWords } from "../../core/audit/audit-words.ts";
import { auditHead, auditLine, type ExportedEvent } from "../../core/audit/export-audit.ts";
import type { ListedEvent } from "../../core/audit/list-audit.ts";
import { brokenWords, unproven } from "../../core/audit/verified-words.ts";
import { auditFaults } from "../../core/audit/verify-audit.ts";
import { resolveForPrograms } from "../../core/kernel/text/command-hint.ts";
import { noteLimit } from "../http/api-errors.ts";
import { partnerRoute } from "../http/api-route.ts";
import { answerCursor, cursorPage, cursorQuery, readCursor } from "../http/cursor-list.ts";
import { jsonObject, text } from "../http/json-schemas.ts";
import { counted } from "../http/rate-limits.ts";

const tag = "Audit";

const entryFields = {
  Id: z.string(),
  At: z.iso.datetime(),
  Action: z.string(),
  Words: z.string().openapi({ description: "What was done, after the actor's name." }),
  Surface: z.enum(["slack", "web", "api", "command-line", "job"]),
  Actor: z.strictObject({ Kind: z.string(), Id: z.string().nullable(), Name: z.string() }),
  Subject: z.strictObject({ Kind: z.string(), Id: z.string().nullable(), Name: z.string() }),
  Account: z.string().nullable().openapi({ description: "Name and Id; null where there is none any more." }),
  AccountUid: z.uuid().nullable().openapi({ description: "The Account's own id, which never changes." }),
  RequestId: z.uuid().nullable(),
  Before: z.record(z.string(), z.unknown()).nullable(),
  After: z.record(z.string(), z.unknown()).nullable(),
  ErasedBy: z
    .string()
    .nullable()
    .openapi({ description: "The later entry by which a person was erased from this one." }),
};

const entryJson = z.strictObject(entryFields).openapi("AuditEntry");

/** A line of the export. */
const sealedEntryJson = z
  .strictObject({ ...entryFields, Block: z.string().nullable(), BlockHash: z.string().nullable() })
  .openapi("SealedAuditEntry");

function show(event: ListedEvent): z.input<typeof entryJson> {
  return {
    Id: String(event.id),
    At: event.at.toISOString(),
    Action: event.action,
    Words: resolveForPrograms(auditWords(event, event.account)),
    Surface: event.surface as "api",
    Actor: { Kind: event.actorKind, Id: event.actorId, Name: event.actorName },
    Subject: { Kind: event.subjectKind, Id: event.subjectId, Name: resolveForPrograms(event.subjectName) },
    Account: event.account ?? null,
    AccountUid: event.accountId,
    RequestId: event.requestId,
    Before: told(event.before),
    After: told(event.after),
    ErasedBy: event.erasedBy === null ? null : String(event.erasedBy),
  };
}

/** Sentences among what was audited hold hints and moments. */
const told = (value: unknown): Record<string, unknown> | null =>
  value === null
    ? null
    : (JSON.parse(JSON.stringify(value), (_, one: unknown) =>
        typeof one === "string" ? resolveForPrograms(one) : one,
      ) as Record<string, unknown>);

const day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, "Write a day like 2026-03-31.")
  .optional();

const filters = {
  UserId: z.uuid().optional(),
  AccountId: text.max(200).optional(),
  ConsoleUserId: z.uuid().optional(),
  Email: text.max(400).optional().openapi({ description: "An address that was invited." }),
  Since: day.openapi({ description: "The first day, in UTC." }),
  Until: day.openapi({ description: "The last day, in UTC." }),
};

type Filters = z.output<z.ZodObject<typeof filters>>;

const read = ({ UserId, AccountId, ConsoleUserId, Email, Since, Until }: Filters) => ({
  userId: UserId,
  accountId: AccountId,
  consoleUserId: ConsoleUserId,
  email: Email,
  since: Since,
  until: Until,
});

export const listAuditRoute = partnerRoute(
  {
    method: "get",
    path: "/v1.0/audit",
    tag,
    needs: "audit:view",
    summary:
      "The entries of the audit, the newest first; of one User, Account, Console User or invited address, and from a day on or up to one, where that is given",
    query: cursorQuery(filters),
    answer: cursorPage(entryJson, "AuditEntries"),
  },
  async (call) => {
    const { take, after } = readCursor(call, z.string().regex(/^\d{1,19}$/));
    const before = after === undefined ? undefined : BigInt(after);
    const { rows, next } = await listPartnerAudit(call.ctx, { ...read(call.query), before, take });
    return answerCursor(call, { rows, next: next === undefined ? undefined : String(next) }, show);
  },
);

/** Many clients take every type that has json in it for one value of JSON, which lines of it are not. */
const formats = { csv: "text/csv; charset=utf-8", jsonl: "text/plain; charset=utf-8" };

export const exportAuditRoute = partnerRoute(
  {
    method: "get",
    path: "/v1.0/audit/export",
    tag,
    operationId: "exportAudit",
    needs: "audit:view",
    summary:
      "All these entries in one file, the newest first, each with the block that seals it: as CSV, or as a JSON object a line. A transfer that breaks off is not whole; the audit says who exported",
    query: jsonObject({ ...filters, Format: z.enum(["csv", "jsonl"]).optional() }),
    answer: z.string(),
    limited: true,
    files: Object.values(formats),
  },
  async ({ c, ctx, query }) => {
    const { Format: format = "csv", ...asked } = query;
    noteLimit(c, await counted(c.var.limits.auditReadings, ctx.actor.id));
    const pages = await streamPartnerAudit(ctx, { ...read(asked), format });
    const name = `audit-${ctx.clock().toISOString().slice(0, 10)}.${format}`;
    return {
      body: "",
      headers: { "Content-Disposition": `attachment; filename="${name}"` },
      file: { type: formats[format], chunks: format === "csv" ? csvOf(pages) : linesOf(pages) },
    };
  },
);

async function* csvOf(pages: AsyncGenerator<ExportedEvent[]>): AsyncGenerator<string> {
  yield auditHead();
  for await (const page of pages) yield page.map(auditLine).join("");
}

async function* linesOf(pages: AsyncGenerator<ExportedEvent[]>): AsyncGenerator<string> {
  for await (const page of pages)
    yield page
      .map(({ event, block }): z.input<typeof sealedEntryJson> => ({
        ...show(event),
        Block: block ? String(block.number) : null,
        BlockHash: block?.hash ?? null,
      }))
      .map((line) => `${JSON.stringify(line)}\n`)
      .join("");
}

const verification = z
  .strictObject({
    Whole: z
      .boolean()
      .openapi({ description: "The chain holds, and has the expected hash if one is given." }),
    Message: z.string(),
    Rows: z.int().openapi({ description: "Sealed entries that hold, up to the fault." }),
    Blocks: z.int().openapi({ description: "Sealed blocks that hold, up to the fault." }),
    Erased: z
      .strictObject({ Rows: z.int(), By: z.array(z.string()) })
      .openapi({ description: "From how many of these rows a person was erased, and by which entries." }),
    LastBlock: z.string().nullable(),
    LastHash: z
      .string()
      .nullable()
      .openapi({ description: "Of the last block that holds. Written down elsewhere it is a later Expect." }),
    Broken: z
      .strictObject({
        What: z.enum(["row", "block"]),
        Id: z.string(),
        Fault: z.enum(auditFaults),
      })
      .nullable()
      .openapi({ description: "The first entry or block that does not fit." }),
    ExpectedFound: z.boolean().nullable(),
    Unsealed: z.strictObject({ Rows: z.int(), Since: z.iso.datetime().nullable() }),
    CannotProve: z.array(z.string()).openapi({ description: "What a whole chain does not prove." }),
    ProgramMayRewrite: z
      .boolean()
      .openapi({ description: "Whether the program's own role in the database could rewrite the audit." }),
  })
  .openapi("AuditVerification");

export const verifyAuditRoute = partnerRoute(
  {
    method: "get",
    path: "/v1.0/audit/verification",
    tag,
    operationId: "verifyAudit",
    needs: "audit:view",
    summary:
      "Compute the audit's chain anew, and say whether it is whole, where it breaks and what that does not prove. Reads everything: it takes a while",
    query: jsonObject({
      Expect: z
        .string()
        .regex(/^[0-9a-f]{64}$/iu, "Give the hash of a block: 64 digits from 0 to f.")
        .optional()
        .openapi({ description: "A hash that was written down before: it has to be in the chain." }),
    }),
    answer: verification,
    limited: true,
  },
  async ({ c, ctx, query }) => {
    noteLimit(c, await counted(c.var.limits.auditReadings, ctx.actor.id));
    const { verified, keeper } = await verifyPartnerAudit(ctx, query.Expect);
    const { broken, unsealed } = verified;
    const fault = brokenWords(verified);
    return {
      body: {
        Whole: fault === undefined,
        Message: resolveForPrograms(fault ?? "The audit is whole."),
        Rows: verified.count,
        Blocks: verified.blocks,
        Erased: { Rows: verified.erased.count, By: verified.erased.by },
        LastBlock: verified.lastBlock ?? null,
        LastHash: verified.lastHash || null,
        Broken: broken
          ? {
              What: broken.fault.startsWith("block") ? ("block" as const) : ("row" as const),
              Id: broken.id,
              Fault: broken.fault,
            }
          : null,
        ExpectedFound: verified.expectedFound ?? null,
        Unsealed: { Rows: unsealed.count, Since: unsealed.since?.toISOString() ?? null },
        CannotProve: unproven(verified, keeper, "Expect"),
        ProgramMayRewrite: keeper.mayRewrite,
      },
    };
  },
);
