import type { InputBlock } from "@slack/types";
import type { ConsoleUserActor, Context } from "../../core/context.ts";
import { DomainError } from "../../core/kernel/errors.ts";
import { durationWords } from "../../core/kernel/time/duration-words.ts";
import { readDuration } from "../../core/kernel/time/read-duration.ts";
import { readMoment } from "../../core/kernel/time/read-moment.ts";
import { zoneOf } from "../../core/kernel/time/time-zone.ts";
import {
  type GrantAdministratorInput,
  requireGrantMinutes,
  requireLongEnough,
} from "../../core/memberships/end-grant.ts";
import { momentField, selectField } from "../slack/fields.ts";
import type { FormValues } from "../slack/command.ts";
import { tidy } from "../slack/words.ts";

type GrantEnd = Pick<GrantAdministratorInput, "forMinutes" | "until" | "readAs">;

/** What stands behind `for` or `until`; times in the caller's own zone. Throws invalid at the word that is wrong. */
export function readGrantEnd(
  ctx: Context<ConsoleUserActor>,
  { length, until }: { length: string | undefined; until: string | undefined },
): GrantEnd {
  if (length && !until && isForGood(length)) return {};
  if (length && until) throw new DomainError("invalid", "Use “for” or “until”, not both.");
  if (length) return { forMinutes: typedMinutes(length) };
  if (!until) return {};
  const now = ctx.clock();
  const { at, note } = readMoment(tidy(until), { now, timeZone: zoneOf(ctx, ctx.actor) });
  requireLongEnough(at, now, until);
  return { until: at.toISOString(), ...(note && { readAs: note }) };
}

/** “for good” is as without a length. */
const isForGood = (text: string): boolean => /^(?:good|ever|always|permanent(?:ly)?)$/iu.test(tidy(text));

function typedMinutes(length: string): number {
  const minutes = readDuration(tidy(length));
  requireGrantMinutes(minutes, tidy(length));
  return minutes;
}

/** Whether words are a length of time by their looks: a number with one unit, if not one that is known. */
export function looksLikeLength(text: string): boolean {
  return /^\d+\s*\p{L}*$/u.test(tidy(text)) || isForGood(text) || isLength(text);
}

/** Whether words are a length of time that can be read. */
export function isLength(text: string): boolean {
  try {
    return readDuration(tidy(text)) > 0;
  } catch {
    return false;
  }
}

/** What begins as a date or a time, also one that cannot be read: why not is said at its word. */
export const mayBeMoment = (text: string): boolean =>
  looksLikeMoment(text) || /^(?:\d|next|this|at|on)\b|^\d|day$/iu.test(tidy(text));

export const looksLikeMoment = (text: string): boolean =>
  /^\d{4}-\d|^\d{1,2}(?::\d{2}|\s?[ap]m\b)|^(?:today|tomorrow|noon|mon|tue|wed|thu|fri|sat|sun)/iu.test(
    tidy(text),
  );

export const [forever, toMoment] = ["forever", "until"];
const offeredMinutes = [60, 4 * 60, 24 * 60, 7 * 24 * 60];
export const shortest = durationWords(offeredMinutes[0] ?? 60);

/** How long, with the length that was typed among those that are offered. Throws invalid where that is none. */
export function lengthField(typed: string | undefined): InputBlock {
  const minutes = typed && typed !== toMoment && !isForGood(typed) ? typedMinutes(typed) : undefined;
  const offered = [...new Set([...offeredMinutes, ...(minutes ? [minutes] : [])])].toSorted((a, b) => a - b);
  const choices = [
    { text: "Permanent", value: forever },
    ...offered.map((each) => ({ text: `For ${durationWords(each)}`, value: String(each) })),
    { text: "Until a date and time", value: toMoment },
  ];
  return selectField({
    id: "length",
    label: "How long",
    choices,
    chosen: minutes ? String(minutes) : typed === toMoment ? toMoment : forever,
    hint: "The time begins when the level is granted.",
  });
}

/** The moment that was typed, in the reader's zone. Throws invalid where it cannot be read. */
export function untilField(ctx: Context<ConsoleUserActor>, typed: string | undefined): InputBlock {
  const { until } = readGrantEnd(ctx, { length: undefined, until: typed });
  return momentField({
    id: "until",
    label: "Date and time",
    optional: true,
    hint: "Only for “Until a date and time”. Slack shows it in your own time zone.",
    value: until ? new Date(until) : undefined,
  });
}

/** What the two fields say together. Throws invalid where they contradict each other. */
export function endInForm({
  length,
  until,
}: FormValues): Pick<GrantAdministratorInput, "forMinutes" | "until"> {
  if (length === toMoment) {
    if (typeof until !== "string") throw new DomainError("invalid", "Choose the date and time.", "until");
    return { until };
  }
  if (until !== undefined)
    throw new DomainError(
      "invalid",
      "Choose “Until a date and time” above, or clear this. Only one of them can count.",
      "until",
    );
  return { forMinutes: length === forever ? undefined : Number(length), until: undefined };
}
