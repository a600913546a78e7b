import { recordAudit } from "../audit/record-audit.ts";
import type { App, ConsoleUserActor, Context } from "../context.ts";
import { DomainError } from "../errors.ts";
import { counted } from "../text/counted.ts";
import { csvLine } from "../text/csv.ts";
import type { Report } from "./report.ts";

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
  if (!chatUserId) throw new DomainError("forbidden", "A file is sent in the chat only.");
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
  const more = cut ? ` There are more: a file takes no more than ${counted(exportedAtMost, "row")}.` : "";
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
