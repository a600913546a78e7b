import { accountLabel } from "../../core/accounts/account-name.ts";
import { DomainError } from "../../core/errors.ts";
import { inviteUsersInput } from "../../core/invitations/invite-users-input.ts";
import {
  type BulkInvitation,
  latestBulkInvitations,
} from "../../core/invitations/latest-bulk-invitations.ts";
import { people } from "../../core/invitations/plan-bulk-invitation.ts";
import { momentWords } from "../../core/text/moment-words.ts";
import { type Choice, selectField, tickField } from "../fields.ts";
import { showInviteResults } from "../invite-results.ts";
import { listingForm, textIn } from "../listing-form.ts";

const offeredAtMost = 50;

export const inviteResultsForm = listingForm({
  name: "invite-results",
  title: "Results of invitations",
  needs: "users:view",
  button: "Show",
  async fields(ctx) {
    const choices = (await latestBulkInvitations(ctx, offeredAtMost)).map(choice);
    const [latest] = choices;
    if (!latest)
      throw new DomainError("not-found", "You have not invited many at once yet. /cyclr invite does.");
    return [
      selectField({ id: "requestId", label: "Of", choices, chosen: latest.value }),
      tickField({ id: "failed", label: "Which", tick: "Only those that failed" }),
    ];
  },
  async show(ctx, values) {
    const requestId = textIn(values, "requestId");
    if (!requestId) throw new DomainError("invalid", "Choose one.", "requestId");
    const which = values["failed"] ? "failed" : undefined;
    const [text, blocks] = await showInviteResults(ctx, { requestId, which });
    return { text, blocks };
  },
});

function choice({ id, input, account, createdAt, status }: BulkInvitation): Choice {
  const { count } = inviteUsersInput.pick({ count: true }).parse(input);
  const where = account ? accountLabel(account) : "an Account that was deleted";
  return {
    value: id,
    text: `${people(count)} · ${momentWords(createdAt)}`,
    description: `${status === "queued" ? "at work" : status} · ${where}`,
  };
}
