import { hint } from "../kernel/text/command-hint.ts";
import { accountLabel } from "../kernel/names/account-name.ts";
import { lockAccount } from "../kernel/levels/load-account.ts";
import { recordAudit } from "../kernel/audit/record-audit.ts";
import type { ConsoleUserActor, Context, App } from "../context.ts";
import type { Transaction } from "../kernel/database.ts";
import type { After } from "../kernel/outbox/transact.ts";
import { type ChangeOrigin, defineChange } from "../kernel/requests/define-change.ts";
import type { CardContent, RequestRow } from "../kernel/requests/request-kind.ts";
import { credentialWarnings, keysOf } from "../users/handed-credentials.ts";
import { auditedStanding, standingAt, type Standing } from "../kernel/levels/require-level.ts";
import { endDueGrants } from "./record-grant-end.ts";
import { endGrantTask, endOf, type GrantAdministratorInput, grantAdministratorInput } from "./end-grant.ts";
import { findMembership, membershipFields } from "./suspend-membership.ts";
import { grantNote } from "./grant-note.ts";
import { invalidateOffers } from "../kernel/requests/invalidate-card.ts";
import { durationWords } from "../kernel/time/duration-words.ts";
import { moment } from "../kernel/text/moment-words.ts";
import type { Part, RichText } from "../kernel/chat/chat.ts";
import type { AdministratorGrant } from "../generated/prisma/client.ts";
import { standardCard } from "../kernel/requests/standard-card.ts";

const titles: Record<string, string> = {
  granted: "Administrator granted",
  lengthened: "Administrator extended",
  "made-permanent": "Administrator without an end",
  already: "Administrator already",
};

/** What was granted, until when, and once it has ended that it has. */
async function grantAdministratorCard(
  app: App,
  request: RequestRow,
  input: GrantAdministratorInput,
): Promise<CardContent> {
  const fields = await membershipFields(app, request, input.userId);
  const grant = await app.db.administratorGrant.findFirst({ where: { requestId: request.id } });
  const outcome = request.outcome ?? "";
  const ended = grant?.endedAt && grant.endsAt;
  return standardCard(app, request, {
    noun: "Administrator grant",
    fields: [...fields, ...lengthFields(input, grant)],
    done: ended ? "Administrator ended" : (titles[outcome] ?? "Administrator granted"),
    note: ended ? endedWords(grant) : noteOf(outcome, input, grant),
  });
}

function lengthFields(
  { forMinutes, until }: GrantAdministratorInput,
  grant: AdministratorGrant | null,
): [string, RichText][] {
  if (grant?.endsAt) return [[grant.endedBy ? "Ended" : "Until", [{ time: grant.endsAt }]]];
  if (forMinutes !== undefined) return [["For", durationWords(forMinutes)]];
  return until === undefined ? [] : [["Until", [{ time: new Date(until) }]]];
}

function noteOf(
  outcome: string,
  { forMinutes, until, readAs }: GrantAdministratorInput,
  grant: AdministratorGrant | null,
): RichText {
  const end: Part[] = grant?.endsAt ? [", until ", { time: grant.endsAt }] : [];
  const said = readAs ? ` ${readAs}` : "";
  if (outcome === "granted") return ["Access before, Administrator now", ...end, `.${said}`];
  if (outcome === "lengthened") return ["Administrator before, and now longer", ...end, `.${said}`];
  if (outcome === "made-permanent") return "Administrator for a time before, without an end now.";
  const temporary = forMinutes !== undefined || until !== undefined;
  return temporary
    ? "The User already has the level for longer. There was nothing to change."
    : "There was nothing to change.";
}

function endedWords({ endedBy, endsAt }: AdministratorGrant): RichText {
  const at: Part[] = endsAt ? [" at ", { time: endsAt }] : [];
  return endedBy ? [`${endedBy} ended this before its time,`, ...at, "."] : ["Its time was over", ...at, "."];
}

