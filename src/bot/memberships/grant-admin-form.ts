import { accountLabel } from "../../core/kernel/names/account-name.ts";
import { requirePermission } from "../../core/kernel/access/require-access-change.ts";
import type { ConsoleUserActor, Context } from "../../core/context.ts";
import { DomainError } from "../../core/kernel/errors.ts";
import {
  grantAdministratorInput,
  type GrantAdministratorInput,
  requireLongEnough,
} from "../../core/memberships/end-grant.ts";
import { grantAdministratorRequest } from "../../core/memberships/grant-administrator.ts";
import { submitRequest } from "../../core/kernel/requests/submit-request.ts";
import { durationWords } from "../../core/kernel/time/duration-words.ts";
import { accountField } from "../accounts/delete-account.ts";
import { checkForm, momentField, selectField } from "../slack/fields.ts";
import type { Form, FormValues } from "../slack/command.ts";
import { plain } from "../slack/reopened-view.ts";
import { userField } from "../users/delete-user.ts";
import { escapeMrkdwn } from "../../core/kernel/text/mrkdwn.ts";
import { giveBack } from "../../core/memberships/record-grant-end.ts";
import { extendAction, giveBackAction } from "../../core/memberships/grant-note.ts";
import type { Action } from "../slack/action.ts";

const name = "grant-admin";
const { needs } = grantAdministratorRequest;

const [forever, toMoment] = ["forever", "until"];
const offeredMinutes = [60, 4 * 60, 24 * 60, 7 * 24 * 60];
const lengths = [
  { text: "Permanent", value: forever },
  ...offeredMinutes.map((minutes) => ({ text: `For ${durationWords(minutes)}`, value: String(minutes) })),
  { text: "Until a date and time", value: toMoment },
];

/** Who, where and how long. Opened to extend a grant it names the User and the Account. */
export const grantAdminForm: Form = {
  name,
  title: "Grant Administrator",

  async view(ctx, { grant: grantId }) {
    await requirePermission(ctx, needs, name);
    const extended = grantId ? await extendedGrant(ctx, grantId) : undefined;
    return {
      submit: plain("Continue"),
      blocks: [
        await userField(ctx, extended?.user.username),
        await accountField(ctx, { chosen: extended && accountChoice(extended.account) }),
        selectField({
          id: "length",
          label: "How long",
          choices: lengths,
          chosen: extended ? String(offeredMinutes[0]) : forever,
          hint: "Counted from the moment at which it is granted.",
        }),
        momentField({
          id: "until",
          label: "Date and time",
          optional: true,
          hint: "Only for “Until a date and time”. Slack shows it in your own time zone.",
        }),
      ],
    };
  },

  submit(ctx, values, place) {
    const input = checkForm(grantAdministratorInput, { ...values, ...endOf(values) });
    if (input.until) requireLongEnough(new Date(input.until), ctx.clock());
    return submitRequest(ctx, grantAdministratorRequest, input, place);
  },
};

function endOf({ length, until }: FormValues): Pick<GrantAdministratorInput, "forMinutes" | "until"> {
  if (length === toMoment) {
    if (typeof until !== "string") throw new DomainError("invalid", "Choose the date and time.", "until");
    return { until };
  }
  if (until !== undefined)
    throw new DomainError(
      "invalid",
      "Choose “Until a date and time” above, or clear this: only one of the two can count.",
      "until",
    );
  return { forMinutes: length === forever ? undefined : Number(length), until: undefined };
}

async function extendedGrant({ db }: Context<ConsoleUserActor>, grantId: string) {
  const grant = await db.administratorGrant.findUnique({
    where: { id: grantId },
    select: { membership: { select: { user: true, account: true } } },
  });
  if (grant) return grant.membership;
  throw new DomainError("not-found", "This grant is gone. /cyclr grant-admin asks for another.");
}

const accountChoice = (account: { id: string; name: string; apiId: string }) => ({
  text: accountLabel(account),
  value: account.id,
});

/** Asks for more time, by a Request of the clicker's own. */
export const extendAdministrator: Action = {
  name: extendAction,
  run: ({ value, openForm }) => openForm(grantAdminForm, { grant: value }),
};

export const giveBackAdministrator: Action = {
  name: giveBackAction,
  async run({ value, context, say }) {
    await say(escapeMrkdwn(await giveBack(await context(), value)));
  },
};
