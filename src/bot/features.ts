import { accountsBot } from "./accounts/index.ts";
import { apiClientsBot } from "./api-clients/index.ts";
import { auditBot } from "./audit/index.ts";
import { cloudBot } from "./cloud/index.ts";
import { consoleUsersBot } from "./console-users/index.ts";
import { cyclesBot } from "./cycles/index.ts";
import { invitationsBot } from "./invitations/index.ts";
import { marketplacesBot } from "./marketplaces/index.ts";
import { membershipsBot } from "./memberships/index.ts";
import { partnerBot } from "./partner/index.ts";
import { reportsBot } from "./reports/index.ts";
import { requestsBot } from "./requests/index.ts";
import { usersBot } from "./users/index.ts";
import { valuesBot } from "./values/index.ts";
import { nextPage } from "./slack/action.ts";
import { allCommands } from "./slack/all-commands.ts";
import type { BotFeature, BotTables } from "./slack/bot-feature.ts";
import { help } from "./slack/listing.ts";
import { openForms } from "./slack/open-form.ts";

/** One line a feature, in the order in which help lists their commands. */
const features: BotFeature[] = [
  invitationsBot,
  usersBot,
  membershipsBot,
  accountsBot,
  cloudBot,
  cyclesBot,
  marketplacesBot,
  consoleUsersBot,
  apiClientsBot,
  partnerBot,
  reportsBot,
  requestsBot,
  auditBot,
  valuesBot,
];

/** Every subcommand of /cyclr. */
export const commands = [...features.flatMap((feature) => feature.commands ?? []), help];

const listings = features.flatMap((feature) => feature.listings ?? []);

/** What the bot answers to. */
export const botTables: BotTables = {
  commands,
  listings,
  actions: [
    allCommands(commands),
    nextPage(listings),
    ...openForms(commands),
    ...features.flatMap((feature) => feature.actions ?? []),
  ],
  optionSources: Object.assign({}, ...features.map((feature) => feature.optionSources)),
};
