import type { Card } from "../chat/card.ts";
import type { App } from "../context.ts";
import type { CardWords, RequestRow } from "../requests/request-kind.ts";
import { standardCard } from "../requests/standard-card.ts";
import type { MarketplaceChange } from "./marketplace-change.ts";
import { marketplaceLabel } from "./marketplace-label.ts";

const nouns: Record<MarketplaceChange["change"], { noun: string; done: string }> = {
  create: { noun: "New Marketplace", done: "Marketplace created" },
  rename: { noun: "Renaming of a Marketplace", done: "Marketplace renamed" },
  delete: { noun: "Deletion of a Marketplace", done: "Marketplace deleted" },
  "add-card": { noun: "New card", done: "Card added" },
  "remove-card": { noun: "Removal of a card", done: "Card removed" },
  "set-templates": { noun: "Choice of templates", done: "Templates chosen" },
};

/** The audit says what became of it: the Marketplace itself may have changed again, or be gone. */
export async function marketplaceChangeCard(
  app: App,
  request: RequestRow,
  input: MarketplaceChange,
): Promise<CardWords> {
  const done = request.status === "done";
  const event = done
    ? await app.db.auditEvent.findFirst({ where: { requestId: request.id, subjectKind: "marketplace" } })
    : null;
  const fields = await fieldsOf(app, input, event?.subjectName);
  return standardCard(app, request, {
    ...nouns[input.change],
    fields,
    note: input.change === "delete" ? "Templates and what was installed stay." : hint(event?.subjectId),
  });
}

const hint = (id: string | null | undefined) =>
  id ? `/cyclr marketplaces ${id} shows it with its cards.` : "";

async function fieldsOf({ db }: App, input: MarketplaceChange, label?: string): Promise<Card["fields"]> {
  const marketplace =
    input.change === "create" || label
      ? null
      : await db.marketplace.findUnique({ where: { id: input.marketplaceId } });
  const named = input.change === "create" ? input.name : "one that was deleted";
  const fields: Card["fields"] = [
    ["Marketplace", label ?? (marketplace ? marketplaceLabel(marketplace) : named)],
  ];
  if (input.change === "rename") fields.push(["New name", input.name]);
  if (input.change === "add-card") fields.push(["Card", input.title]);
  if ("cardId" in input) {
    const card = await db.marketplaceCard.findUnique({ where: { id: input.cardId } });
    fields.push(["Card", card?.title ?? "one that was removed"]);
  }
  if ("templateIds" in input) {
    const templates = await db.template.findMany({ where: { id: { in: input.templateIds } } });
    fields.push(["Templates", templates.map(({ name }) => name).join(", ")]);
  }
  return fields;
}
