import { findAccount } from "../../core/accounts/find-account.ts";
import { requirePermission } from "../../core/console-users/require-permission.ts";
import { inviteMany, planMany } from "../../core/invitations/invite-many.ts";
import { inviteUserForm } from "../../core/invitations/invite-user.ts";
import { inviteUserRequest } from "../../core/invitations/invite-user-request.ts";
import { type AddressEntry, entryFault, readAddressLine } from "../../core/invitations/read-addresses.ts";
import { escapeMrkdwn, shorten } from "../../core/chat/mrkdwn.ts";
import { DomainError } from "../../core/errors.ts";
import { planWords, submittedWords } from "../../core/requests/submitted-words.ts";
import { checkForm } from "../check-form.ts";
import type { Call, Command } from "../command.ts";
import { submittedManyBlocks } from "../invite-results.ts";
import { inviteForm } from "./invite-form.ts";
import { readInviteMany, type TypedInviteMany } from "./invite-many-words.ts";
import { readInvite } from "./invite-words.ts";

export const invite: Command = {
  name: "invite",
  area: "Users",
  summary: "invite somebody, or many at once, to an Account by e-mail",
  needs: inviteUserRequest.needs,
  usage: [
    "",
    "<e-mail> to <Account: API ID or name> [as admin]",
    "<e-mail>, <e-mail>, … to <Account> [as admin] [with sub-accounts]",
  ],
  example: 'new.user@acme.example to "Acme Ltd" as admin',
  changes: true,
  kind: "invite-user",
  grantsAdministrator: "sometimes",
  forms: [inviteForm],

  async run(call) {
    const many = readInviteMany(call.words);
    if (many) return inviteAll(call, many);
    const { email, account, asAdministrator } = readInvite(call.words);
    if (!account) return call.openForm(inviteForm, { email });
    const ctx = await call.context();
    // Before the Account is looked up, so that names of Accounts are told to nobody who may not know them.
    await requirePermission(ctx, inviteUserRequest.needs, "invite");
    const { id } = await findAccount(ctx, account);
    await call.submit(
      inviteUserRequest,
      checkForm(inviteUserForm, { accountId: id, email, asAdministrator }),
    );
  },
};

async function inviteAll(
  call: Call,
  { account, addresses: typed, ...options }: TypedInviteMany,
): Promise<void> {
  const addresses = readAddressLine(typed);
  if (!account) {
    refuseFaulty(addresses);
    return call.openForm(inviteForm, { addresses: typed });
  }
  const ctx = await call.context();
  await requirePermission(ctx, inviteUserRequest.needs, "invite");
  const { id: accountId } = await findAccount(ctx, account);
  const form = { accountId, addresses, ...options };
  if (call.planOnly) {
    const plan = await planMany(ctx, form);
    return call.say(escapeMrkdwn(planWords(plan, "With --plan nothing is done. This would be done:")));
  }
  const submitted = await inviteMany(ctx, form, call.place);
  const words = submittedWords(submitted);
  await call.say(escapeMrkdwn(words), submittedManyBlocks(words, submitted.requestId));
}

/** Without an Account the line may as well be something else: the form is for lists that are one. */
function refuseFaulty(addresses: AddressEntry[]): void {
  const faulty = addresses.find((entry) => entryFault(entry) !== undefined);
  if (!faulty) return;
  throw new DomainError("invalid", `“${shorten(faulty.address, 60)}” is not an e-mail address.`);
}
