import { z } from "zod";
import { shorten } from "../chat/mrkdwn.ts";
import { after } from "../clock.ts";
import { DomainError } from "../errors.ts";
import { durationWords } from "../time/duration-words.ts";
import { grantBounds } from "./grant-bounds.ts";
import { membershipInput } from "./membership-input.ts";

const { leastMs, mostMs } = grantBounds;
const [leastMinutes, mostMinutes] = [leastMs / 60_000, mostMs / 60_000];
const bounds = `A temporary grant lasts between ${durationWords(leastMinutes)} and ${durationWords(mostMinutes)}.`;

export const grantAdministratorInput = membershipInput
  .extend({
    /** How long, from when it is granted. Without this and without `until` it has no end. */
    forMinutes: z
      .int("Say how long in whole minutes.")
      .min(leastMinutes, bounds)
      .max(mostMinutes, bounds)
      .optional(),
    /** When it ends. */
    until: z.iso.datetime("Say a date and a time.").optional(),
    /** How the requester's own words for the end were read, where the clocks change. */
    readAs: z.string().max(300).optional(),
  })
  .refine(({ forMinutes, until }) => forMinutes === undefined || until === undefined, {
    path: ["until"],
    error: "Say how long, or until when, not both.",
  });

export type GrantAdministratorInput = z.infer<typeof grantAdministratorInput>;

/** When a grant that is made now ends; null for one without an end. Throws invalid and expired. */
export function endOf({ forMinutes, until }: GrantAdministratorInput, now: Date): Date | null {
  if (forMinutes !== undefined) return after(now, forMinutes * 60_000);
  if (until === undefined) return null;
  const end = new Date(until);
  if (end <= now)
    throw new DomainError(
      "expired",
      "The time until which this was to be granted has passed. Nothing was granted; ask again with a later one.",
      "until",
    );
  if (end > after(now, mostMs)) throw outOfBounds("until");
  return end;
}

/** For what is asked for now: it may not be over before it has begun. `typed` is what to name in the error. */
export function requireLongEnough(end: Date, now: Date, typed?: string): void {
  if (end < after(now, leastMs) || end > after(now, mostMs)) throw outOfBounds("until", typed);
}

export function requireGrantMinutes(minutes: number, typed: string): void {
  if (minutes < leastMinutes || minutes > mostMinutes) throw outOfBounds("forMinutes", typed);
}

function outOfBounds(field: string, typed?: string): DomainError {
  return new DomainError("invalid", typed ? `“${shorten(typed, 60)}” will not do. ${bounds}` : bounds, field);
}
