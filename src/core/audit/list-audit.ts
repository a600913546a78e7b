import { accountLabel } from "../accounts/account-name.ts";
import { requirePermission } from "../console-users/require-permission.ts";
import type { App, ConsoleUserActor, Context } from "../context.ts";
import type { AuditEvent, Prisma } from "../generated/prisma/client.ts";
import { type AuditRange, inRange } from "./audit-range.ts";
import type { AuditScope } from "./audit-scope.ts";

export interface AuditPage {
  events: ListedEvent[];
  /** Where the next page begins. */
  next: bigint | undefined;
}

export interface ListedEvent extends AuditEvent {
  /** The Account's label; undefined where it has none, or was deleted. */
  account: string | undefined;
}

interface Asked {
  scope?: Pick<AuditScope, "kind" | "id"> | undefined;
  range?: AuditRange | undefined;
  /** Only what is older than this entry. */
  before?: bigint | undefined;
  take: number;
}

/** Entries of the audit, newest first. */
export async function listAudit(ctx: Context<ConsoleUserActor>, asked: Asked): Promise<AuditPage> {
  await requirePermission(ctx, "audit:view", "audit");
  return readAudit(ctx, asked);
}

/** The same for a caller whose permission was checked. */
export async function readAudit(
  { db }: Pick<App, "db">,
  { scope, range = {}, before, take }: Asked,
): Promise<AuditPage> {
  const found = await db.auditEvent.findMany({
    where: {
      AND: [
        ...(scope ? [await about(db, scope)] : []),
        ...(await inRange({ db }, range)),
        ...(before === undefined ? [] : [{ id: { lt: before } }]),
      ],
    },
    orderBy: { id: "desc" },
    take: take + 1,
  });
  const shown = found.slice(0, take);
  return {
    events: await withAccounts(db, shown),
    next: found.length > take ? shown.at(-1)?.id : undefined,
  };
}

type Where = Prisma.AuditEventWhereInput;

async function about(db: App["db"], { kind, id }: Pick<AuditScope, "kind" | "id">): Promise<Where> {
  if (kind === "account") return { accountId: id };
  if (kind === "console-user")
    return { OR: [{ actorId: id }, { subjectKind: "console-user", subjectId: id }] };
  if (kind === "address") return invitationsTo(db, id);
  const user = await db.user.findUnique({ where: { id }, select: { emailKey: true } });
  const own = { subjectKind: "user", subjectId: id };
  return user?.emailKey ? { OR: [own, await invitationsTo(db, user.emailKey)] } : own;
}

const invitationsAtMost = 500;

async function invitationsTo(db: App["db"], emailKey: string): Promise<Where> {
  const invitations = await db.invitation.findMany({
    where: { emailKey },
    orderBy: { id: "desc" },
    take: invitationsAtMost,
    select: { id: true },
  });
  return { subjectKind: "invitation", subjectId: { in: invitations.map(({ id }) => id) } };
}

/** What is told of each event's Account. */
export async function withAccounts(db: App["db"], events: AuditEvent[]): Promise<ListedEvent[]> {
  const ids = [...new Set(events.flatMap(({ accountId }) => accountId ?? []))];
  const accounts = ids.length > 0 ? await db.account.findMany({ where: { id: { in: ids } } }) : [];
  const labels = new Map(accounts.map((account) => [account.id, accountLabel(account)]));
  return events.map((event) => ({ ...event, account: labels.get(event.accountId ?? "") }));
}
