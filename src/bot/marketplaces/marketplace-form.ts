import { requirePermission } from "../../core/kernel/access/require-access-change.ts";
import { DomainError } from "../../core/kernel/errors.ts";
import { deployForm } from "../../core/marketplaces/deploy-request-input.ts";
import { deployMarketplaceRequest } from "../../core/marketplaces/deploy-request.ts";
import { findMarketplace, searchMarketplaces } from "../../core/marketplaces/find-marketplace.ts";
import { marketplaceLabel } from "../../core/marketplaces/deploy-request-card.ts";
import { submitRequest } from "../../core/kernel/requests/submit-request.ts";
import {
  checkForm,
  emailField,
  searchField,
  searchManyField,
  selectField,
  textField,
  tickField,
} from "../slack/fields.ts";
import type { Form } from "../slack/command.ts";
import { optionsAtMost } from "../slack/option-source.ts";
import { allows } from "../../core/kernel/access/access.ts";
import { findConnector } from "../../core/connectors/connector-values.ts";
import { connectorLabel } from "../../core/connectors/search-connectors.ts";
import type { ConsoleUserActor, Context } from "../../core/context.ts";
import type { Connector } from "../../core/generated/prisma/client.ts";
import { userLabel } from "../../core/kernel/names/user-name.ts";
import { accountChoice, namedAccount } from "../accounts/delete-account.ts";
import { filled } from "../slack/request-command.ts";
import { findEach, firstFound, textOf } from "../slack/words.ts";
import { namedUser } from "../users/delete-user.ts";
import { plain } from "../slack/reopened-view.ts";

const { needs } = deployMarketplaceRequest;

/** The connectors that were typed, each by its name and, where one is meant, its version. Throws not-found. */
export function typedConnectors(ctx: Context<ConsoleUserActor>, typed = ""): Promise<Connector[]> {
  return findEach(typed, (words) =>
    firstFound(textOf(words), async (text) => {
      // A name may hold spaces, so that the last word is a version only where the whole is no name.
      const [, name = "", version = ""] = /^(.*\S)\s+v?(\d[\w.]*)$/u.exec(text) ?? [];
      try {
        return await findConnector(ctx.db, { name: text });
      } catch (error) {
        if (!name || !(error instanceof DomainError)) throw error;
        return findConnector(ctx.db, { name, version });
      }
    }),
  );
}

/** Which Marketplace, for whom, as whom, and which connectors get their values on a page afterwards. */
export const marketplaceForm: Form = {
  name: "marketplace",
  title: "Deploy a Marketplace",

  async view(ctx, { marketplace, ...typed }) {
    await requirePermission(ctx, needs, "marketplace");
    const notices: string[] = [];
    const chosen = await filled(notices, marketplace, (text) =>
      text ? firstFound(text, (words) => findMarketplace(ctx, words)) : undefined,
    );
    const account = await filled(notices, typed["account"], (text) =>
      text ? namedAccount(ctx, text) : undefined,
    );
    const mayUsers = allows(ctx.actor, "users:view");
    const user = await filled(notices, mayUsers ? typed["user"] : undefined, (text) =>
      text ? namedUser(ctx, text) : undefined,
    );
    const connectors = await filled(notices, typed["connectors"], (text) => typedConnectors(ctx, text));
    const found = await searchMarketplaces(ctx, "", optionsAtMost);
    const all = chosen && !found.some(({ id }) => id === chosen.id) ? [chosen, ...found] : found;
    if (all.length === 0)
      throw new DomainError(
        "not-found",
        "There is no Marketplace yet. Make one with /cyclr edit-marketplace.",
      );
    const choices = all.map((one) => ({ text: marketplaceLabel(one), value: String(one.id) }));
    return {
      submit: plain("Deploy"),
      notices,
      blocks: [
        selectField({
          id: "marketplaceId",
          label: "Marketplace",
          choices,
          chosen: chosen && String(chosen.id),
        }),
        searchField({
          id: "accountId",
          label: "Account",
          source: "account",
          optional: true,
          chosen: account && accountChoice(account),
        }),
        textField({
          id: "accountName",
          label: "Or a new Account, called",
          value: typed["accountName"],
          optional: true,
          max: 200,
        }),
        textField({
          id: "apiId",
          label: "API ID of the new Account",
          hint: "Leave empty to get a GUID.",
          value: typed["apiId"],
          optional: true,
          max: 100,
        }),
        searchField({
          id: "userId",
          label: "User",
          hint: "The deployment is recorded in this User's name. Without this or a new User, it is recorded in the name of the Account's API User.",
          source: "user",
          chosen: user && { text: userLabel(user), value: user.id },
          optional: true,
        }),
        textField({
          id: "username",
          label: "Or a new User, with the user ID",
          value: typed["username"],
          optional: true,
          max: 100,
        }),
        emailField({
          id: "email",
          label: "E-mail of the new User",
          hint: "We mail a link to set a password there.",
          value: typed["email"],
          optional: true,
        }),
        searchManyField({
          id: "connectorIds",
          label: "Connectors to authenticate",
          hint: "A page asks you for their values afterwards. Never type them into Slack.",
          source: "connector",
          chosen: connectors.map((each) => ({ text: connectorLabel(each), value: each.id })),
          optional: true,
        }),
        tickField({
          id: "inlineOAuth",
          label: "OAuth",
          tick: "The person authorises it in the Marketplace",
          on: typed["inlineOAuth"] !== undefined,
          optional: true,
        }),
        textField({
          id: "completeParameter",
          label: "CompleteParameter",
          hint: "Sent back with each notification to the notification URL.",
          value: typed["completeParameter"],
          optional: true,
          max: 500,
        }),
      ],
    };
  },

  async submit(ctx, values, place) {
    await requirePermission(ctx, needs, "marketplace");
    return submitRequest(ctx, deployMarketplaceRequest, checkForm(deployForm, values), place);
  },
};
