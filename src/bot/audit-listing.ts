import { z } from "zod";
import { type AuditScope, scopeKinds } from "../core/audit/audit-scope.ts";
import { type AuditRange, rangeWords } from "../core/audit/audit-range.ts";
import { actorWords, auditWords, changeWords } from "../core/audit/audit-words.ts";
import { listAudit, type ListedEvent } from "../core/audit/list-audit.ts";
import { escapeMrkdwn, shorten } from "../core/chat/mrkdwn.ts";
import { isolate } from "../core/text/isolate.ts";
import { type Listing, rowsAtOnce } from "./listing.ts";
import { timeMarkup } from "./words-markup.ts";

const place = z.string().regex(/^\d{1,18}$/);
const scopeArgs = z.tuple([z.enum(["", ...scopeKinds]), z.string(), z.string(), z.string(), z.string()]);

/** The audit, newest first; its arguments are the scope's kind, id and label, and the first and the last day, each or "". */
export const auditListing: Listing = {
  name: "audit",

  search: ([, , , since = "", until = ""]) => ({
    form: "audit",
    label: "Filter…",
    typed: { ...(since && { since }), ...(until && { until }) },
  }),

  async load(ctx, args, after) {
    const [kind, id, label, since, until] = scopeArgs.parse(
      Array.from({ length: 5 }, (_, at) => args[at] ?? ""),
    );
    const range = { since, until };
    const { events, next } = await listAudit(ctx, {
      scope: kind && id ? { kind, id } : undefined,
      range,
      before: after === undefined ? undefined : BigInt(place.parse(after)),
      take: rowsAtOnce,
    });
    return {
      title: [label ? `Audit of ${isolate(label)}` : "Audit", rangeWords(range)].filter(Boolean).join(", "),
      rows: events.map(auditRow),
      none: "Nothing was recorded.",
      next: next === undefined ? undefined : String(next),
      hint: "Newest first. `--export csv` sends all of it to you as a file.",
    };
  },
};

/** What a listing's buttons carry of what was asked for. */
export function auditArguments(
  scope: AuditScope | undefined,
  { since = "", until = "" }: AuditRange,
): string[] {
  const of = scope ? [scope.kind, scope.id, shorten(scope.label, 100)] : ["", "", ""];
  return [...of, since, until];
}

function auditRow(event: ListedEvent): string {
  const when = timeMarkup(event.at, "{date_num} {time_secs}");
  const what = isolate(auditWords(event, event.account));
  const change = changeWords(event);
  const line = `• ${when} · *${plainMarkup(actorWords(event), 200)}* ${plainMarkup(what, 800)}`;
  return change ? `${line}\n        ${plainMarkup(isolate(change), 800)}` : line;
}

/** Escaped, and with nothing in it that Slack would take for bold, code or an emoji. */
function plainMarkup(text: string, most: number): string {
  return escapeMrkdwn(shorten(text.replace(/\s+/g, " "), most)).replace(/[*_~`]/g, (mark) => `\u200B${mark}`);
}
