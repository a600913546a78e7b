import { requirePermission } from "../console-users/require-permission.ts";
import type { ConsoleUserActor, Context } from "../context.ts";
import type { Partner } from "../generated/prisma/client.ts";
import { isolate } from "../text/isolate.ts";
import { momentWords } from "../text/moment-words.ts";
import { partnerHosts } from "./partner-hosts.ts";
import { loadPartner, settingLabels } from "./partner-settings.ts";
import { secretMark } from "./rotate-notification-secret.ts";

export interface ShownSettings {
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
  const secret = partner.notificationSecretSealed
    ? `there is one${made ? `, made ${momentWords(made.at)}` : ""}. It is shown only when it is made`
    : "none yet: nothing is told without one";
  return {
    partner,
    lines: [
      `${settingLabels.name}: ${isolate(partner.name)}`,
      `${settingLabels.serviceName}: ${orDefault(partner.serviceName, isolate(partner.name))}`,
      `${settingLabels.apiDomain}: ${orDefault(partner.apiDomain, hosts.api)}`,
      `${settingLabels.serviceDomain}: ${orDefault(partner.serviceDomain, hosts.service)}`,
      `${settingLabels.notificationUrl}: ${orDefault(partner.notificationUrl, "none")}`,
      `Notification secret: ${secret}.`,
    ],
    secretMark: secretMark(partner.notificationSecretSealed),
  };
}

function orDefault(value: string | null, otherwise: string): string {
  return value === null ? `${otherwise} (the default)` : isolate(value);
}
