import { findAccount } from "../../core/accounts/find-account.ts";
import { suspensionInput } from "../../core/accounts/suspend-account.ts";
import { requirePermission } from "../../core/console-users/require-permission.ts";
import { membershipSuspensionInput } from "../../core/memberships/suspend-membership.ts";
import { findUser } from "../../core/users/find-user.ts";
import { checkForm } from "../check-form.ts";
import type { Call, Command } from "../command.ts";
import { readPhrase } from "../phrase.ts";
import { splitAt } from "../split-at.ts";
import { type SuspensionKinds, suspensionForm } from "./suspension-form.ts";

type Texts = Pick<Command, "name" | "summary" | "example" | "grantsAdministrator">;

interface SuspensionCommand extends Texts, SuspensionKinds {
  title: string;
}

/** A command on an Account, or on one User in an Account, with a reason. */
export function suspensionCommand({ title, ofAccount, ofMembership, ...texts }: SuspensionCommand): Command {
  const form = suspensionForm(texts.name, title, { ofAccount, ofMembership });
  const onMembership = async (call: Call, userWords: string, accountWords: string, because: string) => {
    const ctx = await call.context();
    await requirePermission(ctx, ofMembership.needs, texts.name);
    const userId = (await findUser(ctx, userWords)).id;
    const accountId = (await findAccount(ctx, accountWords)).id;
    await call.submit(ofMembership, checkForm(membershipSuspensionInput, { userId, accountId, because }));
  };
  const onAccount = async (call: Call, words: string, because: string) => {
    const ctx = await call.context();
    await requirePermission(ctx, ofAccount.needs, texts.name);
    const accountId = (await findAccount(ctx, words)).id;
    await call.submit(ofAccount, checkForm(suspensionInput, { accountId, because }));
  };
  return {
    ...texts,
    area: "Accounts",
    needs: ofAccount.needs,
    usage: [
      "",
      "<Account: API ID or name> [because <reason>]",
      "<user ID or e-mail> on <Account> [because <reason>]",
    ],
    changes: true,
    readsBecause: true,
    forms: [form],
    async run(call) {
      const { before, after: because } = splitAt(call.words, ["because"]);
      const { target, account } = readPhrase(before, { head: "target", keywords: { on: "account" } });
      if (!target) return call.openForm(form);
      return account ? onMembership(call, target, account, because) : onAccount(call, target, because);
    },
  };
}
