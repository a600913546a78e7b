import {
  accountSettingsInput,
  changeAccountSettingsRequest,
  settingsMark,
} from "../../core/accounts/change-account-settings.ts";
import { requirePermission } from "../../core/kernel/access/require-access-change.ts";
import { checkForm, selectField, textField } from "../slack/fields.ts";
import { type Command, type Form } from "../slack/command.ts";
import { DomainError } from "../../core/kernel/errors.ts";
import { type LineArg, type Reading, readLine } from "../slack/read-line.ts";
import { isWord, type Word } from "../slack/words.ts";
import { filled } from "../slack/request-command.ts";
import { z } from "zod";
import {
  accountApiId,
  accountDescription,
  accountName,
  accountSensitivity,
  accountTimeZone,
} from "../../core/accounts/create-account.ts";
import { accountLabel } from "../../core/kernel/names/account-name.ts";
import { loadAccount } from "../../core/kernel/levels/load-account.ts";
import { submitRequest } from "../../core/kernel/requests/submit-request.ts";
import { accountField, namedAccount } from "./delete-account.ts";
import { plain } from "../slack/reopened-view.ts";

const { needs } = changeAccountSettingsRequest;

/** With an Account, its settings as they stand; without one, only what is typed is changed. */
const settingsForm: Form = {
  name: "account-settings",
  title: "Account settings",

  async view(ctx, { account: words, ...typed }) {
    await requirePermission(ctx, needs, "account-settings");
    const notices: string[] = [];
    const account = await filled(notices, words, (text) => (text ? namedAccount(ctx, text) : undefined));
    const hint = account ? {} : { hint: "Leave empty to keep it as it is.", optional: true };
    const { sensitive, zone } = typed;
    return {
      submit: plain("Save"),
      notices,
      blocks: [
        account ? fixedAccount(account) : await accountField(ctx),
        textField({ id: "name", label: "Name", value: typed["name"] ?? account?.name, max: 200, ...hint }),
        textField({ id: "apiId", label: "API ID", value: typed["id"] ?? account?.apiId, max: 100, ...hint }),
        textField({
          id: "description",
          label: "Description",
          value: typed["description"] ?? account?.description,
          lines: true,
          max: 2000,
          ...hint,
          optional: true,
        }),
        textField({
          id: "sensitiveBecause",
          label: "Sensitive because",
          value: sensitive ? textFor("sensitive", sensitive) : (account?.sensitiveBecause ?? undefined),
          lines: true,
          max: 300,
          hint: account
            ? "A warning to the people who approve changes of the Account. Leave empty if it is not sensitive."
            : "A warning to the people who approve changes of the Account. Leave empty to keep it as it is.",
          optional: true,
        }),
        textField({
          id: "timeZone",
          label: "Time zone",
          value: zone ? textFor("zone", zone) : (account?.timeZone ?? undefined),
          max: 100,
          hint: `For its users’ mails and pages, as in Europe/Berlin. Leave empty ${account ? "for the parent’s, or your own" : "to keep it as it is"}.`,
          optional: true,
        }),
      ],
    };
  },

  async submit(ctx, values, place) {
    await requirePermission(ctx, needs, "account-settings");
    const [accountId = "", shown] = String(values["accountId"] ?? "").split(" ");
    const input = shown
      ? { ...checkForm(allSettings, values), accountId, shown }
      : await onlyTyped(ctx, accountId, values);
    return submitRequest(ctx, changeAccountSettingsRequest, input, place);
  },
};

const allSettings = z.object({
  name: accountName,
  apiId: accountApiId,
  description: accountDescription.default(""),
  sensitiveBecause: accountSensitivity.default(""),
  timeZone: accountTimeZone.default(""),
});

const someSettings = z.object({
  accountId: z.uuid("Choose an Account."),
  name: accountName.optional(),
  apiId: accountApiId.optional(),
  description: accountDescription.optional(),
  sensitiveBecause: accountSensitivity.optional(),
  timeZone: accountTimeZone.optional(),
});

