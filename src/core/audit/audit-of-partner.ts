import { readPartnerAccount } from "../accounts/accounts-of-partner.ts";
import type { ConsoleUserActor, Context } from "../context.ts";
import { requirePermission, requirePermissionNow } from "../kernel/access/require-access-change.ts";
import { recordAudit } from "../kernel/audit/record-audit.ts";
import { DomainError } from "../kernel/errors.ts";
import { accountLabel } from "../kernel/names/account-name.ts";
import { addressKey } from "../kernel/text/identity-key.ts";
import type { AuditScope } from "./audit-scope.ts";
import { auditPages, type ExportedEvent } from "./export-audit.ts";
import { type AuditRange, checkRange, listAudit, type ListedEvent, rangeWords } from "./list-audit.ts";
import { sealWherePossible } from "./seal-audit.ts";
import { type AuditKeeper, auditKeeper, type VerifiedAudit, verifyAudit } from "./verify-audit.ts";

type Caller = Context<ConsoleUserActor>;

/** Of whom or what entries are asked for: one of these at most, and it may have been deleted. */
export interface AuditFilters extends AuditRange {
  userId?: string | undefined;
  /** The API ID. */
  accountId?: string | undefined;
  consoleUserId?: string | undefined;
  /** An address that was invited. */
  email?: string | undefined;
}

interface Filtered {
  scope: AuditScope | undefined;
  range: AuditRange;
}

/** Throws invalid at the second of two, and not-found at an Account that is none. */
async function readFilters(ctx: Caller, { since, until, ...filters }: AuditFilters): Promise<Filtered> {
  const range = checkRange({ since, until });
  const [first, second] = Object.entries(filters).filter(([, value]) => value !== undefined);
  if (second)
    throw new DomainError("invalid", "Name a User, an Account, a Console User or an address.", second[0]);
  const [field, words = ""] = first ?? [];
  if (field === undefined) return { scope: undefined, range };
  if (field === "userId") return { scope: { kind: "user", id: words, label: words }, range };
  if (field === "email") return { scope: { kind: "address", id: addressKey(words), label: words }, range };
  if (field === "consoleUserId") return { scope: { kind: "console-user", id: words, label: words }, range };
  const account = await readPartnerAccount(ctx, words, "accountId");
  return { scope: { kind: "account", id: account.id, label: accountLabel(account) }, range };
}

/** Entries of the audit, newest first. Throws forbidden, invalid, not-found. */
export async function listPartnerAudit(
  ctx: Caller,
  { before, take, ...filters }: AuditFilters & { before: bigint | undefined; take: number },
): Promise<{ rows: ListedEvent[]; next: bigint | undefined }> {
  await requirePermission(ctx, "audit:view", "audit");
  const { events: rows, next } = await listAudit(ctx, { ...(await readFilters(ctx, filters)), before, take });
  return { rows, next };
}

/**
 * The entries page by page, for a file of any length. That it was asked for is on record before the first of them is read.
 * Throws forbidden, invalid, not-found.
 */
export async function streamPartnerAudit(
  ctx: Caller,
  filters: AuditFilters & { format: string },
): Promise<AsyncGenerator<ExportedEvent[]>> {
  const { format, ...given } = filters;
  await requirePermission(ctx, "audit:view", "audit");
  const { scope, range } = await readFilters(ctx, given);
  await sealWherePossible(ctx.db);
  await recordAudit(ctx.db, ctx, {
    action: "audit-exported",
    subject: { kind: "audit", name: scope?.label ?? "" },
    ...(scope?.kind === "account" && { accountId: scope.id }),
    after: { format, ...(rangeWords(range) && { range: rangeWords(range) }) },
  });
  return whileAllowed(ctx, auditPages(ctx, scope, range));
}

/** A file of hours breaks off where its application was revoked, or lost the right to read it. */
async function* whileAllowed(
  { db, actor }: Caller,
  pages: AsyncGenerator<ExportedEvent[]>,
): AsyncGenerator<ExportedEvent[]> {
  for await (const page of pages) {
    await requirePermissionNow(db, actor, "audit:view");
    yield page;
  }
}

/** Computes the whole chain anew: see `verifyAudit`. Throws forbidden. */
export async function verifyPartnerAudit(
  ctx: Caller,
  expected: string | undefined,
): Promise<{ verified: VerifiedAudit; keeper: AuditKeeper }> {
  await requirePermission(ctx, "audit:view", "audit");
  return { verified: await verifyAudit(ctx.db, expected), keeper: await auditKeeper(ctx.db) };
}
