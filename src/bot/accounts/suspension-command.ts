import { findAccount } from "../../core/accounts/look-up-account.ts";
import {
  suspensionInput,
  suspendAccountRequest,
  resumeAccountRequest,
} from "../../core/accounts/suspend-account.ts";
import { requirePermission } from "../../core/kernel/access/require-access-change.ts";
import {
  membershipSuspensionInput,
  suspendMembershipRequest,
  resumeMembershipRequest,
} from "../../core/memberships/suspend-membership.ts";
import { findUser } from "../../core/users/delete-user.ts";
import { checkForm, searchField, textField } from "../slack/fields.ts";
import { type Call, type Command, splitAt, type Form } from "../slack/command.ts";
import { readPhrase } from "../slack/phrase.ts";
import type { z } from "zod";
import { allows } from "../../core/kernel/access/access.ts";
import type { DefinedRequest } from "../../core/kernel/requests/define-request.ts";
import { submitRequest } from "../../core/kernel/requests/submit-request.ts";
import { accountField } from "./delete-account.ts";
import { plain } from "../slack/reopened-view.ts";

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

interface SuspensionKinds {
  ofAccount: DefinedRequest<z.infer<typeof suspensionInput>>;
  ofMembership: DefinedRequest<z.infer<typeof membershipSuspensionInput>>;
}

/** For an Account, or for one User in it; each as far as the person may. */
function suspensionForm(name: string, title: string, { ofAccount, ofMembership }: SuspensionKinds): Form {
  return {
    name,
    title,

    async view(ctx) {
      const mayUsers = allows(ctx.actor, ofMembership.needs);
      const mayAccounts = allows(ctx.actor, ofAccount.needs);
      if (!mayUsers) await requirePermission(ctx, ofAccount.needs, name);
      const user = searchField({
        id: "userId",
        label: "User",
        source: "user",
        ...(mayAccounts && { hint: "Left empty, it is about the whole Account.", optional: true }),
      });
      return {
        submit: plain("Continue"),
        blocks: [
          await accountField(ctx),
          ...(mayUsers ? [user] : []),
          textField({ id: "because", label: "Because", optional: true, lines: true, max: 300 }),
        ],
      };
    },

    submit: (ctx, values, place) =>
      values["userId"]
        ? submitRequest(ctx, ofMembership, checkForm(membershipSuspensionInput, values), place)
        : submitRequest(ctx, ofAccount, checkForm(suspensionInput, values), place),
  };
}

export const suspend = suspensionCommand({
  name: "suspend",
  title: "Suspend",
  summary: "suspend an Account, or one user on an Account, until it is resumed",
  example: "harbour because the invoice is not paid",
  ofAccount: suspendAccountRequest,
  ofMembership: suspendMembershipRequest,
});

export const resume = suspensionCommand({
  name: "resume",
  title: "Resume",
  summary: "end the suspension of an Account, or of one user on an Account",
  example: "harbour because the invoice is paid",
  ofAccount: resumeAccountRequest,
  ofMembership: resumeMembershipRequest,
  grantsAdministrator: "sometimes",
});
