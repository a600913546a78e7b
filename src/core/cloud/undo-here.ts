import { changeAccountSettingsRequest, settingsMark } from "../accounts/change-account-settings.ts";
import { deleteAccountRequest } from "../accounts/delete-account.ts";
import type { ConsoleUserActor, Context } from "../context.ts";
import type { CloudEffect } from "../generated/prisma/client.ts";
import { cloudChange } from "../kernel/cloud/cloud-change.ts";
import { isHandStep } from "../kernel/cloud/hand-steps.ts";
import { DomainError } from "../kernel/errors.ts";
import type { RequestKind } from "../kernel/requests/request-kind.ts";
import { dropEffect, findEffect } from "../kernel/requests/settle-effect.ts";
import { planRequest } from "../kernel/requests/submit-request.ts";
import { addAccountsRequest } from "../memberships/add-accounts.ts";

/** Asks, in the actor's name, for a Request that takes something back here. */
type Submit = <Input>(kind: RequestKind<Input>, input: Input) => Promise<void>;

/**
 * Takes back here what the cloud did not take, by a Request of the actor's own, with the confirmation and the approvals that
 * such a Request needs. Nothing is decided where it could not be asked for.
 */
export async function undoHere(
  ctx: Context<ConsoleUserActor>,
  effectId: string,
  submit: Submit,
): Promise<void> {
  const effect = await findEffect(ctx, effectId);
  const ask = await reversalOf(ctx, effect);
  await ask(async (kind, input) => void (await planRequest(ctx, kind, input)));
  await dropEffect(ctx, effectId);
  await ask(submit);
}

async function reversalOf(
  { db }: Context<ConsoleUserActor>,
  { about, accountId }: CloudEffect,
): Promise<(submit: Submit) => Promise<void>> {
  const change = cloudChange.parse(about);
  if (isHandStep(change) || accountId === null)
    throw new DomainError(
      "conflict",
      "What is done by hand in the Console is taken back by a request of its own.",
    );
  const account = await db.account.findUnique({ where: { id: accountId } });
  if (!account)
    throw new DomainError("conflict", "The Account no longer exists here: nothing is left to take back.");
  switch (change.kind) {
    case "create-account":
      return (submit) => submit(deleteAccountRequest, { accountId });
    case "change-account": {
      if (!change.before) throw new DomainError("conflict", "What stood here before was not kept.");
      const input = { accountId, shown: settingsMark(account), ...change.before };
      return (submit) => submit(changeAccountSettingsRequest, input);
    }
    case "remove-member": {
      const user = await db.cloudUser.findUnique({ where: { cloudName: change.userName } });
      if (!user)
        throw new DomainError("conflict", "The user no longer exists here: nothing is left to take back.");
      const input = { userId: user.userId, accountIds: [accountId], administratorOf: [] };
      return (submit) => submit(addAccountsRequest, input);
    }
    case "delete-account":
      throw new DomainError("conflict", "What was deleted here cannot be brought back.");
  }
}
