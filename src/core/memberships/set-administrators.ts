import { hint } from "../kernel/text/command-hint.ts";
import { accountNamed, userNamed } from "../kernel/names/deleted-names.ts";
import { z } from "zod";
import { accountLabel } from "../kernel/names/account-name.ts";
import { loadAccount, lockAccount } from "../kernel/levels/load-account.ts";
import { recordAudit } from "../kernel/audit/record-audit.ts";
import { shorten } from "../kernel/text/mrkdwn.ts";
import type { Context } from "../context.ts";
import type { Database, Transaction } from "../kernel/database.ts";
import { DomainError } from "../kernel/errors.ts";
import type { Prisma } from "../generated/prisma/client.ts";
import type { After } from "../kernel/outbox/transact.ts";
import { userLabel } from "../kernel/names/user-name.ts";
import { listed } from "../kernel/requests/administrators-to-be.ts";
import { applyOnce } from "../kernel/requests/require-approved.ts";
import { changeKey, defineRequest } from "../kernel/requests/request-kind.ts";
import { standardCard } from "../kernel/requests/standard-card.ts";
import { counted } from "../kernel/text/counted.ts";
import { revokeSentInvitations, sentInvitationWords } from "../users/sent-invitations.ts";
import { credentialWarnings, holdCredentials, keysOf } from "../users/handed-credentials.ts";
import { activeAt } from "../kernel/levels/active-grant.ts";
import { auditedStanding, levelOf, standingAt } from "../kernel/levels/require-level.ts";
import { endDueGrants, endGrants } from "./record-grant-end.ts";
import { invalidateOffers } from "../kernel/requests/invalidate-card.ts";

/** What was ticked and unticked, and nothing of what was left as it stood: that may have changed meanwhile. */
export const setAdministratorsInput = z
  .object({
    accountId: z.uuid("Choose an Account."),
    grant: z.array(z.uuid()).max(100),
    revoke: z.array(z.uuid()).max(100),
  })
  .refine(({ grant, revoke }) => !grant.some((id) => revoke.includes(id)), {
    path: ["revoke"],
    error: "The same User cannot be granted and revoked at once.",
  });

export type SetAdministratorsInput = z.infer<typeof setAdministratorsInput>;

type Member = Prisma.MembershipGetPayload<{ include: { user: true; grants: true } }>;

/** Grants and revokes Administrator on one Account, together, as the Console's list of users saves its ticks. */
export const setAdministratorsRequest = defineRequest({
  kind: "admins",
  input: setAdministratorsInput,
  needs: "users:edit",
  undo: `${hint("admins")} sets the ticks back.`,

  async plan(ctx, input) {
    const account = await loadAccount(ctx.db, input.accountId);
    const { raised, kept, lowered, unchanged } = await changesOf(ctx, ctx.db, input);
    const label = accountLabel(account);
    const none = lowered.length > 0 && (await administratorsAfter(ctx, ctx.db, input)) === 0;
    const sent = await Promise.all(
      lowered.map(({ userId, user: { username } }) =>
        sentInvitationWords(ctx.db, { userId, username, accountId: account.id }, ctx.clock()),
      ),
    );
    return {
      accountId: account.id,
      grantsAdministrator: input.grant.length > 0,
      administrators: listed([...raised, ...kept].map(({ user }) => ({ who: userLabel(user), account }))),
      beneficiaries: [...raised, ...kept].flatMap(({ user }) => keysOf(user)),
      dedupeKey: changeKey(`admins:${account.id}`, [input.grant.toSorted(), input.revoke.toSorted()]),
      what: `a change of the Administrators of ${label}${changedWords([...raised, ...kept], lowered)}`,
      effects: [
        `The Administrators of ${label} change. Sub-accounts stay as they are.`,
        ...firstOf(lowered, "goes from Administrator to Access."),
        ...firstOf(raised, "goes from Access to Administrator."),
        ...firstOf(kept, "is Administrator for a time, and becomes Administrator without an end."),
        ...firstOf(unchanged, "has this level already: somebody else was first."),
      ],
      warnings: [
        ...(none ? [`${label} is left without an Administrator.`] : []),
        ...raised.flatMap(({ user }) => credentialWarnings(user)).slice(0, namedAtMost),
        ...sent.flat().slice(0, namedAtMost),
      ],
      needsConfirmation: lowered.length > 0,
    };
  },

  async run(ctx, request, input) {
    await endDueGrants(ctx, { membership: { accountId: input.accountId } });
    return applyOnce(ctx, request, async (tx, after) => {
      // One list at a time, so that of two who each take the other's last Administrator the second tells it.
      await lockAccount(tx, input.accountId);
      return saveAdministrators(ctx, tx, after, request.id, input);
    });
  },

  async card(app, request, { grant, revoke }) {
    const names = async (ids: string[]) => {
      const users = await app.db.user.findMany({
        where: { id: { in: ids } },
        orderBy: { usernameKey: "asc" },
      });
      const gone = ids.filter((id) => !users.some((user) => user.id === id));
      const deleted = await Promise.all(gone.slice(0, namedAtMost).map((id) => userNamed(app, id)));
      const more = gone.length > namedAtMost ? [`${gone.length - namedAtMost} more`] : [];
      return [...users.map(({ username }) => username), ...deleted, ...more].join(", ");
    };
    const notes: Record<string, string> = {
      saved: "All saved together.",
      "saved-last": "All saved together. The Account has no Administrator any more.",
    };
    return standardCard(app, request, {
      noun: "Change of Administrators",
      fields: [
        ["Account", await accountNamed(app, request)],
        ...(grant.length > 0 ? [["Granted", await names(grant)] as [string, string]] : []),
        ...(revoke.length > 0 ? [["Revoked", await names(revoke)] as [string, string]] : []),
      ],
      done: request.outcome === "already" ? "Administrators unchanged" : "Administrators saved",
      note: notes[request.outcome ?? ""] ?? "There was nothing to change.",
    });
  },
});

