import {
  type AuditRange,
  checkRange,
  rangeWords,
  listAudit,
  type ListedEvent,
} from "../../core/audit/list-audit.ts";
import {
  type AuditScope,
  findAuditScope,
  type ScopeKind,
  scopeKinds,
  chosenScope,
} from "../../core/audit/audit-scope.ts";
import { exportAudit, exportedAuditWords } from "../../core/audit/export-audit.ts";
import { requirePermission } from "../../core/kernel/access/require-access-change.ts";
import type { ConsoleUserActor, Context } from "../../core/context.ts";
import type { Command, FormValues } from "../slack/command.ts";
import { firstFound, isWord, textOf, type Word } from "../slack/words.ts";
import { sentAsFile, asksForFile, deliveryField, dateField, searchField } from "../slack/fields.ts";
import { takeOption, takeValue } from "../slack/options.ts";
import { sayListing, firstPage, listingForm, textIn, type Listing, rowsAtOnce } from "../slack/listing.ts";
import { z } from "zod";
import { actorWords } from "../../core/audit/actor-words.ts";
import { auditWords } from "../../core/audit/audit-words.ts";
import { changeWords } from "../../core/audit/change-words.ts";
import { shorten, timeMarkup } from "../../core/kernel/text/mrkdwn.ts";
import { isolate } from "../../core/kernel/text/isolate.ts";
import { harmless } from "../slack/words-markup.ts";

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

  async load(ctx, args, after, take = rowsAtOnce) {
    const [kind, id, label, since, until] = scopeArgs.parse(
      Array.from({ length: 5 }, (_, at) => args[at] ?? ""),
    );
    const range = { since, until };
    const { events, next } = await listAudit(ctx, {
      scope: kind && id ? { kind, id } : undefined,
      range,
      before: after === undefined ? undefined : BigInt(place.parse(after)),
      take,
    });
    return {
      title: [label ? `Audit of ${isolate(label)}` : "Audit", rangeWords(range)].filter(Boolean).join(", "),
      rows: events.map(auditRow),
      table: {
        columns: ["When", "Who", "What", "Change"],
        rows: events.map((event) => [
          event.at,
          actorWords(event),
          auditWords(event, event.account),
          changeWords(event, event.account) ?? "",
        ]),
      },
      none: "Nothing was recorded.",
      next: next === undefined ? undefined : String(next),
      hint: "Newest first. `--export csv` sends all of it to you as a file.",
    };
  },
};

/** What a listing's buttons carry of what was asked for. */
function auditArguments(scope: AuditScope | undefined, { since = "", until = "" }: AuditRange): string[] {
  const of = scope ? [scope.kind, scope.id, shorten(scope.label, 100)] : ["", "", ""];
  return [...of, since, until];
}

function auditRow(event: ListedEvent): string {
  const when = timeMarkup(event.at, "{date_num} {time_secs}");
  const what = isolate(auditWords(event, event.account));
  const change = changeWords(event, event.account);
  const line = `• ${when} · *${plainMarkup(actorWords(event), 200)}* ${plainMarkup(what, 800)}`;
  return change ? `${line}\n        ${plainMarkup(isolate(change), 800)}` : line;
}

/** On one line, with nothing in it that Slack would take for bold or code. */
function plainMarkup(text: string, most: number): string {
  return harmless(shorten(text.replace(/\s+/gu, " "), most));
}

const auditForm = listingForm({
  name: "audit",
  title: "Search the audit",
  needs: "audit:view",
  button: "Show",
  fields: (_ctx, { since, until }) => [
    search("userId", "User", "user"),
    search("accountId", "Account", "account"),
    search("consoleUserId", "Console User", "console-user"),
    dateField({ id: "since", label: "From", hint: "Days are in UTC.", optional: true, value: since }),
    dateField({ id: "until", label: "To (this day included)", optional: true, value: until }),
    deliveryField(),
  ],
  show: showAudit,
});

const search = (id: string, label: string, source: string) =>
  searchField({ id, label, source, optional: true });

async function showAudit(ctx: Context<ConsoleUserActor>, values: FormValues) {
  const range = checkRange({
    since: textIn(values, "since") || undefined,
    until: textIn(values, "until") || undefined,
  });
  const scope = await chosenScope(ctx, {
    userId: textIn(values, "userId"),
    accountId: textIn(values, "accountId"),
    consoleUserId: textIn(values, "consoleUserId"),
  });
  if (asksForFile(values)) return sentAsFile(exportedAuditWords(await exportAudit(ctx, scope, range)));
  return firstPage(ctx, auditListing, auditArguments(scope, range));
}

export const audit: Command = {
  name: "audit",
  area: "Everyone",
  summary: "who did what and when: everything, or for one User, Account or Console User",
  needs: "audit:view",
  usage: [
    "",
    "[user|account|console-user|address] <user ID, e-mail, API ID or name>",
    "… [--since 2026-03-01] [--until 2026-03-31] [--export csv]",
  ],
  example: "harbour",
  options: ["--since", "--until", "--export"],
  forms: [auditForm],
  read: (words) => ({
    typed: { ...dayIn(words, "--since", "since"), ...dayIn(words, "--until", "until") },
    doubts: [],
  }),

  async run({ words, context, say }) {
    const ctx = await context();
    // Before anything is looked up, so that names are told to nobody who may not know them.
    await requirePermission(ctx, "audit:view", "audit");
    const { range, rest } = takeRange(words);
    const { sought, asFile } = readAuditWords(rest);
    const scope = await scopeOf(ctx, sought);
    if (asFile) {
      return say(sentAsFile(exportedAuditWords(await exportAudit(ctx, scope, range))));
    }
    await sayListing({ context, say }, auditListing, auditArguments(scope, range));
  },
};

async function scopeOf(ctx: Context<ConsoleUserActor>, words: Word[]): Promise<AuditScope | undefined> {
  const [first, ...rest] = words;
  if (!first) return undefined;
  const kind = scopeKinds.find((one) => !first.quoted && rest.length > 0 && one === first.text.toLowerCase());
  return firstFound(textOf(kind ? rest : words), (text) =>
    findAuditScope(ctx, { kind: kind satisfies ScopeKind | undefined, words: text }),
  );
}

function dayIn(words: Word[], option: string, name: string): Record<string, string> {
  const at = words.findIndex((word) => isWord(word, option));
  const day = words[at + 1]?.text ?? "";
  return at !== -1 && /^\d{4}-\d{2}-\d{2}$/u.test(day) ? { [name]: day } : {};
}

function takeRange(words: Word[]): { range: AuditRange; rest: Word[] } {
  const { value: since, rest: others } = takeValue(words, "--since");
  const { value: until, rest } = takeValue(others, "--until");
  return { range: checkRange({ since, until }), rest };
}

/** `[words] [--export [csv]]`; the format stands after the option. */
export function readAuditWords(words: Word[]): { sought: Word[]; asFile: boolean } {
  const { given: asFile, rest } = takeOption(words, "--export");
  if (!asFile) return { sought: rest, asFile };
  const at = words.findIndex(({ text, quoted }) => !quoted && text.toLowerCase() === "--export");
  const format = words[at + 1];
  const named = format && !format.quoted && format.text.toLowerCase() === "csv" ? format : undefined;
  return { sought: rest.filter((word) => word !== named), asFile };
}
