import { accountNamed } from "../kernel/names/deleted-names.ts";
import { z } from "zod";
import { recordAudit } from "../kernel/audit/record-audit.ts";
import type { Context, App, AccountUserActor } from "../context.ts";
import type { Database, Transaction } from "../kernel/database.ts";
import { DomainError } from "../kernel/errors.ts";
import type { Account } from "../generated/prisma/client.ts";
import { changeInCloud } from "./account-in-cloud.ts";
import type { After } from "../kernel/outbox/transact.ts";
import { applyOnce } from "../kernel/requests/require-approved.ts";
import { defineRequest } from "../kernel/requests/request-kind.ts";
import { standardCard } from "../kernel/requests/standard-card.ts";
import { fold } from "../kernel/text/fold.ts";
import { identityKey } from "../kernel/text/identity-key.ts";
import {
  accountApiId,
  accountDescription,
  accountName,
  accountSensitivity,
  accountTimeZone,
  holdFormerApiId,
  requireFreeApiId,
} from "./create-account.ts";
import { accountLabel } from "../kernel/names/account-name.ts";
import { formerApiId, formerHolder, formerHolderWords } from "../kernel/names/former-account-names.ts";
import { accountInput, loadAccount, lockAccount } from "../kernel/levels/load-account.ts";
import { changeAtLevel } from "../kernel/levels/require-level.ts";
import { createHash } from "node:crypto";
import { shorten } from "../kernel/text/mrkdwn.ts";
import { hint } from "../kernel/text/command-hint.ts";

/** What of an Account can be changed in its settings. */
interface AccountSettings {
  name: string;
  apiId: string;
  description: string;
  /** The warning of an Account that is marked sensitive; "" and null alike where it is not. */
  sensitiveBecause: string | null;
  /** IANA name; "" and null alike where it has none of its own. */
  timeZone: string | null;
}

const labels = {
  name: "Name",
  apiId: "API ID",
  description: "Description",
  sensitiveBecause: "Sensitive",
  timeZone: "Time zone",
} as const;

type Setting = keyof typeof labels;

interface Difference {
  setting: Setting;
  from: string;
  to: string;
}

/** What stands and what was shown are the same while their marks are. */
export function settingsMark(settings: AccountSettings): string {
  const { name, apiId, description, sensitiveBecause, timeZone } = settings;
  return createHash("sha256")
    .update(JSON.stringify([name, apiId, description, sensitiveBecause ?? "", timeZone ?? ""]))
    .digest("base64url");
}

/** What would become different. A setting that is left out stays as it is. */
export function differences(
  stands: AccountSettings,
  wanted: { [S in Setting]?: string | undefined },
): Difference[] {
  return (Object.keys(labels) as Setting[]).flatMap((setting) => {
    const [from, to] = [stands[setting] ?? "", wanted[setting]];
    return to === undefined || to === from ? [] : [{ setting, from, to }];
  });
}

function differenceWords({ setting, from, to }: Difference): string {
  if (setting === "sensitiveBecause" && from === "") return `Now sensitive: ${quoted(to)}.`;
  if (setting === "sensitiveBecause" && to === "") return "No longer sensitive.";
  if (from === "") return `New ${labels[setting].toLowerCase()}: ${quoted(to)}.`;
  if (to === "") return `${labels[setting]} removed: ${quoted(from)}.`;
  return `${labels[setting]}: ${quoted(from)} becomes ${quoted(to)}.`;
}

const quoted = (text: string) => (text ? `“${shorten(text, 150)}”` : "nothing");

const settingsChanged = "account-settings-changed";

/** What a Request changed, as the audit has it: the Account itself may have been changed again. */
async function settingsChange({ db }: Pick<App, "db">, requestId: string): Promise<Difference[]> {
  const event = await db.auditEvent.findFirst({ where: { requestId, action: settingsChanged } });
  const before = (event?.before ?? {}) as Record<string, string>;
  const after = (event?.after ?? {}) as Record<string, string>;
  return Object.entries(after).map(([setting, to]) => ({
    setting: setting as Setting,
    from: before[setting] ?? "",
    to,
  }));
}

export const accountSettingsInput = accountInput.extend({
  /** The settingsMark of what the requester saw. */
  shown: z.string().max(100),
  name: accountName.optional(),
  apiId: accountApiId.optional(),
  description: accountDescription.optional(),
  sensitiveBecause: accountSensitivity.optional(),
  timeZone: accountTimeZone.optional(),
});

type SettingsInput = z.infer<typeof accountSettingsInput>;