/** Makes a member of an Account its Administrator, for a time or for good. Says nothing about sub-accounts or the parent. */
export const grantAdministratorRequest = defineChange({
  kind: "grant-admin",
  input: grantAdministratorInput,
  needs: "users:edit",
  undo: `${hint("revoke-admin")} takes Administrator away again.`,

  async plan(ctx, input) {
    const now = ctx.clock();
    const { user, account, grants } = await findMembership(ctx.db, input);
    const [standing, end] = [standingAt(grants, now), endOf(input, now)];
    const length = howLongWords(input);
    return {
      accountId: account.id,
      grantsAdministrator: true,
      beneficiaries: keysOf(user),
      dedupeKey: `level:${user.id}:${account.id}`,
      what: `Administrator of ${accountLabel(account)} for ${user.username}${length && `, ${length}`}`,
      effects: [grantEffect({ who: user.username, where: accountLabel(account), standing, end, length })],
      warnings: [...credentialWarnings(user), ...(input.readAs ? [input.readAs] : [])],
      needsConfirmation: false,
    };
  },

  change: {
    before: (app, { userId, accountId }) => endDueGrants(app, { membership: { userId, accountId } }),
    apply: grant,
  },

  card: grantAdministratorCard,
  note: grantNote,
});

async function grant(
  ctx: Context<ConsoleUserActor>,
  tx: Transaction,
  after: After,
  input: GrantAdministratorInput,
  { requestId, reason }: ChangeOrigin,
): Promise<GrantChange> {
  const now = ctx.clock();
  // One at a time in an Account, so that none misses that the last Administrator goes.
  await lockAccount(tx, input.accountId);
  const { id, user, grants } = await findMembership(tx, input);
  const end = endOf(input, now);
  const before = standingAt(grants, now);
  const change = changeBy(before, end);
  if (change === "already") return change;
  const interval = { startsAt: now, endsAt: end };
  const made = await tx.administratorGrant.create({
    data: { ...interval, membershipId: id, requestId, reason },
    select: { id: true },
  });
  if (end) after.dispatch(endGrantTask(made.id));
  const standing = standingAt([...grants, interval], now);
  // Whoever was offered to extend an earlier one reads that it goes on.
  await invalidateOffers(tx, after, [id], now);
  await recordAudit(tx, ctx, {
    action: "administrator-granted",
    subject: { kind: "user", id: user.id, name: user.username },
    accountId: input.accountId,
    requestId,
    before: auditedStanding(before),
    after: auditedStanding(standing),
  });
  return change;
}

type GrantChange = "granted" | "lengthened" | "made-permanent" | "already";

/** What a grant until `end` changes for somebody who stands so; null is one without an end. */
function changeBy({ level, until }: Standing, end: Date | null): GrantChange {
  if (level === "Access") return "granted";
  if (until === null) return "already";
  if (end === null) return "made-permanent";
  return end > until ? "lengthened" : "already";
}

/** How long it is asked for; nothing where it has no end. */
function howLongWords({ forMinutes, until }: GrantAdministratorInput): string {
  if (forMinutes !== undefined) return `for ${durationWords(forMinutes)}`;
  return until === undefined ? "" : `until ${moment(new Date(until))}`;
}

interface Planned {
  who: string;
  where: string;
  standing: Standing;
  end: Date | null;
  length: string;
}

/** What a grant would do, told before it is done. */
function grantEffect({ who, where, standing, end, length }: Planned): string {
  const now = standing.until ? `until ${moment(standing.until)}` : "";
  const since = length.startsWith("for ") ? `${length} from when it is granted` : length;
  const effects: Record<GrantChange, string> = {
    granted: `${who} goes from Access to Administrator on ${where}${since && `, ${since}`}. Sub-accounts stay as they are.`,
    lengthened: `${who}, Administrator of ${where} ${now}, stays it ${since}.`,
    "made-permanent": `${who}, Administrator of ${where} ${now}, stays it without an end.`,
    already: length
      ? `${who} is Administrator of ${where} already, ${now || "without an end"}, and this would end before: nothing would change.`
      : `${who} is Administrator of ${where} already: nothing would change.`,
  };
  return effects[changeBy(standing, end)];
}
