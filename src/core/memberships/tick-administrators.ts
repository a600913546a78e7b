import type { Context, AccountUserActor } from "../context.ts";
import type { Transaction } from "../kernel/database.ts";
import { DomainError } from "../kernel/errors.ts";
import { holdCredentials } from "../users/handed-credentials.ts";
import { changeAtLevel, type OwnMembership, refuseOutlasting } from "../kernel/levels/require-level.ts";
import { endDueGrants } from "./record-grant-end.ts";
import {
  changesOf,
  saveAdministrators,
  type SetAdministratorsInput,
  setAdministratorsInput,
} from "./set-administrators.ts";

/** How many are Administrators without an end, those who are suspended not among them. */
function lastingAdministrators({ clock }: Context, tx: Transaction, accountId: string): Promise<number> {
  const grants = { some: { startsAt: { lte: clock() }, endsAt: null } };
  return tx.membership.count({ where: { accountId, suspendedAt: null, grants } });
}

type Changes = Awaited<ReturnType<typeof changesOf>>;

/** Throws forbidden and conflict where one of an Account's own Administrators may not give what these ticks would. */
async function refuseGiving(
  ctx: Context<AccountUserActor>,
  tx: Transaction,
  own: OwnMembership,
  input: SetAdministratorsInput,
): Promise<void> {
  if (input.grant.length === 0) return;
  if (input.grant.includes(ctx.actor.id))
    throw new DomainError("forbidden", "You cannot make yourself Administrator. Nothing was saved.");
  refuseOutlasting(own, ctx.clock());
  // Nobody makes them another password before the end.
  await holdCredentials(tx, input.grant);
  const changes = await changesOf(ctx, tx, input);
  refuseLengthening(changes);
  refuseKnownPasswords(changes);
}

/** Throws conflict where a tick that was meant for somebody with Access would give for good what is there for a time. */
function refuseLengthening({ kept: [first] }: Changes): void {
  if (!first) return;
  throw new DomainError(
    "conflict",
    `${first.user.username} has been made Administrator for a time meanwhile. Nothing was saved. Open the list again; to have it without an end, ask your contact who gave it.`,
  );
}

/**
 * Throws conflict where somebody newly ticked has a password that they did not set themselves: nobody approves a tick, and
 * whoever made that password could act as Administrator in their place.
 */
function refuseKnownPasswords({ raised }: Changes): void {
  const known = raised.find(({ user }) => user.passwordHash !== null && user.ownPasswordAt === null);
  if (!known) return;
  const { username, email } = known.user;
  const way = email
    ? "“Forgotten your password?” at the sign-in mails them a link. Tick them once they have used it."
    : "They have no e-mail for that yet: ask your contact to add one.";
  throw new DomainError(
    "conflict",
    `The password of ${username} was made by somebody else, who may know it. Nothing was saved. They have to set their own first: ${way}`,
  );
}

/**
 * Saves the ticks of an Account's user list for one of its own Administrators, who cannot take the last one away: one without
 * an end, where there is one. Throws not-found, forbidden, conflict.
 */
export async function tickAdministrators(
  ctx: Context<AccountUserActor>,
  given: SetAdministratorsInput,
): Promise<"saved" | "already"> {
  const input = setAdministratorsInput.parse(given);
  const { accountId } = input;
  const asked = { accountId, needs: "Administrator", for: "user list" } as const;
  await endDueGrants(ctx, { membership: { accountId } });
  return changeAtLevel(ctx, asked, async (tx, own, after) => {
    await refuseGiving(ctx, tx, own, input);
    let outcome: Awaited<ReturnType<typeof saveAdministrators>> = "already";
    await refuseLastGone(ctx, tx, accountId, async () => {
      outcome = await saveAdministrators(ctx, tx, after, null, input);
      return outcome === "saved-last";
    });
    return outcome;
  });
}

/** Throws conflict where a change takes the last Administrator away, or the last one without an end. It returns whether none is left. */
export async function refuseLastGone(
  ctx: Context,
  tx: Transaction,
  accountId: string,
  change: () => Promise<boolean>,
): Promise<void> {
  const before = await lastingAdministrators(ctx, tx, accountId);
  const none = await change();
  const left = await lastingAdministrators(ctx, tx, accountId);
  if (!none && (before === 0 || left > 0)) return;
  const lasting = none ? "" : " without an end";
  throw new DomainError(
    "conflict",
    `An account needs at least one Administrator${lasting}, so nothing was saved. Make somebody else Administrator first.`,
  );
}
