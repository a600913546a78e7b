import { openInvitationsAt } from "../kernel/links/end-invitations.ts";
import { accountLabel } from "../kernel/names/account-name.ts";
import { after, days } from "../kernel/time/clock.ts";
import type { App } from "../context.ts";
import type { Prisma } from "../generated/prisma/client.ts";
import { levelOf } from "../kernel/levels/require-level.ts";
import { isolate } from "../kernel/text/isolate.ts";
import { moment } from "../kernel/text/moment-words.ts";
import { uuidFloor } from "../kernel/text/uuid.ts";
import type { Report, ReportRow } from "./export-report.ts";

/** An invitation lives for a week, and longer only where it was sent again: older rows are not looked at. */
const lookedBackDays = 120;

const include = {
  account: { select: { name: true, apiId: true } },
  link: { select: { expiresAt: true } },
} as const;
type Stale = Prisma.InvitationGetPayload<{ include: typeof include }>;

export const invitationsReport: Report = {
  name: "invitations",
  title: "Stale invitations",
  about: "invitations that are open for more than 3 days, and those that expired in the last 30",
  none: "No invitation is open for more than 3 days, and none expired in the last 30.",
  weekly: { what: "invitations", words: "Invitations sent a week" },
  columns: ["E-mail", "Account", "API ID", "Level", "Invited", "State", "Until"],

  async page(app, from, take) {
    const found = await oldestFirst(app, from, take + 1);
    const shown = found.slice(0, take);
    const now = app.clock();
    return {
      rows: shown.map((invitation) => rowOf(invitation, now)),
      next: found.length > take ? shown.at(-1)?.id : undefined,
    };
  },
};

/** Two queries, each along an index of its own, and the older of what they find. */
async function oldestFirst({ db, clock }: App, from: string | undefined, take: number): Promise<Stale[]> {
  const now = clock();
  const open = { ...openInvitationsAt(now), createdAt: { lt: after(now, -days(3)) } };
  const since = after(now, -days(30));
  const ended = {
    AND: { id: { gte: uuidFloor(after(now, -days(lookedBackDays))) } },
    acceptedAt: null,
    revokedAt: null,
    OR: [{ expiredAt: { gt: since } }, { expiredAt: null, link: { expiresAt: { gt: since, lte: now } } }],
  };
  const read = (where: Prisma.InvitationWhereInput) =>
    db.invitation.findMany({
      where: { ...where, ...(from && { id: { gt: from } }) },
      orderBy: { id: "asc" },
      take,
      include,
    });
  const [stillOpen, expired] = await Promise.all([read(open), read(ended)]);
  return [...stillOpen, ...expired].toSorted((a, b) => (a.id < b.id ? -1 : 1)).slice(0, take);
}

function rowOf({ email, account, asAdministrator, createdAt, expiredAt, link }: Stale, now: Date): ReportRow {
  const isOpen = expiredAt === null && link.expiresAt > now;
  const until = isOpen ? link.expiresAt : (expiredAt ?? link.expiresAt);
  const state = isOpen ? "open" : "expired";
  const times = `invited ${moment(createdAt)} · ${isOpen ? "open until" : "expired"} ${moment(until)}`;
  return {
    words: `${email} · ${isolate(accountLabel(account))} · ${levelOf(asAdministrator)} · ${times}`,
    cells: [
      email,
      account.name,
      account.apiId,
      levelOf(asAdministrator),
      createdAt.toISOString(),
      state,
      until.toISOString(),
    ],
  };
}
