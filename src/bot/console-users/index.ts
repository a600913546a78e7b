import type { BotFeature } from "../slack/bot-feature.ts";
import { optionsAtMost } from "../slack/option-source.ts";
import { searchConsoleUsers } from "../../core/console-users/sign-in-console-user.ts";
import { nameOf } from "../../core/kernel/access/console-user-actor.ts";
import {
  resendConsoleButton,
  resendConsoleInvitation,
  revokeConsoleButton,
  revokeConsoleInvitation,
} from "./console-invitation-command.ts";
import { consoleUsers, consoleUsersList } from "./console-users-list.ts";
import { freezeConsoleUser, removeConsoleUser, unfreezeConsoleUser } from "./freeze-console-user.ts";
import { inviteConsoleUser } from "./invite-console-user.ts";
import { permissions } from "./permissions.ts";
import { whoami } from "./whoami.ts";
import { why } from "./why.ts";

export const consoleUsersBot: BotFeature = {
  commands: [
    consoleUsers,
    inviteConsoleUser,
    resendConsoleInvitation,
    revokeConsoleInvitation,
    permissions,
    freezeConsoleUser,
    unfreezeConsoleUser,
    removeConsoleUser,
    whoami,
    why,
  ],
  actions: [resendConsoleButton, revokeConsoleButton],
  listings: [consoleUsersList],
  optionSources: {
    "console-user": {
      needs: ["console-users:view"],
      async search(ctx, typed) {
        const users = await searchConsoleUsers(ctx, typed, optionsAtMost);
        return users.map((user) => ({ text: `${nameOf(user)} (${user.email})`, value: user.id }));
      },
    },
  },
};
