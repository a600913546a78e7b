import { requirePermission } from "../../core/console-users/require-permission.ts";
import { DomainError } from "../../core/errors.ts";
import { changeMarketplaceRequest } from "../../core/marketplaces/change-marketplace.ts";
import { marketplaceChange } from "../../core/marketplaces/marketplace-change.ts";
import { checkForm } from "../check-form.ts";
import type { Command } from "../command.ts";
import { editMarketplaceForm } from "./edit-marketplace-form.ts";
import { changeOf, changes, changeUsage, readMarketplaceChange } from "./edit-marketplace-words.ts";

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
