import { deleteAccountRequest } from "../../core/accounts/delete-account.ts";
import { driftWords, type DriftRow } from "../../core/cloud/drift-words.ts";
import { listDrift, requireConnected } from "../../core/cloud/list-drift.ts";
import {
  decisionInput,
  type DecisionInput,
  findDrift,
  isOfMembers,
  removal,
  settleAccountDriftRequest,
  settleMemberDriftRequest,
} from "../../core/cloud/settle-drift.ts";
import type { ConsoleUserActor, Context } from "../../core/context.ts";
import { allows } from "../../core/kernel/access/access.ts";
import { requirePermission } from "../../core/kernel/access/require-access-change.ts";
import { DomainError } from "../../core/kernel/errors.ts";
import type { RequestKind } from "../../core/kernel/requests/request-kind.ts";
import { submitRequest } from "../../core/kernel/requests/submit-request.ts";
import { removeUserRequest } from "../../core/memberships/remove-user.ts";
import type { Action } from "../slack/action.ts";
import type { Call, Command, Form } from "../slack/command.ts";
import { checkForm, selectField, textField } from "../slack/fields.ts";
import { sayListing } from "../slack/listing.ts";
import { type LineArg, readLine } from "../slack/read-line.ts";
import { plain } from "../slack/reopened-view.ts";
import { decideAction, driftListing } from "./drift.ts";

const name = "settle";

const args: LineArg[] = [{ name: "decision" }, { name: "because", keyword: "because", toTheEnd: true }];

/** Submits one kind of request. */
type Submit<Result> = <Input>(kind: RequestKind<Input>, input: Input) => Result;

/** Which request does what was decided: what takes an Account or a User away here is a removal like any other. */
async function submitting(ctx: Context<ConsoleUserActor>, input: DecisionInput) {
  // Names are told to nobody who may decide nothing.
  if (!allows(ctx.actor, "users:edit")) await requirePermission(ctx, settleAccountDriftRequest.needs, name);
  requireConnected(ctx);
  const row = await findDrift(ctx.db, input);
  const [accountId, userId] = [row.accountId ?? "", row.userId ?? ""];
  return <Result>(submit: Submit<Result>): Result => {
    const other = removal(row, input.how);
    if (other === "delete-account") return submit(deleteAccountRequest, { accountId });
    if (other === "remove-user") return submit(removeUserRequest, { accountId, userId });
    return submit(isOfMembers(row.kind) ? settleMemberDriftRequest : settleAccountDriftRequest, input);
  };
}

/** The words of one line: the number and how, in either order. */
function readDecision(words: Call["words"]) {
  const { typed, doubts } = readLine(args, words);
  const [first = "", second = "", ...rest] = (typed["decision"] ?? "").split(/\s+/u);
  const [number, how] = /^#?\d+$/u.test(second) ? [second, first] : [first, second];
  const because = typed["because"] ?? "";
  return { number: number.replace("#", ""), how: how.toLowerCase(), because, rest, doubts };
}

export const settle: Command = {
  name,
  area: "Accounts",
  summary: "decide a difference to your Partner Console: adopt, push or ignore it",
  needs: settleAccountDriftRequest.needs,
  takesBesides: "For who is a user of an Account it needs users: edit.",
  usage: ["", "<No.> adopt|push", "<No.> ignore because <reason>"],
  example: "12 adopt",
  changes: true,
  readsBecause: true,
  kind: settleAccountDriftRequest.kind,

  async run(call) {
    const ctx = await call.context();
    if (call.words.length === 0) return sayListing(call, driftListing, ["open"]);
    const { rest, doubts, ...given } = readDecision(call.words);
    if (doubts.length > 0) throw new DomainError("invalid", doubts.join(" "));
    if (rest.length > 0 || !/^\d{1,10}$/u.test(given.number) || given.how === "")
      throw new DomainError("invalid", "Name the difference by its number, and adopt, push or ignore.");
    const input = checkForm(decisionInput, given);
    const decide = await submitting(ctx, input);
    await decide(call.submit);
  },
};

const offered = 100;

const settleForm: Form = {
  name: "decide-difference",
  title: "Decide a difference",

  async view(ctx, { filter }) {
    const asked = filter === "ignored" ? "ignored" : "open";
    const { rows } = await listDrift(ctx, { filter: asked, take: offered });
    const mine = rows.filter((row) => mayDecide(ctx, row));
    if (mine.length === 0) throw new DomainError("forbidden", "There is no difference that you may decide.");
    return {
      submit: plain("Continue"),
      blocks: [
        selectField({
          id: "number",
          label: "Difference",
          choices: mine.map((row) => ({
            value: String(row.number),
            text: `${row.number}: ${driftWords(row)}`,
          })),
        }),
        selectField({
          id: "how",
          label: "Decision",
          choices: [
            { value: "adopt", text: "Adopt", description: "What is here follows Cyclr" },
            { value: "push", text: "Push", description: "Cyclr follows what is here" },
            { value: "ignore", text: "Ignore", description: "It is told no more; say why below" },
          ],
        }),
        textField({ id: "because", label: "Because", optional: true, lines: true, max: 300 }),
      ],
    };
  },

  async submit(ctx, values, place) {
    const input = checkForm(decisionInput, values);
    const decide = await submitting(ctx, input);
    return decide((kind, asked) => submitRequest(ctx, kind, asked, place));
  },
};

function mayDecide({ actor }: Context<ConsoleUserActor>, { kind }: DriftRow): boolean {
  return allows(actor, (isOfMembers(kind) ? settleMemberDriftRequest : settleAccountDriftRequest).needs);
}

/** Opens the form of a decision, under the list. */
export const decideDifference: Action = {
  name: decideAction,
  form: settleForm,
  run: ({ openForm, value }) => openForm(settleForm, { filter: value }),
};
