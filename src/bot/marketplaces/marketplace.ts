import { requirePermission } from "../../core/kernel/access/require-access-change.ts";
import { deployForm } from "../../core/marketplaces/deploy-request-input.ts";
import { deployMarketplaceRequest } from "../../core/marketplaces/deploy-request.ts";
import { escapeMrkdwn } from "../../core/kernel/text/mrkdwn.ts";
import { submitRequest } from "../../core/kernel/requests/submit-request.ts";
import { submittedWords } from "../../core/kernel/requests/confirm-request.ts";
import { issueValueLink } from "../../core/values/issue-value-link.ts";
import { checkForm } from "../slack/fields.ts";
import type { Command, Word } from "../slack/command.ts";
import { valueLinkMessage } from "../values/enter-values.ts";
import { marketplaceForm } from "./marketplace-form.ts";
import { findAccount } from "../../core/accounts/look-up-account.ts";
import { findConnector } from "../../core/connectors/connector-values.ts";
import type { ConsoleUserActor, Context } from "../../core/context.ts";
import { DomainError } from "../../core/kernel/errors.ts";
import { findMarketplace } from "../../core/marketplaces/find-marketplace.ts";
import { findUser } from "../../core/users/delete-user.ts";
import { readPhrase, takeOption } from "../slack/phrase.ts";

const keywords = {
  in: "account",
  "new-account": "accountName",
  id: "apiId",
  as: "user",
  "new-user": "username",
  email: "email",
  with: "connectors",
  parameter: "completeParameter",
} as const;

/** What was typed, and nothing looked up yet. */
function readDeployment(words: Word[]) {
  const { given: inlineOAuth, rest } = takeOption(words, "--inline-oauth");
  return { ...readPhrase(rest, { head: "marketplace", keywords }), inlineOAuth };
}

type Deployment = ReturnType<typeof readDeployment>;

/** What the form takes, with what was named looked up. Throws not-found, conflict and forbidden. */
async function findNamed(
  ctx: Context<ConsoleUserActor>,
  { marketplace = "", account, user, connectors = "", ...rest }: Deployment,
) {
  // Before a User is looked up, so that user IDs are told to nobody who may not know them.
  if (user) await requirePermission(ctx, "users:view", "marketplace");
  const connectorIds: string[] = [];
  for (const name of connectors.split(",").map((part) => part.trim()))
    if (name) connectorIds.push((await findConnector(ctx.db, readVersion(name))).id);
  if (!account && !rest.accountName)
    throw new DomainError("invalid", "Name the Account after “in”, or a new one after “new-account”.");
  return {
    ...rest,
    marketplaceId: (await findMarketplace(ctx, marketplace)).id,
    accountId: account && (await findAccount(ctx, account)).id,
    userId: user && (await findUser(ctx, user)).id,
    connectorIds,
  };
}

/** "Shopline" or "Shopline 2.1": a name of the library holds no space. */
function readVersion(words: string): { name: string; version?: string } {
  const [name = "", version] = words.split(/\s+/);
  return { name, ...(version && { version }) };
}

const { needs } = deployMarketplaceRequest;

export const marketplace: Command = {
  name: "marketplace",
  area: "Marketplaces",
  summary: "deploy a Marketplace for an Account, or for a User of it",
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
  forms: [marketplaceForm],

  async run(call) {
    const typed = readDeployment(call.words);
    if (!typed.account && !typed.accountName) {
      const { marketplace } = typed;
      return call.openForm(marketplaceForm, marketplace ? { marketplace } : {});
    }
    const ctx = await call.context();
    // Before anything is looked up, so that names are told to nobody who may not know them.
    await requirePermission(ctx, needs, "marketplace");
    const input = checkForm(deployForm, await findNamed(ctx, typed));
    if (call.planOnly) return call.submit(deployMarketplaceRequest, input);
    const submitted = await submitRequest(ctx, deployMarketplaceRequest, input, call.place);
    if (!submitted.awaitsValues || submitted.repeated)
      return call.say(escapeMrkdwn(submittedWords(submitted)));
    await call.say(valueLinkMessage(await issueValueLink(ctx, submitted.requestId)));
  },
};
