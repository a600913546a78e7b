import type { App } from "../../core/context.ts";
import { DomainError } from "../../core/kernel/errors.ts";
import { findCard, findMarketplace, lookUpMarketplace } from "../../core/marketplaces/find-marketplace.ts";
import { loadMarketplace, marketplaceDetailWords } from "../../core/marketplaces/deploy-request-card.ts";
import {
  type MarketplaceChange,
  marketplaceChange,
} from "../../core/marketplaces/plan-marketplace-change.ts";
import { findTemplate } from "../../core/connectors/find-templates.ts";
import { readPhrase, takeOption } from "../slack/phrase.ts";
import type { Word, Command, Call } from "../slack/command.ts";
import { requirePermission } from "../../core/kernel/access/require-access-change.ts";
import { changeMarketplaceRequest } from "../../core/marketplaces/change-marketplace.ts";
import { checkForm } from "../slack/fields.ts";
import { editMarketplaceForm } from "./edit-marketplace-form.ts";
import type { KnownBlock } from "@slack/types";
import { escapeMrkdwn, shortenMarkup } from "../../core/kernel/text/mrkdwn.ts";
import { allows } from "../../core/kernel/access/access.ts";
import { listBlocks, listText } from "../slack/listing.ts";
import { marketplacesListing } from "./marketplaces-listing.ts";
import { plain } from "../slack/reopened-view.ts";
import { submitting } from "../slack/submitting.ts";
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
  if (change === "create") {
    const { name } = readPhrase(words, { head: "name" });
    return { change, name };
  }
  if (change === "rename") {
    const { marketplace, name } = readPhrase(words, { head: "marketplace", keywords: { to: "name" } });
    return {
      change,
      marketplaceId: (await findMarketplace(app, given(marketplace, "the Marketplace"))).id,
      name,
    };
  }
  if (change === "delete") {
    const { marketplace } = readPhrase(words, { head: "marketplace" });
    return { change, marketplaceId: (await findMarketplace(app, given(marketplace, "the Marketplace"))).id };
  }
  if (change === "add-card") {
    const keywords = { to: "marketplace", with: "templates" } as const;
    const { title, marketplace, templates } = readPhrase(words, { head: "title", keywords });
    const { id: marketplaceId } = await findMarketplace(app, given(marketplace, "“to” and the Marketplace"));
    return { change, marketplaceId, title, templateIds: await templateIdsOf(app, templates) };
  }
  const keywords =
    change === "remove-card"
      ? ({ from: "marketplace" } as const)
      : ({ for: "card", of: "marketplace" } as const);
  const head = change === "remove-card" ? "card" : "templates";
  const read = readPhrase<"card" | "marketplace" | "templates">(words, { head, keywords });
  const { id: marketplaceId } = await findMarketplace(app, given(read.marketplace, "the Marketplace"));
  const card = findCard(await loadMarketplace(db, marketplaceId), given(read.card, "the card"));
  const about = { change, marketplaceId, cardId: card.id };
  return change === "remove-card"
    ? about
    : { ...about, templateIds: await templateIdsOf(app, read.templates) };
}

function given(words: string | undefined, what: string): string {
  if (words) return words;
  throw new DomainError("invalid", `Say ${what} as well.`);
}

async function templateIdsOf(app: Pick<App, "db">, names = ""): Promise<string[]> {
  const ids: string[] = [];
  for (const name of names.split(",").map((part) => part.trim()))
    if (name) ids.push((await findTemplate(app, name)).id);
  return ids;
}

const { needs } = changeMarketplaceRequest;

export const editMarketplace: Command = {
  name: "edit-marketplace",
  area: "Marketplaces",
  summary: "make, rename or delete a Marketplace, and its cards with their templates",
  needs,
  usage: ["", ...changeUsage],
  example: 'add-card "Warehouse" to 1 with Stock every night',
  changes: true,
  forms: [editMarketplaceForm],

  async run(call) {
    const [, ...words] = call.words;
    if (call.words.length === 0) return call.openForm(editMarketplaceForm);
    const change = changeOf(call.words);
    if (!change) throw new DomainError("invalid", `Say first what to do: ${changes.join(", ")}.`);
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
  summary: "list Marketplaces, show one with its cards, and change them as edit-marketplace does",
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
function change(call: Call): Promise<void> {
  const { given: planOnly, rest: words } = takeOption(call.words, "--plan");
  return editMarketplace.run({ ...call, words, planOnly, submit: submitting({ ...call, planOnly }) });
}

async function show({ words, context, say }: Call): Promise<void> {
  const ctx = await context();
  const details = await lookUpMarketplace(ctx, words.map(({ text }) => text).join(" "));
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
