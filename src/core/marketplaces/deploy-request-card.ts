import { accountLabel } from "../accounts/account-name.ts";
import type { Card, CardButton, Part } from "../chat/card.ts";
import type { App } from "../context.ts";
import type { CardWords, RequestRow } from "../requests/request-kind.ts";
import { standardCard } from "../requests/standard-card.ts";
import { userLabel } from "../users/user-name.ts";
import type { DeployRequestInput } from "./deploy-request-input.ts";
import { loadMarketplace } from "./load-marketplace.ts";
import { marketplaceLabel } from "./marketplace-label.ts";
import { offeredWords } from "./marketplace-words.ts";

export const enterValuesAction = "enter-values";
export const showSignInLinkAction = "show-sign-in-link";

/** Who deploys what for whom; once it is done, what was made and what is offered. No link and no value is ever on it. */
export async function deployRequestCard(
  app: App,
  request: RequestRow,
  input: DeployRequestInput,
): Promise<CardWords> {
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
    "Whoever asked gives the values of the connectors on a page: the button gets them a link, for them alone.",
    ...(expiresAt ? [" Open until ", { time: expiresAt }, "."] : []),
  ];
}

function doneNote({ mailedAt }: RequestRow): Part[] {
  return [
    ...(mailedAt ? ["A link to set a password was mailed at ", { time: mailedAt }, ". "] : []),
    "The sign-in link is for the one who asked, made by the button: good once, for five minutes.",
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
    ["Created", [...new Set(created)].join(", ") || "nothing: all of it was there"],
    ...(offered ? [["Offers", offered] as [string, string]] : []),
  ];
}
