import { accountDetailWords } from "../../core/accounts/account-words.ts";
import { lookUpAccount } from "../../core/accounts/look-up-account.ts";
import { escapeMrkdwn, shorten } from "../../core/kernel/text/mrkdwn.ts";
import { allows } from "../../core/kernel/access/access.ts";
import type { ConsoleUserActor } from "../../core/context.ts";
import type { Command, Form } from "../slack/command.ts";
import { accountInput, loadAccount } from "../../core/kernel/levels/load-account.ts";
import { requirePermission } from "../../core/kernel/access/require-access-change.ts";
import { accountField, namedAccount } from "./delete-account.ts";
import { filled } from "../slack/request-command.ts";
import { textOf } from "../slack/words.ts";
import { checkForm } from "../slack/fields.ts";
import { plain } from "../slack/reopened-view.ts";

const accountForm: Form = {
  name: "account",
  title: "Look up an Account",

  async view(ctx, { account: typed }) {
    await requirePermission(ctx, "accounts:view", "account");
    const notices: string[] = [];
    const block = await filled(notices, typed, (words) => accountField(ctx, { typed: words }));
    return { submit: plain("Look up"), blocks: [block], notices };
  },

  async submit(ctx, values) {
    await requirePermission(ctx, "accounts:view", "account");
    const { accountId } = checkForm(accountInput, values);
    const { apiId } = await loadAccount(ctx.db, accountId);
    return accountDetailWords(await lookUpAccount(ctx, apiId)).join("\n");
  },
};

export const account: Command = {
  name: "account",
  area: "Accounts",
  summary: "look up an Account: its users, Administrators, invitations, sub-accounts, cycles",
  needs: "accounts:view",
  usage: ["", "<Account: API ID or name>"],
  example: "harbour",
  forms: [accountForm],
  read: (words) => ({ typed: { account: textOf(words) }, doubts: [] }),

  async run({ commands, words, context, say, openForm }) {
    if (words.length === 0) return openForm(accountForm);
    const ctx = await context();
    await requirePermission(ctx, "accounts:view", "account");
    const details = await lookUpAccount(ctx, (await namedAccount(ctx, textOf(words))).apiId);
    const lines = accountDetailWords(details).map((line) => shorten(line, 600));
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
