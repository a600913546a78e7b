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
import { optionsAtMost } from "../option-sources.ts";
import { plain } from "../slack/reopened-view.ts";

const { needs } = deployMarketplaceRequest;

/** Which Marketplace, for whom, as whom, and which connectors get their values on a page afterwards. */
export const marketplaceForm: Form = {
  name: "marketplace",
  title: "Deploy a Marketplace",

  async view(ctx, { marketplace }) {
    await requirePermission(ctx, needs, "marketplace");
    const chosen = marketplace ? await findMarketplace(ctx, marketplace) : undefined;
    const found = await searchMarketplaces(ctx, "", optionsAtMost);
    const all = chosen && !found.some(({ id }) => id === chosen.id) ? [chosen, ...found] : found;
    if (all.length === 0)
      throw new DomainError("not-found", "There is no Marketplace yet. /cyclr edit-marketplace makes one.");
    const choices = all.map((one) => ({ text: marketplaceLabel(one), value: String(one.id) }));
    return {
      submit: plain("Deploy"),
      blocks: [
        selectField({
          id: "marketplaceId",
          label: "Marketplace",
          choices,
          chosen: chosen && String(chosen.id),
        }),
        searchField({ id: "accountId", label: "Account", source: "account", optional: true }),
        textField({ id: "accountName", label: "Or a new Account, called", optional: true, max: 200 }),
        textField({
          id: "apiId",
          label: "API ID of the new Account",
          hint: "Left empty, a GUID is made.",
          optional: true,
          max: 100,
        }),
        searchField({
          id: "userId",
          label: "User",
          hint: "Whom it is attributed to. With neither this nor a new User: the Account's API User.",
          source: "user",
          optional: true,
        }),
        textField({ id: "username", label: "Or a new User, with the user ID", optional: true, max: 100 }),
        emailField({
          id: "email",
          label: "E-mail of the new User",
          hint: "A link to set a password goes there.",
          optional: true,
        }),
        searchManyField({
          id: "connectorIds",
          label: "Connectors to authenticate",
          hint: "A page asks you for their values afterwards: never type them into Slack.",
          source: "connector",
          optional: true,
        }),
        tickField({
          id: "inlineOAuth",
          label: "OAuth",
          tick: "Is authorised by the person, in the Marketplace",
          optional: true,
        }),
        textField({
          id: "completeParameter",
          label: "CompleteParameter",
          hint: "Echoed in what the notification URL is told.",
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
