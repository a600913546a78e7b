import type { ConsoleUserActor, Context } from "../../core/context.ts";
import { checkRange } from "../../core/audit/audit-range.ts";
import { chosenScope } from "../../core/audit/chosen-scope.ts";
import { exportAudit, exportedAuditWords } from "../../core/audit/export-audit.ts";
import { auditArguments, auditListing } from "../audit-listing.ts";
import { asksForFile, deliveryField, sentAsFile } from "../delivery-field.ts";
import { dateField, searchField } from "../fields.ts";
import type { FormValues } from "../form.ts";
import { firstPage, listingForm, textIn } from "../listing-form.ts";

export const auditForm = listingForm({
  name: "audit",
  title: "Search the audit",
  needs: "audit:view",
  button: "Show",
  fields: (_ctx, { since, until }) => [
    search("userId", "User", "user"),
    search("accountId", "Account", "account"),
    search("consoleUserId", "Console User", "console-user"),
    dateField({ id: "since", label: "From", hint: "Days are days in UTC.", optional: true, value: since }),
    dateField({ id: "until", label: "To, that day among it", optional: true, value: until }),
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
