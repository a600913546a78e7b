import { requirePermission } from "../../core/kernel/access/require-access-change.ts";
import { inviteMany, planMany, inviteManyForm } from "../../core/invitations/invite-many.ts";
import {
  inviteSeenRequest,
  inviteUser,
  inviteUserForm,
  inviteUserRequest,
} from "../../core/invitations/invite-user-request.ts";
import { lookUpInvitee } from "../../core/invitations/look-up-invitee.ts";
import { type AddressEntry, readAddressLine, readAddresses } from "../../core/invitations/read-addresses.ts";
import type { z } from "zod";
import type { Account } from "../../core/generated/prisma/client.ts";
import { accountLabel } from "../../core/kernel/names/account-name.ts";
import { submitRequest } from "../../core/kernel/requests/submit-request.ts";
import { escapeMrkdwn } from "../../core/kernel/text/mrkdwn.ts";
import { DomainError } from "../../core/kernel/errors.ts";
import { planWords, submittedWords } from "../../core/kernel/requests/confirm-request.ts";
import { checkForm, emailField, fileField, textField, tickField } from "../slack/fields.ts";
import type { Call, Command, Form } from "../slack/command.ts";
import { isWord, splitList, splitWords, tidy } from "../slack/words.ts";
import { submittedManyBlocks } from "./invite-results.ts";
import { addressFileField, readAddressFile } from "../../core/invitations/read-address-file.ts";
import type { ConsoleUserActor, Context } from "../../core/context.ts";
import { namedAccounts } from "../accounts/account-list-words.ts";
import { accountChoice, accountField } from "../accounts/delete-account.ts";
import { filled } from "../slack/request-command.ts";
import { levelWord, readInvite } from "./read-invite.ts";
import { typedAddress } from "../slack/typed-address.ts";
import { plain } from "../slack/reopened-view.ts";

