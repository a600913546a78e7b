import { requirePermission } from "../../core/kernel/access/require-access-change.ts";
import { deployForm } from "../../core/marketplaces/deploy-request-input.ts";
import { deployMarketplaceRequest } from "../../core/marketplaces/deploy-request.ts";
import { escapeMrkdwn } from "../../core/kernel/text/mrkdwn.ts";
import { submitRequest } from "../../core/kernel/requests/submit-request.ts";
import { submittedWords } from "../../core/kernel/requests/confirm-request.ts";
import { issueValueLink } from "../../core/values/issue-value-link.ts";
import { checkForm } from "../slack/fields.ts";
import type { Command } from "../slack/command.ts";
import { firstFound, type Word } from "../slack/words.ts";
import { valueLinkMessage } from "../values/enter-values.ts";
import { marketplaceForm, typedConnectors } from "./marketplace-form.ts";
import { namedAccount } from "../accounts/delete-account.ts";
import type { ConsoleUserActor, Context } from "../../core/context.ts";
import { DomainError } from "../../core/kernel/errors.ts";
import { findMarketplace } from "../../core/marketplaces/find-marketplace.ts";
import { takeOption } from "../slack/options.ts";
import { type LineArg, looksLikeAddress, looksLikeUser, readLine, type Reading } from "../slack/read-line.ts";
import { namedUser } from "../users/delete-user.ts";

const args: LineArg[] = [
  { name: "marketplace" },
  { name: "account", keyword: "in", also: ["for", "on", "to"] },
  { name: "accountName", keyword: "new-account" },
  { name: "apiId", keyword: "id" },
  { name: "user", keyword: "as", fits: looksLikeUser },
  { name: "username", keyword: "new-user", fits: looksLikeUser },
  { name: "email", keyword: "email", fits: looksLikeAddress },
  { name: "connectors", keyword: "with", many: true },
  { name: "completeParameter", keyword: "parameter", toTheEnd: true },
];

/** What was typed, and nothing looked up yet. */
function read(words: Word[]): Reading {
  const { given: inlineOAuth, rest } = takeOption(words, "--inline-oauth");
  const { typed, doubts } = readLine(args, rest);
  return { typed: { ...typed, ...(inlineOAuth && { inlineOAuth: "yes" }) }, doubts };
}

/** What the form takes, with what was named looked up. Throws not-found, conflict and forbidden. */
async function findNamed(
  ctx: Context<ConsoleUserActor>,
  { marketplace = "", account, user, connectors = "", inlineOAuth, ...rest }: Record<string, string>,
) {
  // Before a User is looked up, so that user IDs are told to nobody who may not know them.
  if (user) await requirePermission(ctx, "users:view", "marketplace");
  if (!account && !rest["accountName"])
    throw new DomainError("invalid", "Name the Account after “in”, or a new one after “new-account”.");
  return {
    ...rest,
    inlineOAuth: inlineOAuth !== undefined,
    marketplaceId: (await firstFound(marketplace, (words) => findMarketplace(ctx, words))).id,
    accountId: account && (await namedAccount(ctx, account)).id,
    userId: user && (await namedUser(ctx, user)).id,
    connectorIds: (await typedConnectors(ctx, connectors)).map(({ id }) => id),
  };
}

const { needs } = deployMarketplaceRequest;

export const marketplace: Command = {
  name: "marketplace",
  area: "Marketplaces",
  summary: "deploy a Marketplace for an Account, or for one of its Users",
  needs,
  usage: [
    "",
    "<Marketplace: number or name>",
    "<Marketplace> in <Account> [as <user ID or e-mail>] [with <connector>, <connector>…]",
    "<Marketplace> new-account <name> [id <API ID>] [new-user <user ID> [email <e-mail>]]",
    "<Marketplace> in <Account> [with <connector>] [--inline-oauth] [parameter <CompleteParameter>]",
  ],
  example: "1 in harbour",
  changes: true,
  textAfter: ["parameter"],
  options: ["--inline-oauth"],
  forms: [marketplaceForm],
  read,

  async run(call) {
    const { typed, doubts } = read(call.words);
    if (!typed["account"] && !typed["accountName"] && doubts.length === 0)
      return call.openForm(marketplaceForm, typed);
    const ctx = await call.context();
    // Before anything is looked up, so that names are told to nobody who may not know them.
    await requirePermission(ctx, needs, "marketplace");
    if (doubts.length > 0) throw new DomainError("invalid", doubts.join(" "));
    const input = checkForm(deployForm, await findNamed(ctx, typed));
    call.understood();
    if (call.planOnly) return call.submit(deployMarketplaceRequest, input);
    const submitted = await submitRequest(ctx, deployMarketplaceRequest, input, call.place);
    if (!submitted.awaitsValues || submitted.repeated)
      return call.say(escapeMrkdwn(submittedWords(submitted)));
    await call.whisper(valueLinkMessage(await issueValueLink(ctx, submitted.requestId)));
  },
};
