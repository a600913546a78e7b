import { createHash } from "node:crypto";
import { z } from "zod";
import { recordAudit } from "../audit/record-audit.ts";
import { minutes } from "../clock.ts";
import type { ConsoleUserActor, Context } from "../context.ts";
import type { Transaction } from "../database.ts";
import { outdateHome } from "../home/outdate-home.ts";
import type { Nudge } from "../jobs/queue.ts";
import type { Plan } from "../requests/plan.ts";
import { drawNudge, nudge, runNudge } from "../requests/nudge.ts";
import { alreadyOpen, type Place, planRequest, type Submitted } from "../requests/submit-request.ts";
import { isUniqueViolation } from "../unique-violation.ts";
import type { InviteUsersInput } from "./invite-users-input.ts";
import { inviteUsersRequest } from "./invite-users-request.ts";
import { type AddressEntry, entryFault, readAddresses, writeEntry } from "./read-addresses.ts";

export const inviteManyForm = z.object({
  accountId: z.uuid("Choose an Account."),
  asAdministrator: z.boolean(),
  withSubAccounts: z.boolean().default(false),
  /** A list as people write it, or CSV; or what was read from one. */
  addresses: z.union([z.string(), z.array(z.custom<AddressEntry>())]),
});

export type InviteMany = z.input<typeof inviteManyForm>;

const itemsAtOnce = 500;

/** Asks for many invitations to an Account, in one Request. What is wrong with one address stops no other. */
export async function inviteMany(
  ctx: Context<ConsoleUserActor>,
  form: InviteMany,
  place: Place,
): Promise<Submitted> {
  const { input, entries } = readList(form);
  const plan = await planRequest(ctx, inviteUsersRequest, input);
  try {
    const { requestId, homes } = await write(ctx, { input, entries, plan, place });
    const { drawJob, kind } = inviteUsersRequest;
    const nudges = [
      drawNudge({ job: drawJob.name, requestId, key: "card" }),
      runNudge({ id: requestId, kind }),
      ...homes,
    ];
    const queued = await nudge(ctx, [requestId], nudges);
    return { requestId, plan, asked: false, queued, repeated: false };
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    const repeated = await ctx.db.request.findUnique({ where: { sourceKey: place.sourceKey } });
    if (!repeated) throw await alreadyOpen(ctx, plan.openKey);
    return { requestId: repeated.id, plan, asked: false, queued: true, repeated: true };
  }
}

/** What `inviteMany` would do. */
export function planMany(ctx: Context<ConsoleUserActor>, form: InviteMany): Promise<Plan> {
  return planRequest(ctx, inviteUsersRequest, readList(form).input);
}

function readList(form: InviteMany): { input: InviteUsersInput; entries: AddressEntry[] } {
  const { addresses, ...rest } = inviteManyForm.parse(form);
  const entries = typeof addresses === "string" ? readAddresses(addresses) : addresses;
  const faulty = entries.filter((entry) => entryFault(entry) !== undefined).length;
  const digest = createHash("sha256")
    .update(JSON.stringify([rest, entries.map(writeEntry)]))
    .digest("hex");
  return { input: { ...rest, count: entries.length, faulty, digest }, entries };
}

interface Writing {
  input: InviteUsersInput;
  entries: AddressEntry[];
  plan: Plan;
  place: Place;
}

/** The Request, its items, its card and its audit event: all of them, or nothing. */
function write(
  ctx: Context<ConsoleUserActor>,
  writing: Writing,
): Promise<{ requestId: string; homes: Nudge[] }> {
  const { input, plan, place } = writing;
  const { kind, drawJob } = inviteUsersRequest;
  const now = ctx.clock();
  const { accountId } = input;
  const { channelId, chatUserId, sourceKey } = place;
  const times = { createdAt: now, enqueuedAt: now };
  return ctx.db.$transaction(
    async (tx) => {
      const { id } = await tx.request.create({
        data: {
          kind,
          input,
          accountId,
          openKey: plan.openKey,
          sourceKey,
          requesterId: ctx.actor.id,
          ...times,
        },
        select: { id: true },
      });
      await writeItems(tx, id, writing);
      await tx.chatMessage.create({
        data: { requestId: id, key: "card", job: drawJob.name, channelId, chatUserId, ...times },
        select: { id: true },
      });
      const homes = await outdateHome(tx, { consoleUserIds: [ctx.actor.id] }, now);
      await recordAudit(tx, ctx.actor, {
        action: "requested",
        subject: { kind: "request", id, name: kind },
        accountId,
        requestId: id,
        after: input,
      });
      return { requestId: id, homes };
    },
    { timeout: minutes(1) },
  );
}

async function writeItems(tx: Transaction, requestId: string, { input, entries }: Writing): Promise<void> {
  const subAccounts = input.withSubAccounts
    ? await tx.account.findMany({
        where: { parentId: input.accountId },
        select: { apiId: true },
        orderBy: { apiIdKey: "asc" },
      })
    : [];
  const all = entries.flatMap((entry) => [
    entry,
    // Who names an Account means that one alone.
    ...(entry.account || entryFault(entry)
      ? []
      : subAccounts.map(({ apiId }) => ({ ...entry, account: apiId }))),
  ]);
  for (let at = 0; at < all.length; at += itemsAtOnce) {
    const chunk = all.slice(at, at + itemsAtOnce);
    await tx.requestItem.createMany({
      data: chunk.map((entry, index) => ({ requestId, position: at + index, subject: writeEntry(entry) })),
    });
  }
}
