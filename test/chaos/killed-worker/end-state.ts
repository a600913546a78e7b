import type { Database } from "../../../src/core/kernel/database.ts";
import { standingOf } from "../../../src/core/kernel/requests/cloud-note.ts";
import type { Case } from "./cases.ts";
import type { World } from "./world.ts";

/** What stands at the end of one request, with all names and numbers taken out, so that two can be compared. */
export interface EndState {
  status: string;
  /** Rows that its transactions have made, changed and deleted: "Invitation +1 ~2". */
  domain: string;
  mails: number;
  /** By Message-ID: a mail whose answer was lost goes out again as the same mail. */
  distinctMails: number;
  cards: number;
  notes: number;
  posts: string[];
  audit: string[];
  /** What was to be done in Cyclr's cloud, and what stands there and was done there: nothing where it is not connected. */
  there: string;
}

const plumbing = [
  "Request",
  "RequestItem",
  "ChatMessage",
  "ChatRateLimit",
  "Home",
  "AuditEvent",
  "AuditBlock",
  "RateLimit",
  "CloudEffect",
  "CloudPace",
  "CloudSteps",
];

export async function endState(world: World, one: Case): Promise<EndState> {
  const { db } = world.ctx;
  const { requestId, channelId, tag } = one;
  const request = await db.request.findUniqueOrThrow({ where: { id: requestId } });
  const audit = await db.auditEvent.findMany({ where: { requestId }, orderBy: { id: "asc" } });
  const mails = world.sandbox.mailbox
    .mails()
    .filter(({ to }) => to.some((to) => to.endsWith(`@${tag}.example`)));
  const messages = world.sandbox.slack.messages(channelId);
  const isNote = ({ ts, thread_ts }: (typeof messages)[number]) =>
    thread_ts !== undefined && thread_ts !== ts;
  const direct = world.sandbox.slack
    .directMessages(world.chatUserId)
    .filter(({ text }) => text.includes(tag));
  return {
    status: `${request.status} ${request.outcome ?? ""}`.trim(),
    domain: await domainChanges(world, requestId),
    mails: mails.length,
    distinctMails: new Set(mails.map(({ messageId }) => messageId)).size,
    cards: messages.filter((message) => !isNote(message)).length,
    notes: messages.filter(isNote).length,
    posts: [...messages.map(({ text }) => nameless(text, tag)), ...direct.map(() => "sent directly")].sort(),
    audit: audit.map(({ action }) => action).sort(),
    there: await thereState(world, one),
  };
}

async function thereState({ ctx, sandbox }: World, { requestId, tag }: Case): Promise<string> {
  if (!sandbox.cloud) return "";
  const effects = await ctx.db.cloudEffect.findMany({ where: { requestId }, orderBy: { id: "asc" } });
  const asked = effects.map((effect) => `${effect.kind}: ${standingOf(effect)}`);
  const accounts = (await sandbox.cloud.accounts()).filter(({ apiId }) => apiId.includes(tag));
  const stand = accounts.map(
    ({ apiId, name, members }) => `${nameless(`${name} (${apiId})`, tag)}, ${members.length} users`,
  );
  const done = (await auditThere(sandbox.cloud.db, tag)).map((action) => `${action} once`);
  return [...asked, ...(stand.length > 0 ? stand : ["no Account"]), ...counted(done)].join("; ");
}

/** What was done there to what this tag names. */
export async function auditThere(db: Database, tag: string): Promise<string[]> {
  const rows = await db.auditEvent.findMany({
    where: { subjectName: { contains: tag } },
    orderBy: { id: "asc" },
  });
  return rows.map(({ action }) => action);
}

const counted = (words: string[]): string[] =>
  [...new Set(words)].map((word) => {
    const count = words.filter((one) => one === word).length;
    return count === 1 ? word : word.replace("once", `${count} times`);
  });

async function domainChanges({ ctx }: World, requestId: string): Promise<string> {
  const rows = await ctx.db.$queryRawUnsafe<{ tbl: string; op: string; n: number }[]>(
    `SELECT tbl, op, count(*)::int AS n FROM chaos.change
     WHERE tx IN (SELECT tx FROM chaos.change WHERE request_id = $1) GROUP BY 1, 2 ORDER BY 1, 2 DESC`,
    requestId,
  );
  const sign: Record<string, string> = { insert: "+", update: "~", delete: "-" };
  const domain = rows.filter(({ tbl }) => !plumbing.includes(tbl));
  const tables = [...new Set(domain.map(({ tbl }) => tbl))];
  const counts = (tbl: string) =>
    domain.filter((row) => row.tbl === tbl).map(({ op, n }) => `${sign[op]}${n}`);
  return tables.map((tbl) => [tbl, ...counts(tbl)].join(" ")).join(", ");
}

/** Tags, times and ids differ between two runs of the same. */
function nameless(text: string, tag: string): string {
  return text
    .replaceAll(tag, "TAG")
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32}/g, "ID")
    .replace(/\d+/g, "0");
}
