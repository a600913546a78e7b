import type { Action } from "./action.ts";
import type { Command } from "./command.ts";
import type { Listing } from "./listing.ts";
import type { OptionSources } from "./option-source.ts";

/** What a folder of `bot` hands to the bot, in its `index.ts`. */
export interface BotFeature {
  /** Help lists them by their area, in this order. */
  commands?: Command[];
  /** What each button does. */
  actions?: Action[];
  /** Lists with a "Next page" button. */
  listings?: Listing[];
  optionSources?: OptionSources;
}

/** The same of all features. */
export type BotTables = Required<BotFeature>;
