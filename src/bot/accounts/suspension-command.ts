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
import { checkForm, textField } from "../slack/fields.ts";
import type { Command, Form } from "../slack/command.ts";
import type { z } from "zod";
import { allows } from "../../core/kernel/access/access.ts";
import type { ConsoleUserActor, Context } from "../../core/context.ts";
import { DomainError } from "../../core/kernel/errors.ts";
import type { RequestKind } from "../../core/kernel/requests/request-kind.ts";
import { submitRequest } from "../../core/kernel/requests/submit-request.ts";
import { type LineArg, prepositions, readLine } from "../slack/read-line.ts";
import { filled } from "../slack/request-command.ts";
import { namedUser, userField } from "../users/delete-user.ts";
import { accountField, namedAccount } from "./delete-account.ts";
import { plain } from "../slack/reopened-view.ts";
import type { Word } from "../slack/words.ts";

type Texts = Pick<Command, "name" | "summary" | "example" | "grantsAdministrator">;

interface SuspensionCommand extends Texts, SuspensionKinds {
  title: string;
}

const args: LineArg[] = [
  { name: "target" },
  { name: "account", keyword: "on", also: prepositions.filter((word) => word !== "of") },
  { name: "because", keyword: "because", toTheEnd: true },
];

/** With one name that is the Account's; with two the first is the User's. */
function read(words: Word[]) {
  const { typed, doubts } = readLine(args, words);
  const { target = "", account, because } = typed;
  const named: Record<string, string> = account ? { user: target, account } : { account: target };
  const given: Record<string, string> = { ...named, ...(because && { because }) };
  return { typed: given, doubts };
}

/** A command on an Account, or on one User in an Account, with a reason. */
export function suspensionCommand({ title, ofAccount, ofMembership, ...texts }: SuspensionCommand): Command {
  const form = suspensionForm(texts.name, title, { ofAccount, ofMembership });
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
    read,
    async run(call) {
      const { typed, doubts } = read(call.words);
      const { user, account, because = "" } = typed;
      if (!account && doubts.length === 0) return call.openForm(form, typed);
      const ctx = await call.context();
      await requirePermission(ctx, (user ? ofMembership : ofAccount).needs, texts.name);
      if (doubts.length > 0 || !account) throw new DomainError("invalid", doubts.join(" "));
      const userId = user && (await namedUser(ctx, user)).id;
      const accountId = (await namedAccount(ctx, account)).id;
      if (userId)
        return call.submit(
          ofMembership,
          checkForm(membershipSuspensionInput, { userId, accountId, because }),
        );
      await call.submit(ofAccount, checkForm(suspensionInput, { accountId, because }));
    },
  };
}

interface SuspensionKinds {
  ofAccount: RequestKind<z.infer<typeof suspensionInput>>;
  ofMembership: RequestKind<z.infer<typeof membershipSuspensionInput>>;
}

/** For an Account, or for one User in it; each as far as the person may. */
function suspensionForm(name: string, title: string, { ofAccount, ofMembership }: SuspensionKinds): Form {
  return {
    name,
    title,

    async view(ctx, { because, ...typed }) {
      const mayUsers = allows(ctx.actor, ofMembership.needs);
      const mayAccounts = allows(ctx.actor, ofAccount.needs);
      if (!mayUsers) await requirePermission(ctx, ofAccount.needs, name);
      const notices: string[] = [];
      const { user, account } = mayUsers ? await whoAndWhere(ctx, typed) : typed;
      const accountBlock = await filled(notices, account, (typed) => accountField(ctx, { typed }));
      // Who named a User did not mean the whole Account.
      const orAll = { hint: "Leave empty for the whole Account.", optional: true };
      const userBlock = await filled(notices, user, (typed) =>
        userField(ctx, typed, mayAccounts && !user ? orAll : {}),
      );
      return {
        submit: plain("Continue"),
        notices,
        blocks: [
          accountBlock,
          ...(mayUsers ? [userBlock] : []),
          textField({
            id: "because",
            label: "Because",
            value: because,
            optional: true,
            lines: true,
            max: 300,
          }),
        ],
      };
    },

    submit: (ctx, values, place) =>
      values["userId"]
        ? submitRequest(ctx, ofMembership, checkForm(membershipSuspensionInput, values), place)
        : submitRequest(ctx, ofAccount, checkForm(suspensionInput, values), place),
  };
}

/** One name may be the User's, or the User's with the Account's behind it. */
async function whoAndWhere(ctx: Context<ConsoleUserActor>, typed: Record<string, string>) {
  const { user, account } = typed;
  if (user || !account || (await isFound(() => namedAccount(ctx, account)))) return { user, account };
  const [, first = "", rest = ""] = /^(\S+)\s+(.+)$/u.exec(account) ?? [];
  if (first && (await isFound(() => namedUser(ctx, first)))) return { user: first, account: rest };
  return (await isFound(() => namedUser(ctx, account)))
    ? { user: account, account: undefined }
    : { user, account };
}

async function isFound(find: () => Promise<unknown>): Promise<boolean> {
  try {
    await find();
    return true;
  } catch (error) {
    if (error instanceof DomainError) return false;
    throw error;
  }
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
