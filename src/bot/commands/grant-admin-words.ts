import type { ConsoleUserActor, Context } from "../../core/context.ts";
import { DomainError } from "../../core/errors.ts";
import {
  type GrantAdministratorInput,
  requireGrantMinutes,
  requireLongEnough,
} from "../../core/memberships/grant-administrator-input.ts";
import { readDuration } from "../../core/time/read-duration.ts";
import { readMoment } from "../../core/time/read-moment.ts";
import { zoneOf } from "../../core/time/time-zone.ts";

type GrantEnd = Pick<GrantAdministratorInput, "forMinutes" | "until" | "readAs">;

/** What stands behind `for` or `until`; times in the caller's own zone. Throws invalid at the word that is wrong. */
export function readGrantEnd(
  { actor, clock }: Context<ConsoleUserActor>,
  { length, until }: { length: string | undefined; until: string | undefined },
): GrantEnd {
  if (length && until) throw new DomainError("invalid", "Say “for” or “until”, not both.");
  if (length) {
    const forMinutes = readDuration(length);
    requireGrantMinutes(forMinutes, length);
    return { forMinutes };
  }
  if (!until) return {};
  const now = clock();
  const { at, note } = readMoment(until, { now, timeZone: zoneOf(actor) });
  requireLongEnough(at, now, until);
  return { until: at.toISOString(), ...(note && { readAs: note }) };
}
