import { requestParts } from "../kernel/requests/request-kind.ts";
import { accountLabel } from "../kernel/names/account-name.ts";
import { actorWords } from "../audit/actor-words.ts";
import { auditWords } from "../audit/audit-words.ts";
import type { ListedEvent } from "../audit/list-audit.ts";
import { shorten } from "../kernel/text/mrkdwn.ts";
import type { Account, Invitation, Request, Prisma, SecretLink } from "../generated/prisma/client.ts";
import { levelOf } from "../kernel/levels/require-level.ts";
import { planWords } from "../kernel/requests/confirm-request.ts";
import type { Plan } from "../kernel/requests/approval-policy.ts";
import { counted } from "../kernel/text/counted.ts";
import { isolate } from "../kernel/text/isolate.ts";
import type { HomeRow } from "../kernel/chat/chat.ts";
import { after, days } from "../kernel/time/clock.ts";
import { allPermissions, allows, managing, permissionsOf } from "../kernel/access/access.ts";
import type { ConsoleUserActor, Context } from "../context.ts";
import { failureButtons } from "../kernel/requests/failure-note.ts";
import { requestState } from "../kernel/requests/request-state.ts";
import { requestTitles } from "../kernel/requests/request-title.ts";

type ShownRequest = Pick<Request, "id" | "kind" | "attempts" | "notBefore" | "createdAt"> & {
  account: Account | null;
};

const linesAtMost = 12;

/** Something that its requester has not said to be meant. What can no longer be planned can only be dropped. */
export function draftRow(request: ShownRequest, plan: Plan | undefined): HomeRow {
  const drop = { label: "Leave it", action: "withdraw-request", value: request.id };
  const asked = [" · asked for ", { time: request.createdAt }];
  if (!plan)
    return { words: [titleOf(request, plan), ...asked, "\nThis can no longer be done."], buttons: [drop] };
  const [, ...lines] = planWords(plan, "").split("\n");
  const more = lines.length > linesAtMost ? ["\n…"] : [];
  return {
    words: [
      titleOf(request, plan),
      ...asked,
      ...lines.slice(0, linesAtMost).map((line) => `\n${isolate(line)}`),
      ...more,
    ],
    buttons: [{ label: "Do it", action: "confirm-request", value: request.id, danger: true }, drop],
  };
}

/** A Request on its way: where it stands, and since when. */
export function requestRow(request: ShownRequest, plan: Plan | undefined): HomeRow {
  const { attempts, notBefore, createdAt } = request;
  const delayed = attempts > 0 && notBefore ? [" · delayed, next try ", { time: notBefore }] : [" · queued"];
  return { words: [titleOf(request, plan), ...delayed, " · asked for ", { time: createdAt }] };
}

export function invitationRow(invitation: Invitation & { account: Account; link: SecretLink }): HomeRow {
  const { email, account, asAdministrator, link } = invitation;
  const what = isolate(`${shorten(email, 254)} to ${shorten(accountLabel(account), 200)}`);
  const state = link.handedOverAt ? "expires" : "not mailed yet, expires";
  return { words: [`${what} as ${levelOf(asAdministrator)} · ${state} `, { time: link.expiresAt }] };
}

export function activityRow(event: ListedEvent): HomeRow {
  return {
    words: [{ time: event.at }, ` · ${isolate(`${actorWords(event)} ${auditWords(event, event.account)}`)}`],
  };
}

export function moreRow(count: number): HomeRow[] {
  return count > 0 ? [{ words: `and ${counted(count, "more", "more")}` }] : [];
}

function titleOf({ kind, account }: ShownRequest, plan: Plan | undefined): string {
  if (plan) return isolate(shorten(plan.what.charAt(0).toUpperCase() + plan.what.slice(1), 300));
  const words = kind.charAt(0).toUpperCase() + kind.slice(1).replaceAll("-", " ");
  return account ? `${words} · ${isolate(shorten(accountLabel(account), 300))}` : words;
}

const rowsAtMost = 5;
/** What nobody has decided for longer is found among the failed requests. */
const sinceDays = 30;

/** What has failed and waits for this Console User, or another who may, to decide what becomes of it. */
export async function failedRows(ctx: Context<ConsoleUserActor>): Promise<HomeRow[]> {
  const { db, actor, clock } = ctx;
  const where = {
    ...decidableBy(actor),
    status: "failed",
    createdAt: { gte: after(clock(), -days(sinceDays)) },
  } as const;
  const [found, count] = await Promise.all([
    db.request.findMany({
      where,
      orderBy: { createdAt: "desc" },
      take: rowsAtMost,
      include: requestParts,
    }),
    db.request.count({ where }),
  ]);
  const titles = await requestTitles(ctx, found);
  const rows = found.map((request) => ({
    words: [titles.get(request.id) ?? request.kind, " · ", ...requestState(request)],
    buttons: failureButtons(request),
  }));
  return [...rows, ...moreRow(count - found.length)];
}

/** `mayDecideFailed`, as the database finds them. */
function decidableBy(actor: ConsoleUserActor): Prisma.RequestWhereInput {
  if (actor.fullAccess) return {};
  const held = permissionsOf(actor);
  const managed = allPermissions.filter((permission) => allows(actor, managing(permission)));
  return {
    OR: [
      { needs: { in: managed } },
      { requesterId: actor.id, OR: [{ needs: { in: held } }, { needs: null }] },
    ],
  };
}
