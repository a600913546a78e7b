import { hint } from "../kernel/text/command-hint.ts";
import { z } from "zod";
import { type Access, accessOf, accessWords } from "../kernel/access/access.ts";
import { type Auditing, recordAudit } from "../kernel/audit/record-audit.ts";
import type { Database, Transaction } from "../kernel/database.ts";
import { DomainError } from "../kernel/errors.ts";
import type { ApiClient, Account, Prisma } from "../generated/prisma/client.ts";
import { applyOnce } from "../kernel/requests/require-approved.ts";
import { defineRequest } from "../kernel/requests/request-kind.ts";
import { standardCard } from "../kernel/requests/standard-card.ts";
import { loadAccount } from "../kernel/levels/load-account.ts";
import { checkInput } from "../kernel/text/check-input.ts";
import type { App, OperatorContext } from "../context.ts";
import { shorten } from "../kernel/text/mrkdwn.ts";
import { fold } from "../kernel/text/fold.ts";
import { accountLabel } from "../kernel/names/account-name.ts";
import { moment } from "../kernel/text/moment-words.ts";
import { randomBytes } from "node:crypto";
import { insertSecret, newClientSecret, standing } from "./client-secrets.ts";
import { givenAccess } from "./giving-access.ts";
import { madeFor, madeWords } from "./made-for.ts";
import { email } from "../kernel/text/identity-key.ts";

const include = (now: Date) =>
  ({
    account: true,
    secrets: { where: standing(now), omit: { secretHash: true }, orderBy: { id: "asc" } },
  }) satisfies Prisma.ApiClientInclude;

export type ListedApiClient = Prisma.ApiClientGetPayload<{ include: ReturnType<typeof include> }>;

/**
 * The clients that are not revoked with their secrets that are not, in the order in which they were made. The caller has checked
 * the permission.
 */
export function listApiClients({ db, clock }: Pick<App, "db" | "clock">): Promise<ListedApiClient[]> {
  return db.apiClient.findMany({
    where: { revokedAt: null },
    include: include(clock()),
    orderBy: { id: "asc" },
  });
}

/** How many sets of credentials there may be at once, in all. */
export const apiClientsAtMost = 5;

export const apiClientName = z
  .string()
  .trim()
  .min(1, "Enter a name that says what the client is for.")
  .max(100, "Use at most 100 characters.")
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, "Leave out control characters.");

interface NewApiClient {
  name: string;
  /** The only Account it may reach; null for the whole Partner. */
  account: Account | null;
  access: Access;
  createdBy: string;
  knownTo?: string[];
  now: Date;
}

/** Makes a client, of which there are never too many nor two of one name. The caller records it. */
export async function insertApiClient(tx: Transaction, given: NewApiClient): Promise<ApiClient> {
  await lockApiClients(tx);
  await requireRoom(tx, given.name);
  const { account, access, now, ...client } = given;
  const clientId = randomBytes(16).toString("hex");
  const accountId = account?.id ?? null;
  return tx.apiClient.create({ data: { ...client, ...access, clientId, accountId, createdAt: now } });
}

/** Throws conflict where there are five already, or one of this name. */
export async function requireRoom(db: Database | Transaction, name: string): Promise<void> {
  const open = await db.apiClient.findMany({ where: { revokedAt: null }, select: { name: true } });
  if (open.some((one) => fold(one.name) === fold(name)))
    throw new DomainError("conflict", "There is already an API client of this name. Choose another.", "name");
  if (open.length < apiClientsAtMost) return;
  const advice = "First revoke one that is no longer used.";
  throw new DomainError(
    "conflict",
    `There are ${apiClientsAtMost} API clients, and there cannot be more. ${advice}`,
  );
}

/** What the audit keeps of a client. */
export function toldOfClient(client: ApiClient, account: Account | null) {
  const { name, clientId } = client;
  return {
    name,
    clientId,
    account: account ? accountLabel(account) : null,
    may: accessWords(accessOf(client)),
  };
}

const apiClientsLock = 4_092_160_320;

