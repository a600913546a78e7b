import { type AuditRange, checkRange } from "../../core/audit/audit-range.ts";
import { type AuditScope, findAuditScope, type ScopeKind, scopeKinds } from "../../core/audit/audit-scope.ts";
import { exportAudit, exportedAuditWords } from "../../core/audit/export-audit.ts";
import { requirePermission } from "../../core/console-users/require-permission.ts";
import type { ConsoleUserActor, Context } from "../../core/context.ts";
import { auditArguments, auditListing } from "../audit-listing.ts";
import type { Command } from "../command.ts";
import { sentAsFile } from "../delivery-field.ts";
import { takeOption, takeValue } from "../phrase.ts";
import { sayListing } from "../say-listing.ts";
import type { Word } from "../words.ts";
import { auditForm } from "./audit-form.ts";

export const audit: Command = {
  name: "audit",
  area: "Everyone",
  summary: "who did what, when: all of it, or of a User, an Account or a Console User",
  needs: "audit:view",
  usage: [
    "",
    "[user|account|console-user|address] <user ID, e-mail, API ID or name>",
    "… [--since 2026-03-01] [--until 2026-03-31] [--export csv]",
  ],
  example: "harbour",
  forms: [auditForm],

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
  return findAuditScope(ctx, {
    kind: kind satisfies ScopeKind | undefined,
    words: textOf(kind ? rest : words),
  });
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

function textOf(words: Word[]): string {
  return words.map(({ text }) => text).join(" ");
}
