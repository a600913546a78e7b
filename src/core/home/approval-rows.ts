import type { Part, RichText, HomeRow } from "../kernel/chat/chat.ts";
import { requesterName } from "../kernel/requests/requester.ts";
import { accessOf, permissionsOf } from "../kernel/access/access.ts";
import type { App } from "../context.ts";
import type { ConsoleUser } from "../generated/prisma/client.ts";
import {
  approvalButtons,
  approvalFields,
  denyAction,
  votingButtons,
} from "../kernel/requests/approval-note.ts";
import { type Approvable, approvable, mayApprove, mayDeny } from "../kernel/requests/approvals.ts";
import { waitsForWords } from "../kernel/requests/waits-for-words.ts";
import { isolate } from "../kernel/text/isolate.ts";
import { moreRow } from "./home-rows.ts";

const rowsAtMost = 5;
const lookedAt = 50;

/** What others ask for and this Console User may approve or deny: all that matters, and the buttons. */
export async function approvalRows(app: App, user: ConsoleUser): Promise<HomeRow[]> {
  const mine = permissionsOf(accessOf(user));
  const waiting = await app.db.request.findMany({
    where: {
      status: "awaitingApproval",
      expiresAt: { gt: app.clock() },
      approverNeeds: { in: mine },
      // What an application asks for has no requester of its own.
      OR: [{ requesterId: null }, { requesterId: { not: user.id } }],
      votes: { none: { voterId: user.id } },
    },
    orderBy: { createdAt: "asc" },
    take: lookedAt,
    include: approvable,
  });
  const open = waiting.filter((request) => mayDeny(request, user));
  const rows: HomeRow[] = [];
  for (const request of open.slice(0, rowsAtMost)) {
    const asked = [` · asked for by ${isolate(requesterName(request))} `, { time: request.createdAt }];
    const words = await aboutWords(app, request, asked);
    const approves = mayApprove(request, user);
    const buttons = votingButtons(request).filter(({ action }) => approves || action === denyAction);
    rows.push({ words, buttons });
  }
  return [...rows, ...moreRow(open.length - rows.length)];
}

/** What this Console User asks for and others have not approved yet. */
export async function waitingRows(app: App, user: ConsoleUser): Promise<HomeRow[]> {
  const where = { requesterId: user.id, status: "awaitingApproval" } as const;
  const [found, count] = await Promise.all([
    app.db.request.findMany({
      where,
      orderBy: { createdAt: "desc" },
      take: rowsAtMost,
      include: approvable,
    }),
    app.db.request.count({ where }),
  ]);
  const rows: HomeRow[] = [];
  for (const request of found) {
    const waits = await waitsForWords(app, request, { mentioning: false });
    const [title] = await aboutWords(app, request, []);
    const buttons = (await approvalButtons(app, request)).filter(
      ({ action }) => !votingButtons(request).some((one) => one.action === action),
    );
    rows.push({ words: [title ?? request.kind, " · ", ...waits], buttons });
  }
  return [...rows, ...moreRow(count - found.length)];
}

/** Its title first, then what stands beside it, then what those who approve should know. */
async function aboutWords(app: App, request: Approvable, beside: Part[]): Promise<Exclude<RichText, string>> {
  const kind = app.requestKinds.get(request.kind);
  if (!kind) return [request.kind, ...beside];
  const [[, title] = ["", request.kind], ...fields] = await approvalFields(app, kind, request);
  const lines = fields.flatMap(([label, words]) => [`\n${label}: `, ...listOf(words)]);
  return [...listOf(title), ...beside, ...lines];
}

const listOf = (words: RichText): Part[] => (typeof words === "string" ? [words] : words);
