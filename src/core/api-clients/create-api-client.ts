import { z } from "zod";
import { accountLabel } from "../kernel/names/account-name.ts";
import { loadAccount } from "../kernel/levels/load-account.ts";
import { recordAudit } from "../kernel/audit/record-audit.ts";
import type { App } from "../context.ts";
import { accessWords } from "../kernel/access/access.ts";
import type { Database, Transaction } from "../kernel/database.ts";
import type { Account } from "../generated/prisma/client.ts";
import { counted } from "../kernel/text/counted.ts";
import { applyOnce, holdApproval } from "../kernel/requests/require-approved.ts";
import { defineRequest, type RequestRow } from "../kernel/requests/request-kind.ts";
import { standardCard } from "../kernel/requests/standard-card.ts";
import { fold } from "../kernel/text/fold.ts";
import { apiClientName, insertApiClient, requireRoom, toldOfClient } from "./revoke-api-client.ts";
import { after } from "../kernel/time/clock.ts";
import { insertSecret, showableForMs } from "./client-secrets.ts";
import { hint } from "../kernel/text/command-hint.ts";
import { givenAccess, knownTo, requireGivable, requireGivableNow } from "./giving-access.ts";

export const createApiClientInput = z.object({
  name: apiClientName,
  accountId: z.uuid("Choose an Account.").nullish().default(null),
  ...givenAccess,
});

/** The outcome of a Request whose secret its requester has seen. */
export const secretShown = "secret-shown";
export const secretReady = "created";

/** The Accounts by which a client is judged, as they are now: its own, or of all that it reaches the first that are sensitive. */
export async function reachOf(
  db: Database | Transaction,
  accountId: string | null,
): Promise<{ accountIds: string[] }> {
  if (accountId) return { accountIds: [accountId] };
  return { accountIds: (await sensitiveAccounts(db)).first.map(({ id }) => id) };
}

const sensitiveNamedAtMost = 3;

interface SensitiveAccounts {
  first: Account[];
  count: number;
}

/** Those that a client for the whole Partner reaches, the first few and how many there are. */
export async function sensitiveAccounts(db: Database | Transaction): Promise<SensitiveAccounts> {
  const where = { sensitiveBecause: { not: null } };
  const first = await db.account.findMany({
    where,
    orderBy: { apiIdKey: "asc" },
    take: sensitiveNamedAtMost,
  });
  return { first, count: await db.account.count({ where }) };
}

/** How many there are, where not all of them are named. */
export function sensitiveWarnings(sensitive: SensitiveAccounts | undefined): string[] {
  if (!sensitive || sensitive.count <= sensitive.first.length) return [];
  return [`It reaches ${counted(sensitive.count, "sensitive Account")}. These are the first:`];
}

/** Makes a client that nobody can use yet: its secret is made when its requester has it shown, once. */
export const createApiClientRequest = defineRequest({
  kind: "create-api-client",
  input: createApiClientInput,
  needs: "settings:manage",
  undo: `${hint("api-clients")} revokes it.`,

  async plan(ctx, { name, accountId, ...access }) {
    await requireGivable(ctx, access, { attempted: "create-api-client", accountId });
    await requireRoom(ctx.db, name);
    const account = accountId ? await loadAccount(ctx.db, accountId) : undefined;
    const sensitive = accountId ? undefined : await sensitiveAccounts(ctx.db);
    const reach = account
      ? `It reaches ${accountLabel(account)} alone.`
      : "It reaches every Account, and can make new ones.";
    return {
      ...(accountId && { accountId }),
      // One is enough to be judged by; more than a few of them nobody reads.
      ...(sensitive && { accountIds: sensitive.first.map(({ id }) => id) }),
      dedupeKey: `api-client:${fold(name)}`,
      what: `the API client ${name}`,
      effects: [
        `The API client ${name} is made. ${reach} It may do: ${accessWords(access)}.`,
        "Only you can see its secret, once, within a day.",
      ],
      warnings: sensitiveWarnings(sensitive),
      needsConfirmation: false,
    };
  },

  run: (ctx, request, { name, accountId, ...access }) =>
    applyOnce(ctx, request, async (tx) => {
      await requireGivableNow(tx, ctx.actor, access);
      await holdApproval(ctx, tx, request, await reachOf(tx, accountId));
      const account = accountId ? await loadAccount(tx, accountId) : null;
      const now = ctx.clock();
      const made = { createdBy: ctx.actor.name, now };
      const given = { name, account, access, knownTo: knownTo(ctx.actor), ...made };
      const client = await insertApiClient(tx, given);
      // There is none before it is shown.
      const unshown = { requestId: request.id, expiresAt: after(now, showableForMs) };
      await insertSecret(tx, { apiClientId: client.id, ...unshown, ...made });
      await recordAudit(tx, ctx, {
        action: "api-client-created",
        subject: { kind: "api-client", id: client.id, name },
        accountId,
        requestId: request.id,
        after: toldOfClient(client, account),
      });
      return secretReady;
    }),

  async card(app, request, { name, accountId, ...access }) {
    const account = accountId ? await app.db.account.findUnique({ where: { id: accountId } }) : null;
    const reach = account
      ? accountLabel(account)
      : accountId
        ? "an Account that was deleted"
        : "every Account";
    return standardCard(app, request, {
      noun: "API client",
      fields: [
        ["Name", name],
        ["Client ID", (await clientIdOf(app, request)) ?? "not made yet"],
        ["Reaches", reach],
        ["May do", accessWords(access)],
      ],
      done: "API client made",
      note:
        request.outcome === secretShown
          ? "Its secret was shown to its requester, once."
          : `Its requester can see the secret once, with the button or with ${hint("api-clients")}.`,
    });
  },
});

async function clientIdOf({ db }: App, { id }: RequestRow): Promise<string | undefined> {
  const event = await db.auditEvent.findFirst({ where: { requestId: id, action: "api-client-created" } });
  return (event?.after as { clientId?: string } | null)?.clientId;
}
