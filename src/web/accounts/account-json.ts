import { z } from "@hono/zod-openapi";
import { type RunSettings, runSettingsOf } from "../../core/accounts/run-settings.ts";
import type { Account } from "../../core/generated/prisma/client.ts";
import type { App } from "../../core/context.ts";
import { zoneOfAccount, zonesOfAccounts } from "../../core/kernel/time/account-zone.ts";
import { knownTimeZone } from "../../core/kernel/time/time-zone.ts";
import { ApiProblem } from "../http/api-errors.ts";
import { flag, inUtc, moment, text, vendorsWords } from "../http/json-schemas.ts";

/** An Account as the vendor has it. What is kept for where integrations run alone does nothing here. */
export const accountJson = z
  .strictObject({
    Id: z.string(),
    Name: z.string(),
    Description: z.string(),
    ExternalId: z.string().nullable().openapi({ description: "What the Partner's own system calls it." }),
    CreatedDate: z.iso.datetime(),
    AuditInfo: z.string().nullable(),
    TaskAuditInfo: z.string().nullable(),
    Timezone: z.string(),
    NextBillDateUtc: z.iso.datetime(),
    StepDataSuccessRetentionHours: z.int().nullable(),
    StepDataErroredRetentionHours: z.int().nullable(),
    TransactionErrorWebhookEnabled: z.boolean(),
    TransactionErrorWebhookUrl: z.string().nullable(),
    TransactionErrorWebhookIncludeWarnings: z.boolean(),
  })
  .openapi("Account");

/** UTC as the vendor calls it. */
const vendorsZone = (zone: string) => (zone === "UTC" ? "Etc/UTC" : zone);

/** How each of these Accounts is shown, with the zone that counts for it. */
export async function showAccounts(
  app: Pick<App, "db" | "timeZone">,
  accounts: Account[],
): Promise<(account: Account) => z.input<typeof accountJson>> {
  const zones = await zonesOfAccounts(app, accounts);
  return (account) => showAccount(account, vendorsZone(zones.get(account.id) ?? app.timeZone));
}

/**
 * The zone that was sent, unless it counts for the Account already: what was read can be sent back. An empty one gives up its own;
 * null is as left out, since programs write it for what they do not set.
 */
export async function readZone(
  app: Pick<App, "db" | "timeZone">,
  { Timezone }: SentRun,
  account: Account,
): Promise<string | undefined> {
  if (Timezone === "") return account.timeZone === null ? undefined : "";
  const stands = vendorsZone(await zoneOfAccount(app, account));
  return Timezone && vendorsZone(Timezone) !== stands ? Timezone : undefined;
}

function showAccount(account: Account, zone: string): z.input<typeof accountJson> {
  const run = runSettingsOf(account);
  return {
    Id: account.apiId,
    Name: account.name,
    Description: account.description,
    ExternalId: account.externalId,
    CreatedDate: account.createdAt.toISOString(),
    AuditInfo: run.auditInfo,
    TaskAuditInfo: run.taskAuditInfo,
    Timezone: zone,
    NextBillDateUtc: run.nextBillAt ?? monthAfter(account.createdAt).toISOString(),
    StepDataSuccessRetentionHours: run.successRetentionHours,
    StepDataErroredRetentionHours: run.erroredRetentionHours,
    TransactionErrorWebhookEnabled: run.errorWebhookEnabled,
    TransactionErrorWebhookUrl: run.errorWebhookUrl,
    TransactionErrorWebhookIncludeWarnings: run.errorWebhookIncludesWarnings,
  };
}

/** The same day of the next month, or its last. */
function monthAfter(start: Date): Date {
  const next = new Date(start);
  next.setUTCMonth(start.getUTCMonth() + 1);
  if (next.getUTCDate() !== start.getUTCDate()) next.setUTCDate(0);
  return next;
}

const infoAtMost = 2000;
const info = text.max(infoAtMost, `Use at most ${infoAtMost} characters.`).nullish();

const longestHours = 744;

