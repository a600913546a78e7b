import { recordAudit } from "../kernel/audit/record-audit.ts";
import type { App, ConsoleUserActor, Context } from "../context.ts";
import { DomainError } from "../kernel/errors.ts";
import { counted } from "../kernel/text/counted.ts";
import { csvLine, type Cell } from "../kernel/text/csv.ts";
import { after, days } from "../kernel/time/clock.ts";
import { nameOf } from "../kernel/access/console-user-actor.ts";
import { isolate } from "../kernel/text/isolate.ts";
import type { Weekly } from "./weekly-counts.ts";
import { uuidFloor } from "../kernel/text/uuid.ts";

const rowsAtOnce = 1000;
export const exportedAtMost = 100_000;

export interface Exported {
  rows: number;
  /** There are more rows than a file takes. */
  cut: boolean;
}

/** Sends a whole report as a CSV file to whoever asks for it, and to nobody else. */
export async function exportReport(ctx: Context<ConsoleUserActor>, report: Report): Promise<Exported> {
  const { chatUserId } = ctx.actor;
  if (!chatUserId) throw new DomainError("forbidden", "A file can be sent only in the chat.");
  const { content, ...exported } = await readAll(ctx, report);
  const day = ctx.clock().toISOString().slice(0, 10);
  await ctx.chat.sendFile(chatUserId, {
    name: `${report.name}-${day}.csv`,
    content,
    comment: `${report.title}: ${exportedWords(exported)}`,
  });
  await recordAudit(ctx.db, ctx, {
    action: "report-exported",
    subject: { kind: "report", name: report.name },
    after: { ...exported },
  });
  return exported;
}

export function exportedWords({ rows, cut }: Exported): string {
  const more = cut ? ` There are more. A file holds at most ${counted(exportedAtMost, "row")}.` : "";
  return `${counted(rows, "row")}.${more}`;
}

async function readAll(app: App, report: Report): Promise<Exported & { content: string }> {
  const lines = [csvLine(report.columns)];
  let rows = 0;
  let next: string | undefined;
  do {
    const page = await report.page(app, next, Math.min(rowsAtOnce, exportedAtMost - rows));
    // Kept as text: a fraction of what the rows take.
    lines.push(page.rows.map(({ cells }) => csvLine(cells)).join(""));
    rows += page.rows.length;
    next = page.next;
  } while (next !== undefined && rows < exportedAtMost);
  return { content: lines.join(""), rows, cut: next !== undefined };
}

/** A list that everybody in the Console may read, on screen page by page and as a file. */
export interface Report {
  name: string;
  title: string;
  /** What it lists, in one sentence. */
  about: string;
  /** What is said where it lists nothing. */
  none: string;
  columns: string[];
  /** What it is a list of, by the week: a small chart above it. None of what only stands for now. */
  weekly?: { what: Weekly; words: string };
  /** From a place on, which is the `next` of the page before. Reads what it needs for these rows only. */
  page(app: App, after: string | undefined, take: number): Promise<ReportPage>;
}

interface ReportPage {
  rows: ReportRow[];
  next: string | undefined;
}

export interface ReportRow {
  /** On screen, in plain text. */
  words: string;
  /** In the file, one a column. */
  cells: Cell[];
}

/** As many rows as there are Console Users and kinds of requests: few enough to be read whole. */
export const activityReport: Report = {
  name: "activity",
  title: "Requests of the last 30 days",
  about: "which Console User asked for what in the last 30 days",
  none: "Nobody asked for anything in the last 30 days.",
  weekly: { what: "requests", words: "Requests a week" },
  columns: ["Console User", "E-mail", "Request", "Done", "Failed", "Other"],

  async page(app, from, take) {
    const all = await everything(app);
    const start = from === undefined ? 0 : all.findIndex(({ place }) => place > from);
    const shown = start === -1 ? [] : all.slice(start, start + take);
    const more = start !== -1 && all.length > start + take;
    return { rows: shown.map(({ row }) => row), next: more ? shown.at(-1)?.place : undefined };
  },
};

interface Activity {
  requesterId: string;
  kind: string;
  done: number;
  failed: number;
  other: number;
}

async function everything({ db, clock }: App): Promise<{ place: string; row: ReportRow }[]> {
  const since = uuidFloor(after(clock(), -days(30)));
  const activities = await db.$queryRaw<Activity[]>`
    SELECT "requesterId", "kind",
      (count(*) FILTER (WHERE "status" = 'done'))::int AS "done",
      (count(*) FILTER (WHERE "status" = 'failed'))::int AS "failed",
      (count(*) FILTER (WHERE "status" NOT IN ('done', 'failed')))::int AS "other"
    FROM "Request" WHERE "id" >= ${since}::uuid AND "requesterId" IS NOT NULL
    GROUP BY "requesterId", "kind"`;
  const ids = [...new Set(activities.map(({ requesterId }) => requesterId))];
  const people = await db.consoleUser.findMany({ where: { id: { in: ids } } });
  const byId = new Map(people.map((one) => [one.id, one]));
  const rows = activities.map((activity) => {
    const person = byId.get(activity.requesterId);
    return rowOf(activity, person ? nameOf(person) : "", person?.email ?? "");
  });
  return rows.toSorted((a, b) => (a.place < b.place ? -1 : 1));
}

function rowOf(activity: Activity, name: string, email: string): { place: string; row: ReportRow } {
  const { kind, done, failed, other } = activity;
  const counts = [
    counted(done, "done", "done"),
    failed > 0 ? counted(failed, "failed", "failed") : "",
    other > 0 ? counted(other, "other", "others") : "",
  ];
  const words = `${isolate(name)} · ${kind}: ${counts.filter(Boolean).join(", ")}`;
  return {
    place: `${email} ${kind}`,
    row: { words, cells: [name, email, kind, done, failed, other] },
  };
}
