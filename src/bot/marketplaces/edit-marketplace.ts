import type { App } from "../../core/context.ts";
import { DomainError } from "../../core/kernel/errors.ts";
import { findCard, findMarketplace, lookUpMarketplace } from "../../core/marketplaces/find-marketplace.ts";
import { loadMarketplace, marketplaceDetailWords } from "../../core/marketplaces/deploy-request-card.ts";
import {
  type MarketplaceChange,
  marketplaceChange,
} from "../../core/marketplaces/plan-marketplace-change.ts";
import { type LineArg, readLine } from "../slack/read-line.ts";
import type { Command, Call } from "../slack/command.ts";
import { firstFound, textOf, type Word } from "../slack/words.ts";
import { requirePermission } from "../../core/kernel/access/require-access-change.ts";
import { changeMarketplaceRequest } from "../../core/marketplaces/change-marketplace.ts";
import { checkForm } from "../slack/fields.ts";
import { editMarketplaceForm, typedTemplates } from "./edit-marketplace-form.ts";
import type { KnownBlock } from "@slack/types";
import { escapeMrkdwn, shortenMarkup } from "../../core/kernel/text/mrkdwn.ts";
import { allows } from "../../core/kernel/access/access.ts";
import { listBlocks, listText } from "../slack/listing.ts";
import { marketplacesListing } from "./marketplaces-listing.ts";
import { plain } from "../slack/reopened-view.ts";
import type { Action } from "../slack/action.ts";

export const changes = ["create", "rename", "delete", "add-card", "remove-card", "set-templates"] as const;
type Change = (typeof changes)[number];

/** The whole change on one line, after the command's name. */
export const changeUsage = [
  "create <name>",
  "rename <Marketplace> to <new name>",
  "delete <Marketplace>",
  "add-card <title> to <Marketplace> with <template>, <template>…",
  "remove-card <card: number or title> from <Marketplace>",
  "set-templates <template>, <template>… for <card> of <Marketplace>",
];

/** The first word, where it says what to do. */
export function changeOf([first]: Word[]): Change | undefined {
  return changes.find((change) => !first?.quoted && change === first?.text.toLowerCase());
}

/** Reads one of the lines of `changeUsage`, and finds what it names. Throws invalid, not-found and conflict. */
export async function readMarketplaceChange(
  app: Pick<App, "db">,
  change: Change,
  words: Word[],
): Promise<MarketplaceChange | Record<string, unknown>> {
  const { db } = app;
  const { typed, doubts } = readLine(changeArgs[change], words);
  if (doubts.length > 0) throw new DomainError("invalid", doubts.join(" "));
  const { name, title, templates } = typed;
  if (change === "create") return { change, name };
  const where = given(
    typed["marketplace"],
    change === "add-card" ? "“to” and the Marketplace" : "the Marketplace",
  );
  const { id: marketplaceId } = await firstFound(where, (text) => findMarketplace(app, text));
  if (change === "rename") return { change, marketplaceId, name };
  if (change === "delete") return { change, marketplaceId };
  if (change === "add-card")
    return { change, marketplaceId, title, templateIds: await templateIdsOf(app, templates) };
  const card = findCard(await loadMarketplace(db, marketplaceId), given(typed["card"], "the card"));
  const about = { change, marketplaceId, cardId: card.id };
  return change === "remove-card" ? about : { ...about, templateIds: await templateIdsOf(app, templates) };
}

const changeArgs: Record<Change, LineArg[]> = {
  create: [{ name: "name", free: true }],
  rename: [{ name: "marketplace" }, { name: "name", keyword: "to" }],
  delete: [{ name: "marketplace" }],
  "add-card": [
    { name: "title" },
    { name: "marketplace", keyword: "to" },
    { name: "templates", keyword: "with", many: true },
  ],
  "remove-card": [{ name: "card" }, { name: "marketplace", keyword: "from", also: ["of", "in", "on"] }],
  "set-templates": [
    { name: "templates", many: true },
    { name: "card", keyword: "for" },
    { name: "marketplace", keyword: "of", also: ["in", "on"] },
  ],
};

function given(words: string | undefined, what: string): string {
  if (words) return words;
  throw new DomainError("invalid", `This is missing: ${what}.`);
}

const templateIdsOf = async (app: Pick<App, "db">, typed?: string): Promise<string[]> =>
  (await typedTemplates(app, typed)).map(({ id }) => id);

const { needs } = changeMarketplaceRequest;

export const editMarketplace: Command = {
  name: "edit-marketplace",
  area: "Marketplaces",
  summary: "make, rename or delete a Marketplace, its cards and their templates",
  needs,
  usage: ["", ...changeUsage],
  example: 'add-card "Warehouse" to 1 with Stock every night',
  changes: true,
  forms: [editMarketplaceForm],
  read(words) {
    const change = changeOf(words);
    if (!change) return { typed: { name: textOf(words.slice(1)) }, doubts: [] };
    const { typed, doubts } = readLine(changeArgs[change], words.slice(1));
    const { title, ...rest } = typed;
    return { typed: { change, ...rest, ...(title && { name: title }) }, doubts };
  },

  async run(call) {
    const [, ...words] = call.words;
    if (call.words.length === 0) return call.openForm(editMarketplaceForm);
    const change = changeOf(call.words);
    if (!change) throw new DomainError("invalid", `Start with what to do: ${changes.join(", ")}.`);
    const ctx = await call.context();
    // Before anything is looked up, so that names are told to nobody who may not know them.
    await requirePermission(ctx, needs, "edit-marketplace");
    const read = await readMarketplaceChange(ctx, change, words);
    await call.submit(changeMarketplaceRequest, checkForm(marketplaceChange, read));
  },
};

const editMarketplaceAction = "edit-marketplace-cards";

export const marketplaces: Command = {
  name: "marketplaces",
  area: "Marketplaces",
  summary: "list Marketplaces, show one with its cards, or change one",
  needs: "marketplaces:view",
  usage: ["", "<Marketplace: number or name>", ...changeUsage],
  example: "1",

  async run(call) {
    if (call.words.length === 0) {
      const page = await marketplacesListing.load(await call.context(), [], undefined);
      return call.say(listText(page), listBlocks(marketplacesListing, [], page));
    }
    if (changeOf(call.words)) return change(call);
    await show(call);
  },
};

/** As edit-marketplace, with its permission and its --plan. */
const change = (call: Call): Promise<void> => editMarketplace.run(call);

async function show({ words, context, say }: Call): Promise<void> {
  const ctx = await context();
  const details = await firstFound(textOf(words), (text) => lookUpMarketplace(ctx, text));
  const markup = shortenMarkup(escapeMrkdwn(marketplaceDetailWords(details).join("\n")), 3000);
  const text: KnownBlock = { type: "section", text: { type: "mrkdwn", text: markup } };
  const edit: KnownBlock = {
    type: "actions",
    elements: [
      {
        type: "button",
        action_id: editMarketplaceAction,
        value: String(details.marketplace.id),
        text: plain("Edit"),
      },
    ],
  };
  await say(markup, allows(ctx.actor, "marketplaces:manage") ? [text, edit] : [text]);
}

/** The button under a Marketplace: the form with that one chosen. */
export const editMarketplaceButton: Action = {
  name: editMarketplaceAction,
  run: ({ value, openForm }) => openForm(editMarketplaceForm, { marketplace: value }),
};