/** One at a time, so that two do not both find room for the fifth. */
async function lockApiClients(tx: Transaction): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${apiClientsLock}::BIGINT)`;
}

const addApiClientInput = z.object({
  name: apiClientName,
  accountId: z.uuid().nullable(),
  /** Of the Console User who gets it. */
  email,
  /** Left out: what they may do themselves. */
  access: z.object(givenAccess).optional(),
});

/** Makes a client at once, and returns its secret, this once. Throws conflict, not-found and forbidden. */
export async function addApiClient(
  ctx: OperatorContext,
  given: z.input<typeof addApiClientInput>,
): Promise<{ client: ApiClient; secret: string }> {
  const { name, accountId, email: address, access: asked } = checkInput(addApiClientInput, given);
  const { secret, kept } = newClientSecret();
  const now = ctx.clock();
  return ctx.db.$transaction(async (tx) => {
    const account = accountId ? await loadAccount(tx, accountId) : null;
    const user = await madeFor(tx, address, asked);
    const createdBy = madeWords(ctx.actor.name, user);
    const access = asked ?? accessOf(user);
    const client = await insertApiClient(tx, { name, account, access, createdBy, knownTo: [user.id], now });
    await insertSecret(tx, { apiClientId: client.id, createdBy, expiresAt: null, kept, now });
    await recordAudit(tx, ctx, {
      action: "api-client-created",
      subject: { kind: "api-client", id: client.id, name },
      ...(account && { accountId: account.id }),
      after: { ...toldOfClient(client, account), for: user.email },
    });
    return { client, secret };
  });
}

/** The one client that the words name: by client ID or name, in any case. Throws not-found. */
export async function findApiClient(app: Pick<App, "db" | "clock">, words: string): Promise<ListedApiClient> {
  const key = fold(words);
  const clients = await listApiClients(app);
  const found = clients.find(({ clientId, name }) => clientId === key || fold(name) === key);
  if (found) return found;
  const known = clients.map(({ name }) => name).join(", ");
  throw new DomainError(
    "not-found",
    `No API client is called “${shorten(words, 80)}”. ${known ? `There is: ${known}.` : "There is none."}`,
    "apiClientId",
  );
}

/** A client on one line, without its secrets. */
export function apiClientLine(client: Omit<ListedApiClient, "secrets">): string {
  const { name, clientId, account, createdAt, createdBy, lastUsedAt } = client;
  const made = `made ${moment(createdAt)}${createdBy && ` by ${createdBy}`}`;
  return [
    name,
    `client ID ${clientId}`,
    account ? `reaches ${accountLabel(account)}` : "reaches every Account",
    `may do: ${accessWords(accessOf(client))}`,
    made,
    lastUsedAt ? `last used ${moment(lastUsedAt)}` : "never used",
  ].join(" · ");
}

export const revokeApiClientInput = z.object({ apiClientId: z.uuid("Choose an API client.") });

/** Ends a client and every token of it, at once. */
export const revokeApiClientRequest = defineRequest({
  kind: "revoke-api-client",
  input: revokeApiClientInput,
  needs: "settings:manage",
  undo: `${hint("api-clients")} makes a new one, with a secret of its own.`,

  async plan(ctx, { apiClientId }) {
    const client = await loadApiClient(ctx.db, apiClientId);
    const where = { apiClientId, expiresAt: { gt: ctx.clock() } };
    const tokens = await ctx.db.accessToken.count({ where });
    return {
      ...(client.accountId && { accountId: client.accountId }),
      dedupeKey: `revoke-api-client:${apiClientId}`,
      what: `the revocation of the API client ${client.name}`,
      effects: [
        `The API client ${client.name} is revoked: its secrets give no more tokens.`,
        tokens > 0
          ? `${tokens === 1 ? "1 of its tokens stops" : `${tokens} of its tokens stop`} working at once.`
          : "No token of it is in use.",
      ],
      warnings: ["This cannot be undone."],
      needsConfirmation: true,
    };
  },

  run: (ctx, request, { apiClientId }) =>
    applyOnce(ctx, request, async (tx) => {
      const ended = await end(tx, ctx, { apiClientId, requestId: request.id, now: ctx.clock() });
      return ended ? "revoked" : "already";
    }),

  async card(app, request, { apiClientId }) {
    const client = await app.db.apiClient.findUnique({ where: { id: apiClientId } });
    return standardCard(app, request, {
      noun: "Revocation of an API client",
      fields: [["API client", client?.name ?? "an API client that is gone"]],
      done: "API client revoked",
      note: "Its secrets and its tokens no longer work.",
    });
  },
});

/** The same from the command line. False where it was revoked already. */
export function revokeApiClient(ctx: OperatorContext, apiClientId: string): Promise<boolean> {
  return ctx.db.$transaction((tx) => end(tx, ctx, { apiClientId, now: ctx.clock() }));
}

async function end(
  tx: Transaction,
  who: Auditing,
  { apiClientId, requestId, now }: { apiClientId: string; requestId?: string; now: Date },
): Promise<boolean> {
  const [client] = await tx.apiClient.updateManyAndReturn({
    where: { id: apiClientId, revokedAt: null },
    data: { revokedAt: now },
  });
  if (!client) return false;
  // First its secrets: a token that is being given holds one of them.
  await tx.apiClientSecret.updateMany({ where: { apiClientId, revokedAt: null }, data: { revokedAt: now } });
  await tx.accessToken.deleteMany({ where: { apiClientId } });
  const { id, name, accountId, clientId } = client;
  await recordAudit(tx, who, {
    action: "api-client-revoked",
    subject: { kind: "api-client", id, name },
    accountId,
    requestId,
    before: { name, clientId },
  });
  return true;
}

/** One that is not revoked. Throws not-found. */
export async function loadApiClient(db: Database | Transaction, id: string): Promise<ApiClient> {
  const client = await db.apiClient.findUnique({ where: { id, revokedAt: null } });
  if (client) return client;
  throw new DomainError("not-found", "This API client was revoked already.", "apiClientId");
}

/** The same, held to the end of the transaction. */
export async function lockApiClient(tx: Transaction, id: string): Promise<ApiClient> {
  await tx.$queryRaw`SELECT "id" FROM "ApiClient" WHERE "id" = ${id}::uuid FOR UPDATE`;
  return loadApiClient(tx, id);
}
