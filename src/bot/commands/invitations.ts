import { findAccount } from "../../core/accounts/find-account.ts";
import { requirePermission } from "../../core/console-users/require-permission.ts";
import type { Command } from "../command.ts";
import { invitationSearch, showInvitations } from "../invitation-list.ts";
import { withSearch } from "../listing.ts";
import { readPhrase } from "../phrase.ts";
import { invitationsForm } from "./invitations-form.ts";

export const invitations: Command = {
  name: "invitations",
  area: "Invitations",
  summary: "pending invitations, each to resend or to revoke",
  needs: "users:view",
  usage: ["", "<Account: API ID or name>", "[Account] of <e-mail>"],
  example: "cedar",
  forms: [invitationsForm],

  async run(call) {
    const ctx = await call.context();
    const { account, email } = readPhrase(call.words, { head: "account", keywords: { of: "email" } });
    // Before the Account is looked up, so that names of Accounts are told to nobody who may not know them.
    await requirePermission(ctx, "users:view", "invitations");
    // An Account may have “of” in its name, but no e-mail at its end.
    const isPart = email !== undefined && !email.includes("@");
    const named = isPart ? call.words.map(({ text }) => text).join(" ") : account;
    const accountId = named ? (await findAccount(ctx, named)).id : undefined;
    const [text, blocks] = await showInvitations(ctx, { accountId, email: isPart ? undefined : email });
    await call.say(text, withSearch(blocks, invitationSearch));
  },
};
