import { accountDetailWords } from "../../core/accounts/account-words.ts";
import { lookUpAccount } from "../../core/accounts/look-up-account.ts";
import { escapeMrkdwn, shorten } from "../../core/chat/mrkdwn.ts";
import { allows } from "../../core/console-users/permission-grid.ts";
import type { ConsoleUserActor } from "../../core/context.ts";
import { zoneOf } from "../../core/time/time-zone.ts";
import type { Command } from "../command.ts";
import { accountForm } from "./account-form.ts";

export const account: Command = {
  name: "account",
  area: "Accounts",
  summary: "look an Account up: its users, Administrators, invitations, sub-accounts, cycles",
  needs: "accounts:view",
  usage: ["", "<Account: API ID or name>"],
  example: "harbour",
  forms: [accountForm],

  async run({ commands, words, context, say, openForm }) {
    if (words.length === 0) return openForm(accountForm);
    const ctx = await context();
    const details = await lookUpAccount(ctx, words.map(({ text }) => text).join(" "));
    const lines = accountDetailWords(details, zoneOf(ctx.actor)).map((line) => shorten(line, 600));
    const hints = hintsFor(commands, ctx.actor, details.account);
    await say(escapeMrkdwn([...lines, ...hints].join("\n")));
  },
};

/** What can be done with an Account next, of what there is and what the reader may. */
function hintsFor(
  commands: Command[],
  actor: ConsoleUserActor,
  { apiId, suspendedAt }: { apiId: string; suspendedAt: Date | null },
): string[] {
  const next = [
    ["users", `users ${apiId}`],
    ["invitations", `invitations ${apiId}`],
    ["invite", `invite <e-mail> to ${apiId}`],
    ["account-settings", `account-settings ${apiId}`],
    suspendedAt ? ["resume", `resume ${apiId}`] : ["suspend", `suspend ${apiId} because <reason>`],
    ["delete-account", `delete-account ${apiId}`],
  ] as const;
  const possible = next.filter(([name]) => {
    const command = commands.find((one) => one.name === name);
    return command && (!command.needs || allows(actor, command.needs));
  });
  if (possible.length === 0) return [];
  return [`Next: ${possible.map(([, line]) => `/cyclr ${line}`).join(" · ")}`];
}
