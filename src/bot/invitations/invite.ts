import { findAccount } from "../../core/accounts/look-up-account.ts";
import { requirePermission } from "../../core/kernel/access/require-access-change.ts";
import { inviteMany, planMany, inviteManyForm } from "../../core/invitations/invite-many.ts";
import {
  inviteSeenRequest,
  inviteUser,
  inviteUserForm,
  inviteUserRequest,
} from "../../core/invitations/invite-user-request.ts";
import { lookUpInvitee } from "../../core/invitations/look-up-invitee.ts";
import {
  type AddressEntry,
  entryFault,
  readAddressLine,
  readAddresses,
  isAdministratorWord,
} from "../../core/invitations/read-addresses.ts";
import { escapeMrkdwn, shorten } from "../../core/kernel/text/mrkdwn.ts";
import { DomainError } from "../../core/kernel/errors.ts";
import { planWords, submittedWords } from "../../core/kernel/requests/confirm-request.ts";
import { checkForm, emailField, fileField, textField, tickField } from "../slack/fields.ts";
import type { Call, Command, Word, Form } from "../slack/command.ts";
import { submittedManyBlocks } from "./invite-results.ts";
import { addressFileField, readAddressFile } from "../../core/invitations/read-address-file.ts";
import { accountField } from "../accounts/delete-account.ts";
import { plain } from "../slack/reopened-view.ts";

const inviteForm: Form = {
  name: "invite",
  title: "Invite a user",

  async view(ctx, { email, addresses }) {
    await requirePermission(ctx, inviteUserRequest.needs, "invite");
    return {
      submit: plain("Invite"),
      blocks: [
        await accountField(ctx),
        emailField({
          id: "email",
          label: "E-mail",
          hint: "The link to choose a user ID and a password goes to this address.",
          value: email,
          optional: true,
        }),
        textField({
          id: "addresses",
          label: "More addresses",
          hint: "With commas, semicolons or one a line; or as CSV with the columns email, account, level.",
          value: addresses,
          lines: true,
          optional: true,
        }),
        fileField({
          id: addressFileField,
          label: "Addresses as a file",
          hint: "A text file or CSV, with the same columns.",
          types: ["csv", "txt", "tsv"],
          optional: true,
        }),
        tickField({
          id: "asAdministrator",
          label: "Level",
          tick: "Add user as Administrator",
          what: "May manage the Account, change its settings and invite users.",
        }),
        tickField({
          id: "withSubAccounts",
          label: "Sub-accounts",
          tick: "Also to all sub-accounts",
          what: "Each with a Membership or an invitation, and a mail, of its own.",
        }),
      ],
    };
  },

  async submit(ctx, { email = "", addresses = "", file, ...values }, place) {
    const one = () => checkForm(inviteUserForm, { ...values, email });
    const [fileId] = Array.isArray(file) ? file : [];
    if (!addresses && !fileId && !values["withSubAccounts"]) return inviteUser(ctx, one(), place);
    const first = email ? [{ address: one().email }] : [];
    await requirePermission(ctx, inviteUserRequest.needs, "invite");
    const typed = readAddresses(String(addresses));
    const list = [...first, ...typed, ...(fileId ? await readAddressFile(ctx, fileId) : [])];
    const form = checkForm(inviteManyForm, { ...values, addresses: list });
    return inviteMany(ctx, form, place).catch((error: unknown) => {
      throw fileId && !addresses ? atTheFile(error) : error;
    });
  },
};

/** Where the list came as a file, a fault of the list is the file's. */
function atTheFile(error: unknown): unknown {
  const isOfList = error instanceof DomainError && error.field === "addresses";
  return isOfList ? new DomainError(error.code, error.message, addressFileField) : error;
}

interface TypedInviteMany {
  /** The list as it was typed. */
  addresses: string;
  /** Undefined where only the form can ask for it. */
  account: string | undefined;
  asAdministrator: boolean;
  withSubAccounts: boolean;
}

/**
 * Reads `<e-mail>, <e-mail> … to <account> [as admin] [with sub-accounts]`. Undefined where it is an invitation of one
 * address to one Account.
 */
function readInviteMany(words: Word[]): TypedInviteMany | undefined {
  const to = words.findIndex(({ text, quoted }) => !quoted && text.toLowerCase() === "to");
  const list = to === -1 ? words : words.slice(0, to);
  const { withSubAccounts, rest } = takeSubAccounts(to === -1 ? [] : words.slice(to + 1));
  if (!withSubAccounts && !isList(list)) return undefined;
  const addresses = list.map(({ text, quoted }) => (quoted ? `"${text}"` : text)).join(" ");
  if (to === -1) return { addresses, account: undefined, asAdministrator: false, withSubAccounts };
  return { addresses, ...readTarget(rest), withSubAccounts };
}

function isList(words: Word[]): boolean {
  const addresses = words.filter(({ text }) => text.includes("@"));
  return addresses.length > 1 || (addresses.length > 0 && words.some(isDivided));
}

const isDivided = ({ text, quoted }: Word) => !quoted && /[,;]/u.test(text);

function takeSubAccounts(words: Word[]): { withSubAccounts: boolean; rest: Word[] } {
  const at = words.findLastIndex(({ text, quoted }) => !quoted && text.toLowerCase() === "with");
  const after = words.slice(at + 1);
  const [first] = after;
  const meant = at !== -1 && first && !first.quoted && /^sub-?accounts$/iu.test(first.text);
  return meant
    ? { withSubAccounts: true, rest: [...words.slice(0, at), ...after.slice(1)] }
    : { withSubAccounts: false, rest: words };
}