async function onlyTyped(ctx: Parameters<Form["submit"]>[0], accountId: string, values: object) {
  const typed = checkForm(someSettings, { ...values, accountId });
  return { ...typed, shown: settingsMark(await loadAccount(ctx.db, accountId)) };
}

/** Its one choice carries what was shown, so that what somebody else changes meanwhile is noticed. */
function fixedAccount(account: Parameters<typeof settingsMark>[0] & { id: string }) {
  const value = `${account.id} ${settingsMark(account)}`;
  const choices = [{ text: accountLabel(account), value }];
  return selectField({ id: "accountId", label: "Account", choices, chosen: value });
}

const settings = {
  name: "name",
  id: "apiId",
  description: "description",
  sensitive: "sensitiveBecause",
  zone: "timeZone",
} as const;
const keywords = Object.keys(settings) as (keyof typeof settings)[];

const args: LineArg[] = [
  { name: "account" },
  ...keywords.map((keyword) => ({ name: keyword, keyword, toTheEnd: true })),
  { name: "zone", keyword: "timezone", toTheEnd: true },
];

/** A name may begin with “to”, and may hold other keywords: such a line is asked about. */
function readSettings(words: Word[]): Reading {
  const { typed, doubts } = readLine(args, words);
  const { name = "" } = typed;
  const rest = name.replace(/^(?:to|=)\s+(?=\S)/iu, "");
  const left = name.slice(0, name.length - rest.length).trim();
  const asked = left ? [`I left out “${left}”. Does it belong to the name?`] : [];
  return {
    typed: { ...typed, ...(left && { name: rest }) },
    doubts: [...doubts, ...twoSettings(words), ...asked],
  };
}

const isKeyword = (word: Word | undefined): boolean =>
  word !== undefined && keywords.some((keyword) => isWord(word, keyword));

/** What stands in quotes ends where they close: another keyword there begins another setting. */
function twoSettings(words: Word[]): string[] {
  const at = words.findIndex(isKeyword);
  const [first, text, second] = at === -1 ? [] : words.slice(at);
  return text?.quoted && isKeyword(second)
    ? [`Change “${first?.text}” and “${second?.text}” one at a time, or in this form.`]
    : [];
}

export const accountSettings: Command = {
  name: "account-settings",
  area: "Accounts",
  summary:
    "change the name, the API ID, the description or the time zone of an Account, or mark it sensitive",
  needs: changeAccountSettingsRequest.needs,
  usage: [
    "",
    "<Account: API ID or name>",
    "<Account> name <new name>",
    "<Account> id <new API ID>",
    "<Account> description <text>",
    "<Account> sensitive <warning to approvers>",
    "<Account> sensitive none",
    "<Account> zone <time zone, as in Europe/Berlin>",
    "<Account> zone none",
  ],
  example: "harbour name Harbour Foods International",
  changes: true,
  movesSignIn: "gives an API ID that another Account has had",
  textAfter: ["description", "sensitive"],
  forms: [settingsForm],

  read: readSettings,

  async run(call) {
    const { typed, doubts } = readSettings(call.words);
    const { account: words } = typed;
    const keyword = keywords.find((each) => typed[each] !== undefined);
    if ((!words || !keyword) && doubts.length === 0) return call.openForm(settingsForm, typed);
    const ctx = await call.context();
    // Before the Account is looked up, so that names of Accounts are told to nobody who may not know them.
    await requirePermission(ctx, changeAccountSettingsRequest.needs, "account-settings");
    if (doubts.length > 0 || !words || !keyword) throw new DomainError("invalid", doubts.join(" "));
    const account = await namedAccount(ctx, words);
    const input = {
      accountId: account.id,
      shown: settingsMark(account),
      [settings[keyword]]: textFor(keyword, typed[keyword] ?? ""),
    };
    await call.submit(changeAccountSettingsRequest, checkForm(accountSettingsInput, input));
  },
};

/** An Account that is not sensitive has no warning, and one without a zone of its own has its parent's. */
function textFor(keyword: keyof typeof settings, text: string): string {
  return (keyword === "sensitive" || keyword === "zone") && text.trim().toLowerCase() === "none" ? "" : text;
}
