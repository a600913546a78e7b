import type { BotFeature } from "../slack/bot-feature.ts";
import { optionsAtMost } from "../slack/option-source.ts";
import { userLabel } from "../../core/kernel/names/user-name.ts";
import { searchUsers } from "../../core/users/delete-user.ts";
import { createUser } from "./create-user.ts";
import { deleteUser } from "./delete-user.ts";
import { resetPassword, showPassword } from "./reset-password.ts";
import { openUserForms, user } from "./user.ts";
import { users } from "./users.ts";

export const usersBot: BotFeature = {
  commands: [createUser, user, users, resetPassword, deleteUser],
  actions: [showPassword, ...openUserForms],
  optionSources: {
    user: {
      needs: ["users:view"],
      async search(ctx, typed) {
        const users = await searchUsers(ctx, typed, optionsAtMost);
        return users.map((user) => ({ text: userLabel(user), value: user.id }));
      },
    },
  },
};
