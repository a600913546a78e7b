import type { AccountUserActor, Context } from "../context.ts";
import { DomainError } from "../errors.ts";
import { endDueGrants } from "./end-due-grants.ts";
import { changeAtLevel } from "./require-level.ts";
import {
  saveAdministrators,
  type SetAdministratorsInput,
  setAdministratorsInput,
} from "./set-administrators.ts";

/**
 * Saves the ticks of an Account's user list for one of its own Administrators, who cannot take the last one away.
 * Throws not-found, forbidden, conflict.
 */
export async function tickAdministrators(
  ctx: Context<AccountUserActor>,
  given: SetAdministratorsInput,
): Promise<"saved" | "already"> {
  const input = setAdministratorsInput.parse(given);
  const asked = { accountId: input.accountId, needs: "Administrator", for: "user list" } as const;
  await endDueGrants(ctx, { membership: { accountId: input.accountId } });
  return changeAtLevel(ctx, asked, async (tx, _own, after) => {
    const outcome = await saveAdministrators(ctx, tx, after, null, input);
    if (outcome !== "saved-last") return outcome;
    throw new DomainError(
      "conflict",
      "An account keeps at least one Administrator, so nothing was saved. Make somebody else Administrator first.",
    );
  });
}
