import type { Action } from "../action.ts";
import { editMarketplaceForm } from "../commands/edit-marketplace-form.ts";
import { editMarketplaceAction } from "../commands/marketplaces.ts";

/** The button under a Marketplace: the form with that one chosen. */
export const editMarketplaceButton: Action = {
  name: editMarketplaceAction,
  run: ({ value, openForm }) => openForm(editMarketplaceForm, { marketplace: value }),
};