/** Hours for which the data of steps is kept. The vendor takes what is no number for nothing said. */
const retentionHours = (field: string) =>
  z
    .unknown()
    .optional()
    .superRefine((given, ctx) => {
      const hours = hoursOf(given) ?? 0;
      const message = `${field} (${hours}): must be non negative`;
      if (hours < 0) ctx.addIssue({ code: "custom", message, params: vendorsWords });
    })
    .openapi({
      type: ["integer", "null"],
      minimum: 0,
      description: `Hours; above ${longestHours} is ${longestHours}.`,
    });

function hoursOf(given: unknown): number | undefined {
  const hours = typeof given === "string" && given.trim() !== "" ? Number(given) : given;
  return typeof hours === "number" && Number.isFinite(hours) ? hours : undefined;
}

const webhookUrl = text.max(2000, "Use at most 2000 characters.").superRefine((given, ctx) => {
  const url = withScheme(given);
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (given === "" || (parsed && ["http:", "https:"].includes(parsed.protocol) && !/\s/u.test(url))) return;
  ctx.addIssue({ code: "custom", message: `${url} is not a valid URL`, params: vendorsWords });
});

const withScheme = (given: string) => (/^[a-z][a-z\d+.-]*:\/\//iu.test(given) ? given : `https://${given}`);

/** What is sent of an Account besides its name, Id and description. */
export const runFields = {
  AuditInfo: info,
  TaskAuditInfo: info,
  Timezone: z
    .string()
    .max(64, "Use at most 64 characters.")
    .refine(
      (zone) => zone === "" || knownTimeZone(zone) !== undefined,
      "Use an IANA name, as in Europe/London.",
    )
    .nullish(),
  NextBillDateUtc: moment.nullish(),
  StepDataSuccessRetentionHours: retentionHours("StepDataSuccessRetentionHours"),
  StepDataErroredRetentionHours: retentionHours("StepDataErroredRetentionHours"),
  TransactionErrorWebhookEnabled: flag.nullish(),
  TransactionErrorWebhookUrl: webhookUrl.nullish(),
  TransactionErrorWebhookIncludeWarnings: flag.nullish(),
};

type SentRun = z.output<z.ZodObject<typeof runFields>>;

/** What was sent, in the domain's words; what was left out is left out. Throws 400 in the vendor's own words. */
export function readRun(sent: SentRun, stands: RunSettings): Partial<RunSettings> {
  const read = {
    auditInfo: sent.AuditInfo,
    taskAuditInfo: sent.TaskAuditInfo,
    nextBillAt: sent.NextBillDateUtc && inUtc(sent.NextBillDateUtc).toISOString(),
    successRetentionHours: readHours(sent.StepDataSuccessRetentionHours),
    erroredRetentionHours: readHours(sent.StepDataErroredRetentionHours),
    errorWebhookEnabled: sent.TransactionErrorWebhookEnabled ?? undefined,
    errorWebhookUrl: readUrl(sent.TransactionErrorWebhookUrl),
    errorWebhookIncludesWarnings: sent.TransactionErrorWebhookIncludeWarnings ?? undefined,
  };
  requireUrl({ ...stands, ...defined(read) });
  return defined(read);
}

function defined(read: { [Key in keyof RunSettings]?: RunSettings[Key] | undefined }): Partial<RunSettings> {
  return Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined));
}

function readHours(given: unknown): number | null | undefined {
  if (given === null) return null;
  const hours = hoursOf(given);
  return hours === undefined ? undefined : Math.min(Math.floor(hours), longestHours);
}

function readUrl(given: string | null | undefined): string | null | undefined {
  return given ? withScheme(given) : given === "" ? null : given;
}

function requireUrl({ errorWebhookEnabled, errorWebhookUrl }: RunSettings): void {
  if (!errorWebhookEnabled || errorWebhookUrl) return;
  throw new ApiProblem(
    400,
    "Transaction Error Webhook enabled: Transaction Error Webhook URL must be defined",
    { field: "TransactionErrorWebhookUrl" },
  );
}
