import type { App } from "../../core/context.ts";
import { DomainError } from "../../core/errors.ts";
import { findCard, findMarketplace } from "../../core/marketplaces/find-marketplace.ts";
import { loadMarketplace } from "../../core/marketplaces/load-marketplace.ts";
import type { MarketplaceChange } from "../../core/marketplaces/marketplace-change.ts";
import { findTemplate } from "../../core/templates/find-templates.ts";
import { readPhrase } from "../phrase.ts";
import type { Word } from "../words.ts";

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
