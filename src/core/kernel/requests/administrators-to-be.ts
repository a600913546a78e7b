import { z } from "zod";
import { accountLabel } from "../names/account-name.ts";
import type { Card, Posted } from "../chat/chat.ts";
import type { App, ConsoleUserActor } from "../../context.ts";
import type { ChatMessage, Request, Account } from "../../generated/prisma/client.ts";
import { csvLine } from "../text/csv.ts";
import { isolate } from "../text/isolate.ts";
import { type AdministratorToBe, type Plan, approvalFor } from "./approval-policy.ts";
import type { RequestKind, RequestRow } from "./request-kind.ts";
import { requesterActor } from "./requester.ts";
import { active, allows } from "../access/access.ts";
import { mayDeny } from "./approvals.ts";
import { DomainError } from "../errors.ts";
import { unaudited } from "./approval-now.ts";
import { shorten } from "../text/mrkdwn.ts";
import type { Database, Transaction } from "../database.ts";
import { oneLine } from "../text/one-line.ts";
import { ExternalError } from "../external-error.ts";

/** So many stand in the note; who can decide gets a list of all directly where there are more. */
export const namedAtMost = 20;

const where = ({ account }: AdministratorToBe) =>
  account ? accountLabel(account) : "an Account that is gone";

/** Each who is to become Administrator, with the Account: nobody approves blindly. */
export async function administratorField({ administrators }: Plan): Promise<Card["fields"]> {
  if (!administrators || administrators.count === 0) return [];
  const first = await administrators.first(namedAtMost);
  const lines = first.map((one) => isolate(`${one.who} on ${where(one)}`));
  const more = administrators.count - first.length;
  const rest =
    more > 0
      ? [`and ${more.toLocaleString("en")} more. People who can approve this get all of them as a file.`]
      : [];
  const all = [...lines, ...rest];
  return [["Becomes Administrator", all.map((line, index) => `${index > 0 ? "\n" : ""}${line}`)]];
}

/** Those of a plan that has read them all. */
export function listed(all: AdministratorToBe[]): NonNullable<Plan["administrators"]> {
  return { count: all.length, first: async (take = all.length) => all.slice(0, take) };
}

/** Whether a message is such a list, and no card. */
export const isFile = ({ key }: Pick<ChatMessage, "key">): boolean => key.startsWith("file-");

/** The key of the list that goes with a note to one person. */
export const fileKey = (noteKey: string, chatUserId: string): string => `file-${noteKey}-${chatUserId}`;

/** Whether the note has no room for all. */
export async function needsFile(app: App, request: RequestRow): Promise<boolean> {
  const plan = await planOf(app, app.requestKinds.get(request.kind), request);
  return (plan?.administrators?.count ?? 0) > namedAtMost;
}

/**
 * Sends the list to one who can decide, directly and never into the thread. Once: killed between that and its record it is
 * sent again. Undefined where there is nothing to send, or nobody who may read it by now.
 */
export async function sendAdministrators(
  app: App,
  request: RequestRow,
  message: ChatMessage,
): Promise<Posted | undefined> {
  const sent = { channelId: message.chatUserId, messageId: message.key };
  if (message.postedAt) return sent;
  if (request.status !== "awaitingApproval") return undefined;
  const plan = await planOf(app, app.requestKinds.get(request.kind), request);
  const all = (await plan?.administrators?.first()) ?? [];
  if (all.length === 0 || !(await mayRead(app, request, message.chatUserId))) return undefined;
  const rows = all.map((one) => [
    one.who,
    one.account?.name ?? "",
    one.account?.apiId ?? "",
    one.account?.id ?? "",
  ]);
  const what = request.what ?? request.kind;
  try {
    await app.chat.sendFile(message.chatUserId, {
      name: `administrators-${request.id}.csv`,
      content: [["Who", "Account", "API ID", "Account's internal ID"], ...rows].map(csvLine).join(""),
      comment: `All ${all.length.toLocaleString("en")} who become Administrator if this is approved: ${what}`,
    });
  } catch (error) {
    if (!(error instanceof ExternalError) || error.retryable) throw error;
    app.log.error({ err: error, requestId: request.id }, "the list of Administrators was not sent");
    const card = refusedList(all.length, what, error.reason);
    return app.chat.post({ channelId: message.chatUserId, card, key: message.key });
  }
  return sent;
}

