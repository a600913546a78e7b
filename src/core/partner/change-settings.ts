import { recordAudit } from "../kernel/audit/record-audit.ts";
import type { App } from "../context.ts";
import { DomainError } from "../kernel/errors.ts";
import { applyOnce, holdApproval } from "../kernel/requests/require-approved.ts";
import { changeKey, defineRequest } from "../kernel/requests/request-kind.ts";
import { standardCard } from "../kernel/requests/standard-card.ts";
import {
  type Difference,
  loadPartner,
  partnerSettings,
  settingDifferences,
  settingLabels,
} from "./partner-settings.ts";
import { hint } from "../kernel/text/command-hint.ts";

/** Changes what Settings > General shows. */
export const changeSettingsRequest = defineRequest({
  kind: "change-settings",
  input: partnerSettings,
  needs: "settings:edit",
  undo: `${hint("settings")} changes the settings back.`,

  async plan(ctx, input) {
    const differences = settingDifferences(await loadPartner(ctx.db), input);
    if (differences.length === 0) throw asItStands();
    requireTellable(ctx, input.notificationUrl);
    return {
      movesSignIn: movesSignIn(differences),
      dedupeKey: changeKey(
        "settings",
        differences.map(({ setting, to }) => [setting, to]),
      ),
      what: "the change of the Partner's settings",
      effects: differences.map((one) => `${settingLabels[one.setting]}: ${fromTo(one)}.`),
      warnings: differences.flatMap((one) => warningOf(ctx, one)),
      needsConfirmation: false,
    };
  },

  run: (ctx, request, input) =>
    applyOnce(ctx, request, async (tx) => {
      await tx.$queryRaw`SELECT "id" FROM "Partner" WHERE "id" = 1 FOR UPDATE`;
      const partner = await loadPartner(tx);
      const differences = settingDifferences(partner, input);
      if (differences.length === 0) throw asItStands();
      requireTellable(ctx, input.notificationUrl);
      // As it stands now that nobody else can change it: the plan that was judged may have seen another host.
      const moved = movesSignIn(differences);
      if (moved) await holdApproval(ctx, tx, request, { movesSignIn: moved });
      const values = (side: "from" | "to") =>
        Object.fromEntries(differences.map((one) => [one.setting, one[side]]));
      await tx.partner.update({ where: { id: 1 }, data: values("to") });
      await recordAudit(tx, ctx, {
        action: "settings-changed",
        subject: { kind: "partner", id: "1", name: partner.name },
        requestId: request.id,
        before: values("from"),
        after: values("to"),
      });
      return "changed";
    }),

  async card(app, request, input) {
    const event = await app.db.auditEvent.findFirst({
      where: { requestId: request.id, action: "settings-changed" },
    });
    const before = (event?.before ?? {}) as Record<string, string | null>;
    const fields = (Object.entries(input) as [Difference["setting"], string | null][])
      .filter(([setting]) => !event || setting in before)
      .map(([setting, to]): [string, string] => [
        settingLabels[setting],
        event ? fromTo({ setting, from: before[setting] ?? null, to }) : (to ?? unset(setting)),
      ]);
    const secret = input.notificationUrl
      ? `Notifications are signed. ${hint("settings")} shows whether there is a secret, and makes one.`
      : `${hint("settings")} shows them all.`;
    return standardCard(app, request, {
      noun: "Change of settings",
      fields,
      done: "Settings changed",
      note: secret,
    });
  },
});

function fromTo({ setting, from, to }: Difference): string {
  return `${from ?? unset(setting)} → ${to ?? unset(setting)}`;
}

const unset = (setting: Difference["setting"]) => (setting === "notificationUrl" ? "none" : "the default");

/** Whoever has the host to which sign-in links lead can use each of them first. */
const movesSignIn = (differences: Difference[]) =>
  differences.some(({ setting }) => setting === "serviceDomain")
    ? "sign-in links would lead to another host"
    : undefined;

function warningOf({ publicUrl }: Pick<App, "publicUrl">, { setting, from, to }: Difference): string[] {
  const { host } = new URL(publicUrl);
  if (setting === "serviceDomain")
    return [
      `From then on, sign-in links lead to ${to ?? host}, and no longer to ${from ?? host}. Anybody who controls ${to ?? host} can sign in with each of them. That host has to reach the web pages of this program.`,
    ];
  if (setting === "notificationUrl" && !to) return ["Then nobody is notified of changes to cycles."];
  return [];
}

function requireTellable({ notifier }: Pick<App, "notifier">, url: string | null | undefined): void {
  const never = url ? notifier.fault(url) : undefined;
  if (never) throw new DomainError("invalid", never, "notificationUrl");
}

function asItStands(): DomainError {
  return new DomainError("conflict", "Every setting already has this value. Nothing was changed.");
}