export const invite: Command = {
  name: "invite",
  area: "Users",
  summary: "invite somebody, or many at once, to an Account by e-mail",
  needs: inviteUserRequest.needs,
  usage: [
    "",
    "<e-mail> to <Account: API ID or name> [as admin]",
    "<e-mail>, <e-mail>, … to <Account> [as admin] [with sub-accounts]",
  ],
  example: 'new.user@acme.example to "Acme Ltd" as admin',
  changes: true,
  kind: "invite-user",
  grantsAdministrator: "sometimes",
  forms: [inviteForm],

  async run(call) {
    const many = readInviteMany(call.words);
    if (many) return inviteAll(call, many);
    const { email, account, asAdministrator } = readInvite(call.words);
    if (!account) return call.openForm(inviteForm, { email });
    // One behind the other on one way to the database.
    const [caller, seen] = await Promise.allSettled([
      call.context(),
      lookUpInvitee(call.app, { account, email }),
    ]);
    if (caller.status === "rejected") throw caller.reason;
    // Before anything is told of the Account: nobody hears names of Accounts who may not know them.
    await requirePermission(caller.value, inviteUserRequest.needs, "invite");
    if (seen.status === "rejected") throw seen.reason;
    const { id } = seen.value?.account ?? (await findAccount(call.app, account));
    const request = seen.value ? inviteSeenRequest(seen.value) : inviteUserRequest;
    await call.submit(request, checkForm(inviteUserForm, { accountId: id, email, asAdministrator }));
  },
};

async function inviteAll(
  call: Call,
  { account, addresses: typed, ...options }: TypedInviteMany,
): Promise<void> {
  const addresses = readAddressLine(typed);
  if (!account) {
    refuseFaulty(addresses);
    return call.openForm(inviteForm, { addresses: typed });
  }
  const ctx = await call.context();
  await requirePermission(ctx, inviteUserRequest.needs, "invite");
  const { id: accountId } = await findAccount(ctx, account);
  const form = { accountId, addresses, ...options };
  if (call.planOnly) {
    const plan = await planMany(ctx, form);
    return call.say(escapeMrkdwn(planWords(plan, "With --plan nothing is done. This would be done:")));
  }
  const submitted = await inviteMany(ctx, form, call.place);
  const words = submittedWords(submitted);
  await call.say(escapeMrkdwn(words), submittedManyBlocks(words, submitted.requestId));
}

/** Without an Account the line may as well be something else: the form is for lists that are one. */
function refuseFaulty(addresses: AddressEntry[]): void {
  const faulty = addresses.find((entry) => entryFault(entry) !== undefined);
  if (!faulty) return;
  throw new DomainError("invalid", `“${shorten(faulty.address, 60)}” is not an e-mail address.`);
}

interface TypedInvite {
  email: string;
  /** Undefined where only the form can ask for it. */
  account: string | undefined;
  asAdministrator: boolean;
}

/** Reads `<e-mail> to <account> [as admin]`. Throws invalid, naming the word that is wrong. */
export function readInvite(words: Word[]): TypedInvite {
  const [first, ...rest] = words;
  if (!first) return { email: "", account: undefined, asAdministrator: false };
  if (!first.text.includes("@")) throw wrong(first, "is not an e-mail address");
  const [to, ...others] = rest;
  if (!to) return { email: first.text, account: undefined, asAdministrator: false };
  if (to.text.toLowerCase() !== "to") throw wrong(to, "stands where “to” and the Account are expected");
  return { email: first.text, ...readTarget(others) };
}

/** Reads `<account> [as admin]`, what follows “to”. */
function readTarget(words: Word[]): { account: string; asAdministrator: boolean } {
  const { name, level } = splitLevel(words);
  return { account: accountName(name), asAdministrator: level ? readLevel(level) : false };
}

/** The last unquoted “as” begins the level, so that an Account may have “as” in its name. */
function splitLevel(words: Word[]): { name: Word[]; level?: Word[] } {
  const at = words.findLastIndex(({ text, quoted }) => !quoted && text.toLowerCase() === "as");
  return at === -1 ? { name: words } : { name: words.slice(0, at), level: words.slice(at + 1) };
}

function accountName(words: Word[]): string {
  const [first, second] = words;
  if (!first)
    throw new DomainError(
      "invalid",
      "Say which Account after “to”: its API ID, or its name in quotes.",
      "accountId",
    );
  if (first.quoted && second)
    throw wrong(second, "stands after the Account, where only “as admin” can follow");
  return words.map(({ text }) => text).join(" ");
}

function readLevel([level, extra]: Word[]): boolean {
  const write = "write “as admin” or “as access”";
  if (!level) throw wrong({ text: "as", quoted: false }, `is not followed by a level: ${write}`);
  const asAdministrator = isAdministratorWord(level.text);
  if (asAdministrator === undefined) {
    throw wrong(level, `is not a level: ${write}, or put an Account with “as” in its name in quotes`);
  }
  if (extra) throw wrong(extra, "stands after the level, where the line should end");
  return asAdministrator;
}

function wrong(word: Word, what: string): DomainError {
  return new DomainError("invalid", `“${shorten(word.text, 60)}” ${what}.`);
}
