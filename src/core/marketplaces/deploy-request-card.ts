import { accountLabel } from "../kernel/names/account-name.ts";
import type { Card, CardButton, Part } from "../kernel/chat/chat.ts";
import type { App, AccountActor, Context } from "../context.ts";
import type { CardContent, RequestRow } from "../kernel/requests/request-kind.ts";
import { standardCard } from "../kernel/requests/standard-card.ts";
import { userLabel } from "../kernel/names/user-name.ts";
import type { DeployRequestInput } from "./deploy-request-input.ts";
import { counted } from "../kernel/text/counted.ts";
import { isolate } from "../kernel/text/isolate.ts";
import type { Database, Transaction } from "../kernel/database.ts";
import { DomainError } from "../kernel/errors.ts";
import type { Prisma, Account, Cycle, Marketplace } from "../generated/prisma/client.ts";
import { enterAccount, workInAccount } from "../kernel/levels/work-in-account.ts";
import { install } from "../connectors/install-template.ts";
import { hint } from "../kernel/text/command-hint.ts";

const include = {
  cards: {
    orderBy: { position: "asc" },
    include: {
      templates: {
        orderBy: [{ position: "asc" }, { templateId: "asc" }],
        include: { template: { include: { connectors: { include: { connector: true } } } } },
      },
    },
  },
} satisfies Prisma.MarketplaceInclude;

/** With its cards, their Templates, and the Connectors that those need. */
export type WholeMarketplace = Prisma.MarketplaceGetPayload<{ include: typeof include }>;
export type MarketplaceCardRow = WholeMarketplace["cards"][number];

/** The Marketplace with this number, whole. Throws not-found, at its field. */
export async function loadMarketplace(
  db: Database | Transaction,
  id: number,
  field = "marketplaceId",
): Promise<WholeMarketplace> {
  const marketplace = await db.marketplace.findUnique({ where: { id }, include });
  if (marketplace) return marketplace;
  throw new DomainError("not-found", "This Marketplace no longer exists. Choose another.", field);
}

/** The same, held as it is until the transaction ends. */
export async function lockMarketplace(tx: Transaction, id: number): Promise<WholeMarketplace> {
  await tx.$queryRaw`SELECT "id" FROM "Marketplace" WHERE "id" = ${id} FOR UPDATE`;
  return loadMarketplace(tx, id);
}

/** One Marketplace, line by line, in plain text. */
export function marketplaceDetailWords({
  marketplace,
  deployments,
}: {
  marketplace: WholeMarketplace;
  deployments: number;
}): string[] {
  const { cards, id } = marketplace;
  return [
    `Marketplace ${isolate(marketplaceLabel(marketplace))}`,
    ...(cards.length === 0 ? ["It has no card yet."] : cards.map(cardWords)),
    `Deployed: ${counted(deployments, "time")}. ${hint("marketplace")} ${id} deploys it.`,
  ];
}

function cardWords(card: MarketplaceCardRow, at: number): string {
  const templates = card.templates.map(({ template }) => {
    const connectors = template.connectors.map(({ connector }) => connector.title).join(", ");
    return `${isolate(template.name)}${connectors ? ` (${isolate(connectors)})` : ""}`;
  });
  return `${at + 1}. ${isolate(card.title)}: ${templates.join("; ") || "no template"}`;
}

/** What a Marketplace offers, for a card in the chat: its cards, by title. */
function offeredWords({ cards }: WholeMarketplace): string {
  const titles = cards.slice(0, offeredAtMost).map(({ title }) => title);
  return [...titles, ...(cards.length > offeredAtMost ? ["…"] : [])].join(", ") || "no card yet";
}

const offeredAtMost = 10;

/** A Marketplace as people recognise it: by its number, which links carry, and its name. */
export function marketplaceLabel({ id, name }: { id: number; name: string }): string {
  return `${id} ${name}`;
}

export const enterValuesAction = "enter-values";
export const showSignInLinkAction = "show-sign-in-link";

/** Who deploys what for whom; once it is done, what was made and what is offered. No link and no value is ever on it. */
export async function deployRequestCard(
  app: App,
  request: RequestRow,
  input: DeployRequestInput,
): Promise<CardContent> {
  const done = request.status === "done";
  const fields: Card["fields"] = [
    ...(await fieldsOf(app, request, input)),
    ...(done ? await madeFields(app, request) : []),
  ];
  const words = standardCard(app, request, {
    noun: "Marketplace deployment",
    fields,
    done: "Marketplace deployed",
    note: done ? doneNote(request) : "",
  });
  const button = buttonOf(request);
  return {
    ...words,
    ...(request.status === "awaitingValues" && { note: waitingNote(request) }),
    ...(button && { buttons: [button] }),
  };
}

function buttonOf({ id, status }: RequestRow): CardButton | undefined {
  if (status === "awaitingValues") return { action: enterValuesAction, value: id, label: "Enter the values" };
  if (status === "done") return { action: showSignInLinkAction, value: id, label: "Show sign-in link" };
  return undefined;
}

function waitingNote({ expiresAt }: RequestRow): Part[] {
  return [
    "Only the requester can enter the values of the connectors. The button gives them a private link.",
    ...(expiresAt ? [" Open until ", { time: expiresAt }, "."] : []),
  ];
}

