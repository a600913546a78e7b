import { z } from "zod";
import type { Part } from "../chat/chat.ts";
import type { App } from "../../context.ts";
import type { Database, Transaction } from "../database.ts";
import { identityKey } from "../text/identity-key.ts";
import { isolate } from "../text/isolate.ts";
import { after, days } from "../time/clock.ts";
import { accountLabel } from "./account-name.ts";

interface FormerHolder {
  /** How that Account is called since, or was called last. */
  label: string;
  until: Date;
  /** Who deleted it, where it was deleted; null where it has another API ID since. */
  deletedBy: string | null;
}

/**
 * Another Account that had this API ID, the last one, as the audit has it: whoever takes the ID over gets the calls of the API
 * and the people who name that Account.
 */
export async function formerHolder(
  db: Database | Transaction,
  apiId: string,
  accountId: string | null,
): Promise<FormerHolder | undefined> {
  // In the very words of the index AuditEvent_former_apiId.
  const [holder] = await db.$queryRaw<FormerHolder[]>`
    SELECT "subjectName" AS "label", "at" AS "until",
      CASE WHEN "action" = 'account-deleted' THEN "actorId" END AS "deletedBy"
    FROM "AuditEvent"
    WHERE "action" IN ('account-settings-changed', 'account-deleted')
      AND lower("before" ->> 'apiId') = ${identityKey(apiId)}
      AND "accountId" IS DISTINCT FROM ${accountId}::uuid
    ORDER BY "id" DESC LIMIT 1`;
  return holder;
}

/** Why the API ID of a former holder needs more approval, as the end of a sentence. */
export const formerApiId = "the API ID was that of another Account";

/** What those should know who approve it. */
export function formerHolderWords(apiId: string, { label }: FormerHolder): string {
  return `The API ID ${apiId} was that of another Account, ${label}. Calls of the API and commands that still name it reach this one from then on.`;
}

const toldForMs = days(7);
const told = z.object({ name: z.string().optional(), apiId: z.string().optional() });

/** How these Accounts were called in the last 7 days, a line each: whoever approves may know them by another name. */
export async function formerNames(
  { db, clock }: Pick<App, "db" | "clock">,
  accountIds: string[],
): Promise<Part[][]> {
  const since = after(clock(), -toldForMs);
  const events = await db.auditEvent.findMany({
    where: { accountId: { in: accountIds }, action: "account-settings-changed", at: { gt: since } },
    orderBy: { id: "desc" },
    select: { accountId: true, before: true, at: true },
  });
  const ids = [...new Set(events.flatMap(({ accountId }) => accountId ?? []))];
  const accounts = await db.account.findMany({
    where: { id: { in: ids } },
    orderBy: { apiIdKey: "asc" },
    select: { id: true, name: true, apiId: true },
  });
  return accounts.flatMap(({ id, ...account }) => {
    let label = accountLabel(account);
    let was = account;
    return events.flatMap(({ accountId, before, at }): Part[][] => {
      const change = accountId === id ? told.safeParse(before).data : undefined;
      if (change?.name === undefined && change?.apiId === undefined) return [];
      was = { name: change.name ?? was.name, apiId: change.apiId ?? was.apiId };
      const line = [`${isolate(label)} was called ${isolate(accountLabel(was))} until `, { time: at }, "."];
      label = accountLabel(was);
      return [line];
    });
  });
}