const inviteForm: Form = {
  name: "invite",
  title: "Invite a user",

  async view(ctx, typed) {
    await requirePermission(ctx, inviteUserRequest.needs, "invite");
    const notices: string[] = [];
    const found = await filled(notices, typed["account"], (words) =>
      words ? namedAccounts(ctx, words) : [],
    );
    const email = await filled(
      notices,
      typed["email"],
      async (words) => words && tidy(await typedAddress(ctx, words)),
    );
    // Several Accounts are lines of the list.
    const several = found.length > 1 ? inEach(readAddressLine(email ?? typed["addresses"] ?? ""), found) : [];
    const lines = several.map(({ address, account }) => `${address}, ${account}`).join("\n");
    const [first] = found;
    return {
      submit: plain("Invite"),
      notices,
      blocks: [
        await accountField(ctx, { chosen: first && accountChoice(first.account) }),
        emailField({
          id: "email",
          label: "E-mail",
          hint: "We mail a link to this address, to choose a user ID and a password.",
          value: lines ? "" : email,
          optional: true,
        }),
        textField({
          id: "addresses",
          label: "More addresses",
          hint: "With commas, semicolons or one a line; or as CSV with the columns email, account, level.",
          value: lines || typed["addresses"],
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
          on:
            found.length < 2 && (levelWord(typed["level"] ?? "") === true || first?.asAdministrator === true),
        }),
        tickField({
          id: "withSubAccounts",
          label: "Sub-accounts",
          tick: "Also to all sub-accounts",
          what: "Each sub-account gets its own Membership or invitation, and its own mail.",
          on: typed["subAccounts"] !== undefined,
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

export const invite: Command = {
  name: "invite",
  area: "Users",
  summary: "invite one or many people to an Account by e-mail",
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

  read: readInvite,

  async run(call) {
    const { typed, doubts } = readInvite(call.words);
    const { email, addresses, account, level } = typed;
    if ((!account || !(email ?? addresses)) && doubts.length === 0) return call.openForm(inviteForm, typed);
    const withSubAccounts = typed["subAccounts"] !== undefined;
    const isPlain = doubts.length === 0 && account && email && !withSubAccounts;
    // One behind the other on one way to the database.
    const [caller, seen] = await Promise.allSettled([
      call.context(),
      isPlain
        ? lookUpInvitee(call.app, { account: account.replace(/^"([^"]*)"$/u, "$1"), email })
        : undefined,
    ]);
    if (caller.status === "rejected") throw caller.reason;
    const ctx = caller.value;
    // Before anything is told of the Account: nobody hears names of Accounts who may not know them.
    await requirePermission(ctx, inviteUserRequest.needs, "invite");
    if (seen.status === "rejected") throw seen.reason;
    if (seen.value) {
      const asAdministrator = levelWord(level ?? "access") === true;
      const form = checkForm(inviteUserForm, { accountId: seen.value.account.id, email, asAdministrator });
      return call.submit(inviteSeenRequest(seen.value), form);
    }
    if (doubts.length > 0 || !account) throw new DomainError("invalid", doubts.join(" "));
    const accounts = await accountsAt(ctx, account, level);
    const list = await typedAddress(ctx, addresses ?? email ?? "");
    for (const one of accounts) {
      const { asAdministrator } = one;
      const asked = { accountId: one.account.id, asAdministrator, withSubAccounts };
      const work = () =>
        addresses || withSubAccounts
          ? inviteAll(call, ctx, asked, list)
          : inviteOne(call, ctx, checkForm(inviteUserForm, { ...asked, email: tidy(list) }), accounts.length);
      await (accounts.length > 1 ? orSaid(call, one.account, work) : work());
    }
  },
};

/** The Accounts with their levels. Throws invalid where a level stands behind several, and may be meant for one. */
async function accountsAt(ctx: Context<ConsoleUserActor>, typed: string, level: string | undefined) {
  const asAdministrator = levelWord(level ?? "access") === true;
  const accounts = await namedAccounts(ctx, typed);
  const [one, ...others] = accounts;
  if (one && others.length === 0)
    return [{ ...one, asAdministrator: asAdministrator || one.asAdministrator }];
  if (!asAdministrator) return accounts;
  const withLevel = splitList(splitWords(typed), true).filter((words) =>
    words.some((word) => isWord(word, "as")),
  );
  if (withLevel.length === accounts.length - 1)
    return accounts.map((each, at) => (at === accounts.length - 1 ? { ...each, asAdministrator } : each));
  throw new DomainError(
    "invalid",
    "You named several Accounts, so it is unclear which of them “as admin” is for. Write “as admin” after each of them.",
  );
}

type Asked = { accountId: string; asAdministrator: boolean; withSubAccounts: boolean };

/** Each Account of several has a request, a card and an approval of its own. */
const placeFor = ({ place }: Call, accountId: string) => ({
  ...place,
  idempotencyKey: `${place.idempotencyKey}:${accountId}`,
});

/** What one Account refuses keeps nobody out of the others. */
async function orSaid(call: Call, account: Account, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    await call.say(escapeMrkdwn(`⚠ ${accountLabel(account)}: ${error.message}`));
  }
}

async function inviteOne(
  call: Call,
  ctx: Context<ConsoleUserActor>,
  input: z.output<typeof inviteUserForm>,
  of: number,
): Promise<void> {
  if (of === 1 || call.planOnly) return call.submit(inviteUserRequest, input);
  call.understood();
  const submitted = await submitRequest(ctx, inviteUserRequest, input, placeFor(call, input.accountId));
  await call.say(escapeMrkdwn(submittedWords(submitted)));
}

async function inviteAll(
  call: Call,
  ctx: Context<ConsoleUserActor>,
  asked: Asked,
  list: string,
): Promise<void> {
  const form = { ...asked, addresses: readAddressLine(list) };
  call.understood();
  if (call.planOnly) {
    const plan = await planMany(ctx, form);
    return call.say(escapeMrkdwn(planWords(plan, "With --plan nothing is done. This would be done:")));
  }
  const submitted = await inviteMany(ctx, form, placeFor(call, asked.accountId));
  const words = submittedWords(submitted);
  await call.say(escapeMrkdwn(words), submittedManyBlocks(words, submitted.requestId));
}

type NamedAccounts = Awaited<ReturnType<typeof namedAccounts>>;

/** Each address for each Account, as the lines of a list. */
const inEach = (addresses: AddressEntry[], accounts: NamedAccounts): AddressEntry[] =>
  accounts.flatMap(({ account }) => addresses.map((entry) => ({ ...entry, account: account.apiId })));
