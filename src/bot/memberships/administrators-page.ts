import type { KnownBlock, InputBlock } from "@slack/types";
import { z } from "zod";
import { accountLabel } from "../../core/kernel/names/account-name.ts";
import type { ConsoleUserActor, Context } from "../../core/context.ts";
import { DomainError } from "../../core/kernel/errors.ts";
import type { Account } from "../../core/generated/prisma/client.ts";
import { type AccountUser, accountUsers } from "../../core/memberships/list-account-users.ts";
import { zoneOf } from "../../core/kernel/time/time-zone.ts";
import { counted } from "../../core/kernel/text/counted.ts";
import { isolate } from "../../core/kernel/text/isolate.ts";
import { textField, ticksField } from "../slack/fields.ts";
import type { FormValues, FormView } from "../slack/command.ts";
import { plain } from "../slack/reopened-view.ts";
import {
  changedTicks,
  packIds,
  shownTicks,
  unpackIds,
  ticksAtOnce,
  ticksBlockId,
} from "../slack/shown-ticks.ts";
import { textIn } from "../slack/listing.ts";
import { momentWords } from "../../core/kernel/text/moment-words.ts";

export const administratorsPageAction = "administrators-page";
export const searchAdministratorsAction = "search-administrators";
export const firstAdministratorsAction = "first-administrators";

/** What one form may hold: as many as Slack carries beside it, and as one request takes. */
const changesAtMost = 100;
const usersOnPage = 45;

/** What was ticked and unticked on other pages. */
export interface PendingTicks {
  accountId: string;
  grant: string[];
  revoke: string[];
}

const packed = z.object({ accountId: z.uuid(), grant: z.string(), revoke: z.string() });

export function readPending(state: unknown): PendingTicks | undefined {
  const read = packed.safeParse(state);
  if (!read.success) return undefined;
  const { accountId, grant, revoke } = read.data;
  return { accountId, grant: unpackIds(grant), revoke: unpackIds(revoke) };
}

/** With what stands on this page. Throws conflict where it is more than one save takes. */
export function withPage(pending: PendingTicks, values: FormValues): PendingTicks {
  const shown = new Set(shownTicks(values).map(({ userId }) => userId));
  const { ticked = [], unticked = [] } = changedTicks(values) ?? {};
  const elsewhere = (ids: string[]) => ids.filter((id) => !shown.has(id));
  const grant = [...elsewhere(pending.grant), ...ticked];
  const revoke = [...elsewhere(pending.revoke), ...unticked];
  if (grant.length + revoke.length > changesAtMost)
    throw new DomainError(
      "conflict",
      `These are more than ${changesAtMost} changes. Save them first, then continue.`,
    );
  return { ...pending, grant, revoke };
}

interface Place {
  words: string;
  after: string | undefined;
}

/** One page of an Account's users with their ticks, those that were changed on other pages as they were left. */
export async function administratorsPage(
  ctx: Context<ConsoleUserActor>,
  account: Account,
  pending: PendingTicks,
  { words, after }: Place,
): Promise<FormView> {
  const found = await accountUsers(ctx, { accountId: account.id, words, after, take: usersOnPage + 1 });
  const users = found.slice(0, usersOnPage);
  const next = found.length > usersOnPage ? users.at(-1)?.user.usernameKey : undefined;
  const ticks = administratorTicks(
    users.map((user) => overlaid(user, pending)),
    account.id,
    zoneOf(ctx, ctx.actor),
  );
  const { accountId, grant, revoke } = pending;
  return {
    submit: plain("Save"),
    state: { accountId, grant: packIds(grant), revoke: packIds(revoke) },
    blocks: [
      { type: "section", text: plain(leadWords(account, pending)) },
      textField({
        id: "words",
        label: "Part of the user ID or e-mail",
        value: words,
        optional: true,
        max: 200,
      }),
      ...(users.length > 0 ? ticks : [{ type: "section" as const, text: plain("No user fits.") }]),
      { type: "actions", elements: buttons(after, next) },
    ],
  };
}

function overlaid(user: AccountUser, { grant, revoke }: PendingTicks) {
  const { id } = user.user;
  const was = user.level === "Administrator";
  return { user, was, ticked: grant.includes(id) || (was && !revoke.includes(id)) };
}

function leadWords(account: Account, { grant, revoke }: PendingTicks): string {
  const lead = `${isolate(accountLabel(account))}: tick who is Administrator. Sub-accounts do not change.`;
  const changes = grant.length + revoke.length;
  if (changes === 0) return `${lead} The ticks on all pages are saved together.`;
  return `${lead} ${counted(changes, "change")} on other pages. They are saved together with these.`;
}

function buttons(after: string | undefined, next: string | undefined) {
  return [
    button(searchAdministratorsAction, "search", "Search"),
    ...(after === undefined ? [] : [button(firstAdministratorsAction, "first", "First page")]),
    ...(next === undefined ? [] : [button(administratorsPageAction, next, "Next page")]),
  ] satisfies Extract<KnownBlock, { type: "actions" }>["elements"];
}

export const wordsIn = (values: FormValues): string => textIn(values, "words");

const button = (action: string, value: string, label: string) => ({
  type: "button" as const,
  action_id: action,
  value,
  text: plain(label),
});

interface Tick {
  user: AccountUser;
  /** Administrator as it stands. */
  was: boolean;
  ticked: boolean;
}

/** A tick for each, as many in a block as Slack and the block's id take. */
export function administratorTicks(ticks: Tick[], accountId: string, zone: string): InputBlock[] {
  const count = Math.ceil(ticks.length / ticksAtOnce);
  return Array.from({ length: count }, (_, at) => {
    const part = ticks.slice(at * ticksAtOnce, (at + 1) * ticksAtOnce);
    return ticksField({
      id: ticksBlockId(
        accountId,
        part.map(({ user, was }) => ({ userId: user.user.id, ticked: was })),
      ),
      label: at === 0 ? "Administrators" : "More",
      choices: part.map(({ user }) => choice(user, zone)),
      chosen: part.filter(({ ticked }) => ticked).map(({ user }) => user.user.id),
    });
  });
}

function choice({ user, until, suspendedAt }: AccountUser, zone: string) {
  const description = [
    until && `until ${momentWords(until, zone)}`,
    `${user.firstName} ${user.lastName}`.trim(),
    user.email,
    suspendedAt && "suspended",
  ];
  return { text: user.username, value: user.id, description: description.filter(Boolean).join(", ") };
}
