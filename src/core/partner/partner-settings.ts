import { z } from "zod";
import type { Database, Transaction } from "../kernel/database.ts";
import { DomainError } from "../kernel/errors.ts";
import type { Partner } from "../generated/prisma/client.ts";
import { requirePermission, requirePermissionNow } from "../kernel/access/require-access-change.ts";
import type { ConsoleUserActor, Context } from "../context.ts";
import { isolate } from "../kernel/text/isolate.ts";
import { moment } from "../kernel/text/moment-words.ts";
import { darkerShade, ownColour } from "../kernel/names/brand-colour.ts";
import { partnerHosts } from "../kernel/names/partner-hosts.ts";
import { randomBytes } from "node:crypto";
import { recordAudit } from "../kernel/audit/record-audit.ts";
import { notificationSecretPurpose } from "../cycles/notify-cycle-event.ts";
import { seal } from "../kernel/secrets/seal.ts";
import { hashToken } from "../kernel/secrets/token.ts";
import { hint } from "../kernel/text/command-hint.ts";

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

const isColour = /^#[0-9a-f]{6}$/;

/** As people write one; white text must be readable on it, and it on our pages. */
const colour = z
  .string()
  .trim()
  .toLowerCase()
  .overwrite((text) =>
    text.replace(/^#?([0-9a-f])([0-9a-f])([0-9a-f])$/, "#$1$1$2$2$3$3").replace(/^(?=[0-9a-f]{6}$)/, "#"),
  )
  .regex(isColour, "Enter a colour such as #14532d.")
  .refine((text) => !isColour.test(text) || darkerShade(text) === undefined, {
    error: ({ input }) =>
      `White text on ${String(input)}, and links in it, are hard to read. Take a darker one: ${darkerShade(String(input))} is the nearest that will do.`,
  });

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
  brandColour: orNothing(colour).optional(),
  notificationUrl: orNothing(url).optional(),
});

export type PartnerSettings = z.infer<typeof partnerSettings>;
export type PartnerSetting = keyof PartnerSettings;

export const settingLabels: Record<PartnerSetting, string> = {
  name: "Partner's name",
  serviceName: "Service name",
  apiDomain: "API domain",
  serviceDomain: "Service domain",
  brandColour: "Colour",
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

interface ShownSettings {
  partner: Partner;
  /** Line by line, in plain text. */
  lines: string[];
  /** Of the notification secret that stands. */
  secretMark: string;
}

/** Settings > General, with what counts where nothing is set. */
export async function showSettings(ctx: Context<ConsoleUserActor>): Promise<ShownSettings> {
  await requirePermission(ctx, "settings:view", "settings");
  const partner = await loadPartner(ctx.db);
  const [hosts, made] = await Promise.all([
    partnerHosts(ctx, ctx.db),
    ctx.db.auditEvent.findFirst({
      where: { subjectKind: "partner", action: "notification-secret-made" },
      orderBy: { id: "desc" },
      select: { at: true },
    }),
  ]);
  const since = made ? `, made ${moment(made.at)}` : "";
  const secret = partner.notificationSecretSealed
    ? `there is one${since}. It is shown only when it is made`
    : "none yet: no notification is sent without one";
  return {
    partner,
    lines: [
      `${settingLabels.name}: ${isolate(partner.name)}`,
      `${settingLabels.serviceName}: ${orDefault(partner.serviceName, isolate(partner.name))}`,
      `${settingLabels.apiDomain}: ${orDefault(partner.apiDomain, hosts.api)}`,
      `${settingLabels.serviceDomain}: ${orDefault(partner.serviceDomain, hosts.service)}`,
      `${settingLabels.brandColour}: ${orDefault(partner.brandColour, ownColour)}`,
      `Logo: ${partner.logo ? "there is one" : "none, so the first letter of the name stands for it"}. It is set on the server: npm run brand -- logo <file>`,
      `${settingLabels.notificationUrl}: ${orDefault(partner.notificationUrl, "none")}`,
      `Notification secret: ${secret}.`,
    ],
    secretMark: secretMark(partner.notificationSecretSealed),
  };
}

function orDefault(value: string | null, otherwise: string): string {
  return value === null ? `${otherwise} (the default)` : isolate(value);
}

/** Names the secret that stands, and tells nothing of it: a click on an old button makes no second one. */
function secretMark(sealed: string | null): string {
  return sealed ? Buffer.from(hashToken(sealed)).toString("base64url").slice(0, 16) : "none";
}

/**
 * Makes another secret to sign notifications with, and returns it, this once. `shown` is the mark of the one it replaces.
 * Throws forbidden, and conflict where that one was replaced already.
 */
export async function rotateNotificationSecret(
  ctx: Context<ConsoleUserActor>,
  { shown }: { shown: string },
): Promise<string> {
  await requirePermission(ctx, "settings:edit", "notification-secret");
  const secret = `whsec_${randomBytes(32).toString("base64url")}`;
  await ctx.db.$transaction(async (tx) => {
    await requirePermissionNow(tx, ctx.actor, "settings:edit");
    await tx.$queryRaw`SELECT "id" FROM "Partner" WHERE "id" = 1 FOR UPDATE`;
    const { name, notificationSecretSealed: old } = await loadPartner(tx);
    if (secretMark(old) !== shown)
      throw new DomainError(
        "conflict",
        `The secret was replaced in the meantime. ${hint("settings")} shows when.`,
      );
    const notificationSecretSealed = seal(ctx.secretKeys, notificationSecretPurpose, secret);
    await tx.partner.update({ where: { id: 1 }, data: { notificationSecretSealed } });
    await recordAudit(tx, ctx, {
      action: "notification-secret-made",
      subject: { kind: "partner", id: "1", name },
      after: { replaced: old !== null },
    });
  });
  return secret;
}
