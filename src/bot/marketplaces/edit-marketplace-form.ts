import type { InputBlock } from "@slack/types";
import { requirePermission } from "../../core/kernel/access/require-access-change.ts";
import type { ConsoleUserActor, Context } from "../../core/context.ts";
import { changeMarketplaceRequest } from "../../core/marketplaces/change-marketplace.ts";
import { findCard, findMarketplace, searchMarketplaces } from "../../core/marketplaces/find-marketplace.ts";
import { loadMarketplace, marketplaceLabel } from "../../core/marketplaces/deploy-request-card.ts";
import { marketplaceChange } from "../../core/marketplaces/plan-marketplace-change.ts";
import { submitRequest } from "../../core/kernel/requests/submit-request.ts";
import { checkForm, searchManyField, selectField, textField } from "../slack/fields.ts";
import type { Form } from "../slack/command.ts";
import { optionsAtMost } from "../slack/option-source.ts";
import { filled } from "../slack/request-command.ts";
import { findEach, firstFound, textOf } from "../slack/words.ts";
import { findTemplate } from "../../core/connectors/find-templates.ts";
import type { App } from "../../core/context.ts";
import { plain } from "../slack/reopened-view.ts";

const { needs } = changeMarketplaceRequest;
const name = "edit-marketplace";

const changeChoices = [
  { value: "create", text: "Make a new Marketplace" },
  { value: "rename", text: "Rename it" },
  { value: "add-card", text: "Add a card" },
  { value: "set-templates", text: "Choose the templates of a card" },
  { value: "remove-card", text: "Remove a card" },
  { value: "delete", text: "Delete it" },
];

/** The templates that were typed, with commas or “and” between them. Throws not-found. */
export async function typedTemplates(
  app: Pick<App, "db">,
  typed = "",
): Promise<{ id: string; name: string }[]> {
  return findEach(typed, (words) => firstFound(textOf(words), (text) => findTemplate(app, text)));
}

/** One form for every change of a Marketplace: what is chosen first says which of the others count. */
export const editMarketplaceForm: Form = {
  name,
  title: "Edit a Marketplace",

  async view(ctx, { marketplace, change, ...typed }) {
    await requirePermission(ctx, needs, name);
    const notices: string[] = [];
    const templates = await filled(notices, typed["templates"], (text) => typedTemplates(ctx, text));
    return {
      notices,
      submit: plain("Continue"),
      blocks: [
        selectField({
          id: "change",
          label: "What to do",
          choices: changeChoices,
          chosen: change ?? (marketplace ? "add-card" : "create"),
        }),
        ...(await filled(notices, marketplace, (text) => marketplaceField(ctx, text))),
        textField({
          id: "name",
          label: "Name",
          hint: "The name of a new Marketplace, a new name for one, or the title of a new card.",
          value: typed["name"],
          optional: true,
          max: 100,
        }),
        textField({
          id: "card",
          label: "Card",
          hint: "Its number or title, to remove it or to choose its templates.",
          value: typed["card"],
          optional: true,
          max: 100,
        }),
        searchManyField({
          id: "templateIds",
          label: "Templates",
          hint: "The templates that the card offers.",
          source: "template",
          chosen: templates.map((each) => ({ text: each.name, value: each.id })),
          optional: true,
        }),
      ],
    };
  },

  async submit(ctx, values, place) {
    await requirePermission(ctx, needs, name);
    const { change, card } = values;
    const { marketplaceId } = values;
    const cardId =
      (change === "remove-card" || change === "set-templates") && marketplaceId
        ? findCard(await loadMarketplace(ctx.db, Number(marketplaceId)), String(card ?? "")).id
        : undefined;
    const named = change === "add-card" ? { title: values["name"] } : { name: values["name"] };
    const templateIds = values["templateIds"] ?? [];
    const asked = { change, marketplaceId, cardId, templateIds, ...named };
    const input = checkForm(marketplaceChange, asked, { title: "name" });
    return submitRequest(ctx, changeMarketplaceRequest, input, place);
  },
};

/** Nothing, where there is no Marketplace to choose. */
async function marketplaceField(
  ctx: Context<ConsoleUserActor>,
  words: string | undefined,
): Promise<InputBlock[]> {
  const chosen = words ? await firstFound(words, (text) => findMarketplace(ctx, text)) : undefined;
  const found = chosen ? [chosen] : await searchMarketplaces(ctx, "", optionsAtMost);
  if (found.length === 0) return [];
  const choices = found.map((one) => ({ text: marketplaceLabel(one), value: String(one.id) }));
  const hint = "Leave empty for a new one.";
  const field = { id: "marketplaceId", label: "Marketplace", hint, choices, optional: true };
  return [selectField({ ...field, chosen: chosen && String(chosen.id) })];
}
