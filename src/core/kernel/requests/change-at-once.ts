import type { ApiClientActor, Context } from "../../context.ts";
import { lockConsoleUsers, requirePermissionNow } from "../access/require-access-change.ts";
import type { Transaction } from "../database.ts";
import { workForPartner } from "../levels/work-in-account.ts";
import { LostRace, retryLostRace } from "../lost-race.ts";
import { checkInput } from "../text/check-input.ts";
import { unaudited } from "./approval-now.ts";
import type { Plan } from "./approval-policy.ts";
import type { ChangeKind } from "./define-change.ts";
import type { After } from "../outbox/transact.ts";
import type { RequestKind } from "./request-kind.ts";
import { refuseUnapproved } from "./refuse-unapproved.ts";

/**
 * Does at once, for an application, what a Request of this kind would do, by the same plan and the same change. Throws what the
 * plan refuses, and ApprovalNeeded where people would have to approve the Request. Says what came of it.
 */
export async function changeAtOnce<Input>(
  ctx: Context<ApiClientActor>,
  kind: ChangeKind<Input>,
  given: unknown,
  reason: string | null = null,
): Promise<string> {
  const input = checkInput(kind.input, given);
  const { before, apply, around = (_ctx, _input, work) => work(), follow } = kind.change;
  const origin = { requestId: null, reason };
  // Whoever changes what a client may do takes these in the same order.
  const first = kind.needs === "console-users:manage" ? lockConsoleUsers : undefined;
  await before?.(ctx, input);
  const outcome = await around(ctx, input, () =>
    retryLostRace(async () => {
      const touched = idsOf(await kind.plan(ctx, input));
      const work = async (tx: Transaction, after: After) => {
        await requireUnapproved(ctx, tx, kind, input, touched);
        return apply(ctx, tx, after, input, origin);
      };
      return workForPartner(ctx, kind.kind, work, { first });
    }),
  );
  await follow?.(ctx, input, origin);
  return outcome;
}

/**
 * Throws forbidden where the application lacks what the Request needs, and ApprovalNeeded where people would have to approve it
 * now. The Accounts that it touches are held to the end of the transaction: whoever marks one of them sensitive, or changes a level
 * there, comes before or after.
 */
export async function requireUnapproved<Input>(
  ctx: Context<ApiClientActor>,
  tx: Transaction,
  kind: Pick<RequestKind<Input>, "kind" | "needs" | "plan"> & Partial<Pick<ChangeKind<Input>, "change">>,
  input: Input,
  touched: string[],
): Promise<void> {
  await requirePermissionNow(tx, ctx.actor, kind.needs);
  await tx.$queryRaw`SELECT "id" FROM "Account" WHERE "id" = ANY(${touched}::uuid[])
    ORDER BY "id" FOR NO KEY UPDATE`;
  await kind.change?.hold?.(tx, input);
  const plan = await kind.plan({ ...ctx, db: unaudited(tx) }, input);
  const accountIds = idsOf(plan);
  if (accountIds.some((id) => !touched.includes(id))) throw new LostRace();
  await refuseUnapproved(ctx, tx, {
    request: { kind: plan.judgedAs ?? kind.kind, needs: kind.needs },
    accountIds,
    grantsAdministrator: plan.grantsAdministrator ?? false,
    movesSignIn: plan.movesSignIn !== undefined,
  });
}

/** Every Account that a plan touches. */
export const idsOf = ({ accountId, accountIds = [] }: Plan): string[] => [
  ...new Set([...(accountId ? [accountId] : []), ...accountIds]),
];
