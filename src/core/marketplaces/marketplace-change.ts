import { z } from "zod";

const text = (what: string, most: number) =>
  z
    .string({ error: `Enter ${what}.` })
    .trim()
    .min(1, `Enter ${what}.`)
    .max(most, `Use at most ${most} characters.`)
    .regex(/^\P{Cc}*$/u, "Leave out control characters.");

export const cardsAtMost = 100;
export const templatesAtMost = 50;

const marketplaceId = z.coerce
  .number({ error: "Choose a Marketplace." })
  .int("Choose a Marketplace.")
  .positive("Choose a Marketplace.");
const name = text("a name", 100);
const title = text("the card's title", 100);
const cardId = z.uuid("Choose a card.");
const templateIds = z
  .array(z.uuid("Choose templates."), { error: "Choose templates." })
  .min(1, "Choose at least one template.")
  .max(templatesAtMost, `Choose at most ${templatesAtMost} templates.`)
  .transform((ids) => [...new Set(ids)]);

/** What can be done to a Marketplace. */
export const marketplaceChange = z.discriminatedUnion("change", [
  z.object({ change: z.literal("create"), name }),
  z.object({ change: z.literal("rename"), marketplaceId, name }),
  z.object({ change: z.literal("delete"), marketplaceId }),
  z.object({ change: z.literal("add-card"), marketplaceId, title, templateIds }),
  z.object({ change: z.literal("remove-card"), marketplaceId, cardId }),
  z.object({ change: z.literal("set-templates"), marketplaceId, cardId, templateIds }),
]);

export type MarketplaceChange = z.infer<typeof marketplaceChange>;