const namedInTitle = 3;

/** Who is added and removed, by name: ": hanna added, mia removed". */
function changedWords(added: Member[], removed: Member[]): string {
  const all = [
    ...added.map(({ user }) => `${shorten(user.username, 60)} added`),
    ...removed.map(({ user }) => `${shorten(user.username, 60)} removed`),
  ];
  if (all.length === 0) return "";
  const more = all.length - namedInTitle;
  return `: ${all.slice(0, namedInTitle).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

/** So few that a confirmation of 3,000 characters has room for the warning as well. */
const namedAtMost = 12;

function firstOf(members: Member[], what: string): string[] {
  const named = members.slice(0, namedAtMost).map(({ user }) => `${shorten(user.username, 60)} ${what}`);
  const more = members.length - named.length;
  return more > 0 ? [...named, `and ${counted(more, "more user")}: ${what}`] : named;
}

export async function changesOf(ctx: Context, db: Database | Transaction, input: SetAdministratorsInput) {
  const { accountId, grant, revoke } = input;
  const asked = [...grant, ...revoke];
  const members = await db.membership.findMany({
    where: { accountId, userId: { in: asked } },
    include: { user: true, grants: true },
    orderBy: { user: { usernameKey: "asc" } },
  });
  if (members.length < new Set(asked).size)
    throw new DomainError(
      "conflict",
      "Somebody in this list is no longer a member of the Account. Nothing was changed; open the list again.",
    );
  const stands = ({ grants }: Member) => standingAt(grants, ctx.clock());
  const is = (one: Member) => stands(one).level === "Administrator";
  const raised = members.filter((one) => grant.includes(one.userId) && !is(one));
  const kept = members.filter((one) => grant.includes(one.userId) && stands(one).until !== null);
  const lowered = members.filter((one) => revoke.includes(one.userId) && is(one));
  const unchanged = members.filter((one) => ![...raised, ...kept, ...lowered].includes(one));
  return { raised, kept, lowered, unchanged };
}

/** How many active Administrators there will be, those who are suspended not among them. */
function administratorsAfter(
  { clock }: Context,
  db: Database | Transaction,
  { accountId, grant, revoke }: SetAdministratorsInput,
): Promise<number> {
  const is = { grants: { some: activeAt(clock()) }, userId: { notIn: revoke } };
  return db.membership.count({
    where: { accountId, suspendedAt: null, OR: [is, { userId: { in: grant } }] },
  });
}

/** In a transaction that holds the Account. */
export async function saveAdministrators(
  ctx: Context,
  tx: Transaction,
  after: After,
  requestId: string | null,
  input: SetAdministratorsInput,
): Promise<"saved" | "saved-last" | "already"> {
  const now = ctx.clock();
  const { accountId } = input;
  // Before the Memberships, as who deletes a User takes them.
  await holdCredentials(tx, input.grant);
  await tx.$queryRaw`SELECT "id" FROM "Membership" WHERE "accountId" = ${accountId}::uuid
    AND "userId" = ANY(${[...input.grant, ...input.revoke]}::uuid[]) ORDER BY "id" FOR UPDATE`;
  const { raised, kept, lowered } = await changesOf(ctx, tx, input);
  const granted = [...raised, ...kept];
  if (granted.length + lowered.length === 0) return "already";
  await tx.administratorGrant.createMany({
    data: granted.map(({ id }) => ({ membershipId: id, startsAt: now, requestId })),
  });
  await invalidateOffers(tx, after, idsOf(granted), now);
  await endGrants(tx, after, idsOf(lowered), { now, by: ctx.actor.name });
  for (const { userId, user } of lowered)
    await revokeSentInvitations(tx, ctx, { userId, accountId, requestId, now, because: noLonger(user) });
  const none = lowered.length > 0 && (await administratorsAfter(ctx, tx, { ...input, grant: [] })) === 0;
  for (const member of [...granted, ...lowered])
    await audit(tx, ctx, requestId, member, granted.includes(member));
  return none ? "saved-last" : "saved";
}

const noLonger = ({ username }: Member["user"]) => `${username}, who sent it, is no longer Administrator`;

const idsOf = (members: Member[]) => members.map(({ id }) => id);

function audit(
  tx: Transaction,
  ctx: Context,
  requestId: string | null,
  { user, accountId, grants }: Member,
  granted: boolean,
): Promise<void> {
  return recordAudit(tx, ctx, {
    action: granted ? "administrator-granted" : "administrator-revoked",
    subject: { kind: "user", id: user.id, name: user.username },
    accountId,
    requestId,
    before: auditedStanding(standingAt(grants, ctx.clock())),
    after: { level: levelOf(granted) },
  });
}
