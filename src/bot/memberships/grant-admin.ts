import type { ConsoleUserActor, Context } from "../../core/context.ts";
import { DomainError } from "../../core/kernel/errors.ts";
import { escapeMrkdwn } from "../../core/kernel/text/mrkdwn.ts";
import { grantAdministratorInput, requireLongEnough } from "../../core/memberships/end-grant.ts";
import { grantAdministratorRequest } from "../../core/memberships/grant-administrator.ts";
import { extendAction, giveBackAction } from "../../core/memberships/grant-note.ts";
import { giveBack } from "../../core/memberships/record-grant-end.ts";
import { accountArg } from "../accounts/delete-account.ts";
import type { Action } from "../slack/action.ts";
import { checkForm } from "../slack/fields.ts";
import { requestCommand } from "../slack/request-command.ts";
import { userArg } from "../users/delete-user.ts";
import {
  endInForm,
  isLength,
  lengthField,
  looksLikeLength,
  looksLikeMoment,
  mayBeMoment,
  readGrantEnd,
  shortest,
  toMoment,
  untilField,
} from "./grant-end.ts";

const who = "<user ID or e-mail> on <Account: API ID or name>";

/** Who, where and how long. Its form, opened to extend a grant, names the User and the Account. */
export const grantAdmin = requestCommand({
  name: "grant-admin",
  area: "Users",
  summary: "make a member of an Account its Administrator, for a time or for good",
  usage: ["", who, `${who} for <4h, 90 minutes, 2 days…>`, `${who} until <2026-12-01 18:00, tomorrow 9:00…>`],
  example: "hanna on harbour for 4h",
  grantsAdministrator: "always",
  title: "Grant Administrator",
  request: grantAdministratorRequest,
  args: [
    userArg,
    { ...accountArg, keyword: "on" },
    {
      name: "length",
      keyword: "for",
      usage: "<4h, 90 minutes, 2 days…>",
      optional: true,
      fits: looksLikeLength,
      tells: isLength,
      block: (_, typed) => lengthField(typed),
    },
    {
      name: "until",
      keyword: "until",
      also: ["till", "til"],
      usage: "<2026-12-01 18:00, tomorrow 9:00…>",
      optional: true,
      fits: mayBeMoment,
      tells: looksLikeMoment,
      block: (ctx, typed) => untilField(ctx, typed),
    },
  ],
  input(ctx, { length, until, ...found }) {
    const end = readGrantEnd(ctx, { length: textIn(length), until: textIn(until) });
    return checkForm(grantAdministratorInput, { ...found, ...end });
  },
  fromForm(ctx, values) {
    const input = checkForm(grantAdministratorInput, { ...values, ...endInForm(values) });
    if (input.until) requireLongEnough(new Date(input.until), ctx.clock());
    return input;
  },
  async prepare(ctx, { grant, ...typed }) {
    if (grant) return extended(ctx, grant);
    return typed["until"] && !typed["length"] ? { ...typed, length: toMoment } : typed;
  },
});

const textIn = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

/** The grant's User and Account, for an hour more. Throws not-found. */
async function extended({ db }: Context<ConsoleUserActor>, id: string): Promise<Record<string, string>> {
  const select = { membership: { select: { user: true, account: true } } };
  const grant = await db.administratorGrant.findUnique({ where: { id }, select });
  if (!grant)
    throw new DomainError(
      "not-found",
      "This grant no longer exists. Ask for another with /cyclr grant-admin.",
    );
  const { user, account } = grant.membership;
  return { user: user.username, account: account.apiId, length: shortest };
}

/** Asks for more time, by a Request of the clicker's own. */
export const extendAdministrator: Action = {
  name: extendAction,
  run: ({ value, openForm }) => openForm(grantAdmin.forms[0], { grant: value }),
};

export const giveBackAdministrator: Action = {
  name: giveBackAction,
  async run({ value, context, say }) {
    await say(escapeMrkdwn(await giveBack(await context(), value)));
  },
};