function doneNote({ mailedAt }: RequestRow): Part[] {
  return [
    ...(mailedAt ? ["A link to set a password was mailed at ", { time: mailedAt }, ". "] : []),
    "The button gives the requester a sign-in link. It works once, within five minutes.",
  ];
}

async function fieldsOf(
  { db }: App,
  request: RequestRow,
  { marketplaceId, account, user, connectorIds }: DeployRequestInput,
): Promise<Card["fields"]> {
  const [marketplace, connectors, named] = await Promise.all([
    db.marketplace.findUnique({ where: { id: marketplaceId } }),
    db.connector.findMany({ where: { id: { in: connectorIds } }, orderBy: { nameKey: "asc" } }),
    user.kind === "known" ? db.user.findUnique({ where: { id: user.userId } }) : null,
  ]);
  const forAccount = request.account
    ? accountLabel(request.account)
    : "name" in account
      ? accountLabel(account)
      : "one that was deleted";
  const as = {
    "api-user": "the Account's API User",
    known: named ? userLabel(named) : "one who was deleted",
    new: user.kind === "new" ? user.username : "",
  }[user.kind];
  return [
    ["Marketplace", marketplace ? marketplaceLabel(marketplace) : "one that was deleted"],
    ["Account", forAccount],
    ["User", as],
    ...(connectors.length > 0
      ? [["Connectors", connectors.map(({ title }) => title).join(", ")] as [string, string]]
      : []),
  ];
}

const made: Record<string, string> = {
  "account-created": "the Account",
  "user-created": "the User",
  "api-user-created": "the API User",
  "membership-given": "access to the Account",
  "connector-installed": "a connector",
};

/** As the audit has it: what was made may have been changed, or be gone. */
async function madeFields({ db }: App, { id }: RequestRow): Promise<Card["fields"]> {
  const [events, deployment] = await Promise.all([
    db.auditEvent.findMany({
      where: { requestId: id, action: { in: Object.keys(made) } },
      orderBy: { id: "asc" },
      select: { action: true, subjectName: true },
    }),
    db.deployment.findFirst({ where: { requestId: id }, select: { marketplaceId: true } }),
  ]);
  const created = events.map(({ action, subjectName }) =>
    action === "connector-installed" ? `the connector ${subjectName}` : (made[action] ?? ""),
  );
  const offered = deployment ? offeredWords(await loadMarketplace(db, deployment.marketplaceId)) : "";
  return [
    ["Created", [...new Set(created)].join(", ") || "nothing: all of it existed already"],
    ...(offered ? [["Offers", offered] as [string, string]] : []),
  ];
}

interface OpenMarketplace {
  account: Account;
  marketplace: WholeMarketplace;
  /** The Account's Cycles that came of its Templates, from wherever they were installed. */
  cycles: Cycle[];
}

/** A Marketplace as it is opened in an Account. Throws forbidden and not-found. */
export async function openMarketplace(
  ctx: Context<AccountActor>,
  { accountId, marketplaceId }: { accountId: string; marketplaceId: number },
): Promise<OpenMarketplace> {
  const account = await enterAccount(ctx, { accountId, attempted: "open-marketplace" });
  const marketplace = await loadMarketplace(ctx.db, marketplaceId);
  const cycles = await ctx.db.cycle.findMany({
    where: { accountId, templateId: { in: templateIdsOf(marketplace.cards) } },
    orderBy: { id: "asc" },
  });
  return { account, marketplace, cycles };
}

/** The Marketplaces that can be opened in an Account, by number. Throws forbidden. */
export async function listOpenMarketplaces(
  ctx: Context<AccountActor>,
  accountId: string,
): Promise<Marketplace[]> {
  await enterAccount(ctx, { accountId, attempted: "list-marketplaces" });
  return ctx.db.marketplace.findMany({ orderBy: { id: "asc" }, take: 200 });
}

function templateIdsOf(cards: WholeMarketplace["cards"]): string[] {
  return [...new Set(cards.flatMap(({ templates }) => templates.map(({ templateId }) => templateId)))];
}

interface Chosen {
  accountId: string;
  marketplaceId: number;
  cardId: string;
}

/**
 * Installs the Templates of a card that the Account has no Cycle of yet, all or none. Nothing is installed twice by two who
 * press at the same moment. Throws forbidden and not-found.
 */
export async function installCard(
  ctx: Context<AccountActor>,
  { accountId, marketplaceId, cardId }: Chosen,
): Promise<Cycle[]> {
  const attempt = { accountId, attempted: "install-card" };
  return workInAccount(ctx, attempt, async (tx, _account, after) => {
    const { cards } = await loadMarketplace(tx, marketplaceId);
    const card = cards.find(({ id }) => id === cardId);
    if (!card) throw new DomainError("not-found", "This card is no longer in the Marketplace.");
    const wanted = templateIdsOf([card]);
    const there = await tx.cycle.findMany({ where: { accountId, templateId: { in: wanted } } });
    const missing = wanted.filter((id) => !there.some(({ templateId }) => templateId === id));
    const cycles: Cycle[] = [];
    for (const templateId of missing) cycles.push(await install(ctx, tx, after, { accountId, templateId }));
    return cycles;
  });
}
