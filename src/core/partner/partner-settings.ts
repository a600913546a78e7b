import { z } from "zod";
import type { Database, Transaction } from "../database.ts";
import { DomainError } from "../errors.ts";
import type { Partner } from "../generated/prisma/client.ts";

const name = z
  .string()
  .trim()
  .max(100, "Use at most 100 characters.")
  .regex(/^\P{Cc}*$/u, "Leave out control characters.");

/** A host name, with a port where it is not the usual one. */
const domain = z
  .string()
  .trim()
  .toLowerCase()
  .max(253, "Use at most 253 characters.")
  .regex(
    /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?::\d{1,5})?$/,
    "Enter a host name alone, such as my.company.com: no https:// before it, no path behind it.",
  );

const url = z
  .string()
  .trim()
  .max(2000, "Use at most 2000 characters.")
  .refine((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol), {
    error: "Enter an address that starts with https://.",
  });

/** Empty takes a setting away: then the default counts. */
const orNothing = <Schema extends z.ZodType>(schema: Schema) =>
  z.union([z.literal("").transform(() => null), z.null(), schema]);

/** Settings > General. What is left out stays as it is. */
export const partnerSettings = z.object({
  name: name.min(1, "Enter a name.").optional(),
  serviceName: orNothing(name).optional(),
  apiDomain: orNothing(domain).optional(),
  serviceDomain: orNothing(domain).optional(),
  notificationUrl: orNothing(url).optional(),
});

export type PartnerSettings = z.infer<typeof partnerSettings>;
export type PartnerSetting = keyof PartnerSettings;

export const settingLabels: Record<PartnerSetting, string> = {
  name: "Partner's name",
  serviceName: "Service name",
  apiDomain: "API domain",
  serviceDomain: "Service domain",
  notificationUrl: "Notification URL",
};

export async function loadPartner(db: Database | Transaction): Promise<Partner> {
  const partner = await db.partner.findUnique({ where: { id: 1 } });
  if (partner) return partner;
  throw new DomainError("not-found", "There is no Partner yet. On the server: npm run console-user -- add.");
}

export interface Difference {
  setting: PartnerSetting;
  from: string | null;
  to: string | null;
}

/** What of the settings would be different. */
export function settingDifferences(partner: Partner, asked: PartnerSettings): Difference[] {
  return (Object.entries(asked) as [PartnerSetting, string | null | undefined][]).flatMap(([setting, to]) =>
    to === undefined || to === partner[setting] ? [] : [{ setting, from: partner[setting], to }],
  );
}