/** The note has promised the file: who can approve is told that it does not come, and not to approve blindly. */
const refusedList = (count: number, what: string, reason: string): Card => ({
  state: "failed",
  title: "The list of Administrators could not be sent",
  fields: [["Request", what]],
  note: `Slack refused the file that names all ${count.toLocaleString("en")} who become Administrator (${reason}). Ask the person who runs this bot to correct that. Do not approve names that you cannot see. Deny this, and ask the requester to send it again in lists of at most ${namedAtMost}.`,
  footer: "",
});

/** Since the note was posted, somebody may have lost what lets them decide. */
async function mayRead({ db }: App, request: RequestRow, chatUserId: string): Promise<boolean> {
  const reader = await db.consoleUser.findFirst({ where: { ...active, chatUserId } });
  return reader !== null && mayDeny(request, reader);
}

async function planOf(
  app: App,
  kind: RequestKind<unknown> | undefined,
  request: RequestRow,
): Promise<Plan | undefined> {
  const actor = requesterActor(request);
  return kind && actor ? planToShow(app, kind, request, actor) : undefined;
}

/**
 * What a Request is about, as its requester's plan says it now. Undefined where that cannot be said any more; what only a
 * database said that is away for a moment is thrown, so that nobody is shown less than there is.
 */
export async function planToShow<Input>(
  app: App,
  kind: RequestKind<Input>,
  request: Pick<Request, "id" | "input">,
  actor: ConsoleUserActor,
): Promise<Plan | undefined> {
  if (!allows(actor, kind.needs)) return undefined;
  try {
    const ctx = { ...app, actor, db: unaudited(app.db) };
    return await attachApproval(app, kind, await kind.plan(ctx, kind.input.parse(request.input), request.id));
  } catch (err) {
    if (err instanceof DomainError) return undefined;
    if (!(err instanceof z.ZodError)) throw err;
    app.log.warn({ err, requestId: request.id }, "no plan to show");
    return undefined;
  }
}

/** A kind's plan, with the warnings of sensitive Accounts and with what the policy asks of it. */
export async function attachApproval(
  { db, approvalPolicy }: Pick<App, "approvalPolicy"> & { db: Database | Transaction },
  { kind, needs }: Pick<RequestKind<unknown>, "kind" | "needs">,
  plan: Plan,
): Promise<Plan> {
  const sensitive = await sensitiveAccounts(db, plan);
  const approval = approvalFor(approvalPolicy, {
    kind: plan.judgedAs ?? kind,
    needs,
    grantsAdministrator: plan.grantsAdministrator ?? false,
    sensitive: sensitive.length > 0,
    movesSignIn: plan.movesSignIn !== undefined,
  });
  const warnings = sensitive.map(
    (account) =>
      `${accountLabel(account)} is sensitive: ${shorten(oneLine(account.sensitiveBecause ?? ""), 300)}`,
  );
  return { ...plan, warnings: [...warnings, ...plan.warnings], ...(approval && { approval }) };
}

async function sensitiveAccounts(
  db: Database | Transaction,
  { accounts, accountId, accountIds }: Plan,
): Promise<Account[]> {
  if (accounts) return accounts.filter(({ sensitiveBecause }) => sensitiveBecause !== null);
  const ids = accountIds ?? (accountId ? [accountId] : []);
  if (ids.length === 0) return [];
  return db.account.findMany({
    where: { id: { in: ids }, sensitiveBecause: { not: null } },
    orderBy: { apiIdKey: "asc" },
  });
}
