import { findAccount } from "../../core/accounts/find-account.ts";
import { requirePermission } from "../../core/console-users/require-permission.ts";
import type { Command } from "../command.ts";
import { showInvitations } from "../invitation-list.ts";

export const invitations: Command = {
  name: "invitations",
  area: "Invitations",
  summary: "pending invitations, each to resend or to revoke",
  needs: "users:view",
  usage: ["", "<Account: API ID or name>"],
  example: "cedar",

  async run(call) {
    const ctx = await call.context();
    const account = call.words.map(({ text }) => text).join(" ");
    // Before the Account is looked up, so that names of Accounts are told to nobody who may not know them.
    await requirePermission(ctx, "users:view", "invitations");
    const accountId = account ? (await findAccount(ctx, account)).id : undefined;
    const [text, blocks] = await showInvitations(ctx, { accountId });
    await call.say(text, blocks);
  },
};
