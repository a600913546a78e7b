import { z } from "zod";
import type { Account } from "../generated/prisma/client.ts";

/**
 * What an application says of how integrations run in an Account. Nothing runs here: it is kept as it was given, and answered.
 * What is missing was never given.
 */
const stored = z.object({
  auditInfo: z.string().nullable(),
  taskAuditInfo: z.string().nullable(),
  /** ISO; null: a month after the Account was made. */
  nextBillAt: z.string().nullable(),
  /** How long the data of steps is kept; null: as long as usual. */
  successRetentionHours: z.int().nullable(),
  erroredRetentionHours: z.int().nullable(),
  errorWebhookEnabled: z.boolean(),
  errorWebhookUrl: z.string().nullable(),
  errorWebhookIncludesWarnings: z.boolean(),
});

export type RunSettings = z.infer<typeof stored>;

const unset: RunSettings = {
  auditInfo: null,
  taskAuditInfo: null,
  nextBillAt: null,
  successRetentionHours: null,
  erroredRetentionHours: null,
  errorWebhookEnabled: false,
  errorWebhookUrl: null,
  errorWebhookIncludesWarnings: false,
};

export function runSettingsOf({ runSettings }: Pick<Account, "runSettings">): RunSettings {
  return { ...unset, ...stored.partial().parse(runSettings ?? {}) };
}

/** What would become different: before and after, for the audit. */
export function runDifferences(
  stands: RunSettings,
  wanted: Partial<RunSettings>,
): { before: Partial<RunSettings>; after: Partial<RunSettings> } {
  const changed = Object.entries(wanted).filter(
    ([key, value]) => value !== undefined && value !== stands[key as keyof RunSettings],
  );
  const after = Object.fromEntries(changed) as Partial<RunSettings>;
  const before = Object.fromEntries(changed.map(([key]) => [key, stands[key as keyof RunSettings]]));
  return { before, after };
}
