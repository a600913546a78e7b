import { actorWords } from "../audit/actor-words.ts";
import { auditWords } from "../audit/audit-words.ts";
import { withNames } from "../audit/list-audit.ts";
import type { RichText } from "../kernel/chat/chat.ts";
import type { ConsoleUserActor, Context } from "../context.ts";
import { counted } from "../kernel/text/counted.ts";
import { requesterOf } from "../kernel/requests/failure-note.ts";
import { loadDecidable } from "../kernel/requests/failed-request.ts";
import type { RequestRow } from "../kernel/requests/request-kind.ts";
import { requestState } from "../kernel/requests/request-state.ts";
import { isHeld, spentAttempts } from "../kernel/outbox/retry-policy.ts";
import { requestTitles } from "../kernel/requests/request-title.ts";

const eventsAtMost = 12;

type Line = Exclude<RichText, string>;

/**
 * All that is known of a Request, line by line, for one who may decide what becomes of it: how often it was tried, what was
 * done already, what is in the way, and where the log tells more. Never what is secret: no row of it holds that.
 */
export async function requestDetails(ctx: Context<ConsoleUserActor>, requestId: string): Promise<Line[]> {
  const request = await loadDecidable(ctx, requestId, "details");
  const title = (await requestTitles(ctx, [request])).get(requestId) ?? request.kind;
  return [
    [title],
    ["State: ", ...requestState(request)],
    ["Asked for by ", ...requesterOf(request), ", ", { time: request.createdAt }, "."],
    [attemptWords(ctx, request)],
    ["Done so far: ", ...(await effectWords(ctx, request)), "."],
    ...(await history(ctx, requestId)),
    [`The log has more under requestId ${requestId}.`],
  ];
}

function attemptWords({ retryPolicy }: Context, { attempts, retried, status }: RequestRow): string {
  const again = retried > 0 ? ` Tried again by hand ${counted(retried, "time")} before that.` : "";
  if (status === "queued" && isHeld(retryPolicy, attempts))
    return `Held: it continues automatically.${again}`;
  // The last failure is not counted on the row: it ended there.
  const spent = spentAttempts(retryPolicy, attempts);
  const tries = status === "failed" ? spent + 1 : spent;
  return `Tried ${counted(tries, "time")} of ${retryPolicy.retries + 1} at most.${again}`;
}

async function effectWords({ db }: Context, { id, appliedAt, mailedAt }: RequestRow): Promise<Line> {
  const card = await db.chatMessage.findUnique({ where: { requestId_key: { requestId: id, key: "card" } } });
  const items = await db.requestItem.count({ where: { requestId: id } });
  const finished = await db.requestItem.count({ where: { requestId: id, finishedAt: { not: null } } });
  const effects: Line[] = [
    effect("changed what was asked for", appliedAt),
    effect("mail handed to the mail server", mailedAt),
    effect("card posted", card?.postedAt ?? null),
    items > 0 ? [`${finished} of ${items} addresses answered`] : [],
  ].filter(({ length }) => length > 0);
  if (effects.length === 0) return ["nothing"];
  return effects.flatMap((one, index) => [...(index > 0 ? ["; "] : []), ...one]);
}

const effect = (what: string, at: Date | null): Line => (at ? [`${what}, `, { time: at }] : []);

async function history({ db }: Context, requestId: string): Promise<Line[]> {
  const latest = await db.auditEvent.findMany({
    where: { requestId },
    orderBy: { id: "desc" },
    take: eventsAtMost,
  });
  const events = await withNames(db, latest.toReversed());
  return events.map((event) => [
    "• ",
    { time: event.at },
    ` ${actorWords(event)} ${auditWords(event, event.account)}`,
  ]);
}