/** Changes what settings an Account has; the internal id stays. What somebody else changed meanwhile is not overwritten. */
export const changeAccountSettingsRequest = defineRequest({
  kind: "account-settings",
  input: accountSettingsInput,
  needs: "accounts:edit",
  undo: `${hint("account-settings")} changes the settings back.`,

  async plan(ctx, input) {
    const account = await loadAccount(ctx.db, input.accountId);
    const changes = await allowedChanges(ctx.db, account, input);
    const renamed = changes.some(({ setting }) => setting === "apiId");
    const holder = renamed && (await formerHolder(ctx.db, input.apiId ?? "", account.id));
    return {
      accountId: account.id,
      movesSignIn: holder ? formerApiId : undefined,
      dedupeKey: `account-settings:${account.id}:${settingsMark({ ...account, ...given(input) })}`,
      what: `the new settings of ${accountLabel(account)}`,
      effects:
        changes.length > 0
          ? changes.map(differenceWords)
          : [`${accountLabel(account)} has these settings already: nothing would change.`],
      warnings: [
        ...(holder ? [formerHolderWords(input.apiId ?? "", holder)] : []),
        ...(renamed
          ? [
              `API calls that name the Account ${account.apiId} will no longer find it. Change them to the new ID.`,
            ]
          : []),
        ...(changes.some(({ setting, from }) => setting === "sensitiveBecause" && !from)
          ? ["From then on, every change of this Account needs the approvals for a sensitive Account."]
          : []),
      ],
      needsConfirmation: renamed,
    };
  },

  run: (ctx, request, input) =>
    applyOnce(ctx, request, async (tx, after) => {
      const account = await lockAccount(tx, input.accountId);
      const saved = await saveAccountSettings(ctx, tx, after, { account, input, requestId: request.id });
      // The form sends the API ID with every change, also where it stays.
      if (saved === "changed" && input.apiId !== account.apiId)
        await holdFormerApiId(ctx, tx, request, { id: account.id, apiId: input.apiId });
      return saved;
    }),

  async card(app, request) {
    const changes = await settingsChange(app, request.id);
    return standardCard(app, request, {
      noun: "Change of settings",
      fields: [["Account", await accountNamed(app, request)]],
      done: request.outcome === "changed" ? "Settings changed" : "Settings unchanged",
      note: changes.length > 0 ? changes.map(differenceWords).join("\n") : "There was nothing to change.",
    });
  },
});

interface SavedSettings {
  account: Account;
  input: SettingsInput;
  requestId: string | null;
}

/** In a transaction that holds the Account. Throws conflict where somebody else was faster, or the API ID is taken. */
export async function saveAccountSettings(
  ctx: Context,
  tx: Transaction,
  after: After,
  { account, input, requestId }: SavedSettings,
): Promise<"changed" | "unchanged"> {
  const changes = await allowedChanges(tx, account, input);
  if (changes.length === 0) return "unchanged";
  const changed = await tx.account.update({ where: { id: account.id }, data: columns(changes) });
  const was = Object.fromEntries(changes.map(({ setting, from }) => [setting, from]));
  const now = Object.fromEntries(changes.map(({ setting, to }) => [setting, to]));
  await recordAudit(tx, ctx, {
    action: settingsChanged,
    subject: { kind: "account", id: account.id, name: accountLabel(changed) },
    accountId: account.id,
    requestId,
    before: was,
    after: now,
  });
  await changeInCloud(ctx, tx, after, {
    accountId: account.id,
    name: now["name"],
    description: now["description"],
    before: { name: was["name"], description: was["description"] },
    requestId,
  });
  return "changed";
}

async function allowedChanges(
  db: Database | Transaction,
  account: Account,
  input: SettingsInput,
): Promise<Difference[]> {
  const changes = differences(account, given(input));
  if (changes.length === 0) return changes;
  if (settingsMark(account) !== input.shown) throw changedMeanwhile(account);
  if (input.apiId !== undefined) await requireFreeApiId(db, input.apiId, account.id);
  return changes;
}

function changedMeanwhile(account: Account): DomainError {
  const lead = `Somebody changed the settings of this Account meanwhile; it is now ${accountLabel(account)}.`;
  return new DomainError(
    "conflict",
    `${lead} Nothing was changed. See them with ${hint("account-settings")} ${account.apiId}`,
    "accountId",
  );
}

function given({ name, apiId, description, sensitiveBecause, timeZone }: SettingsInput) {
  return {
    ...(name !== undefined && { name }),
    ...(apiId !== undefined && { apiId }),
    ...(description !== undefined && { description }),
    ...(sensitiveBecause !== undefined && { sensitiveBecause }),
    ...(timeZone !== undefined && { timeZone }),
  };
}

function columns(changes: Difference[]): Record<string, string | null> {
  const pairs = changes.map(({ setting, to }) => ({
    [setting]: setting === "sensitiveBecause" || setting === "timeZone" ? to || null : to,
    ...((setting === "name" || setting === "apiId") && {
      [`${setting}Key`]: setting === "name" ? fold(to) : identityKey(to),
    }),
  }));
  return Object.assign({}, ...pairs) as Record<string, string | null>;
}

/** What an Administrator of an Account changes. The API ID is what the Partner's calls name it by, and theirs to change. */
const ownAccountForm = z.object({
  /** The settingsMark of what was shown. */
  shown: z.string().max(100),
  name: accountName,
  description: accountDescription,
});
type OwnAccountForm = z.infer<typeof ownAccountForm>;

/** Changes the settings of an Account that the actor is Administrator of. Throws not-found, forbidden, conflict, invalid. */
export async function changeOwnAccount(
  ctx: Context<AccountUserActor>,
  accountId: string,
  form: OwnAccountForm,
): Promise<"changed" | "unchanged"> {
  const asked = { accountId, needs: "Administrator", for: "account settings" } as const;
  return changeAtLevel(ctx, asked, async (tx, { account }, after) => {
    // A textarea sends its line ends as CR LF.
    const read = ownAccountForm.safeParse({ ...form, description: form.description.replace(/\r\n/g, "\n") });
    const [issue] = read.error?.issues ?? [];
    if (!read.data) throw new DomainError("invalid", issue?.message ?? "", issue?.path.map(String)[0]);
    if (read.data.shown !== settingsMark(account))
      throw new DomainError(
        "conflict",
        "Somebody changed these settings meanwhile. Nothing was saved; look at them as they are now, and change them again.",
      );
    return saveAccountSettings(ctx, tx, after, {
      account,
      input: { ...read.data, accountId },
      requestId: null,
    });
  });
}
