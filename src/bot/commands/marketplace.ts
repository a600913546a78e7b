import { requirePermission } from "../../core/console-users/require-permission.ts";
import { deployForm } from "../../core/marketplaces/deploy-request-input.ts";
import { deployMarketplaceRequest } from "../../core/marketplaces/deploy-request.ts";
import { escapeMrkdwn } from "../../core/chat/mrkdwn.ts";
import { submitRequest } from "../../core/requests/submit-request.ts";
import { submittedWords } from "../../core/requests/submitted-words.ts";
import { issueValueLink } from "../../core/values/issue-value-link.ts";
import { checkForm } from "../check-form.ts";
import type { Command } from "../command.ts";
import { valueLinkMessage } from "../value-link-message.ts";
import { marketplaceForm } from "./marketplace-form.ts";
import { findNamed, readDeployment } from "./marketplace-words.ts";

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
