import { deleteAccountRequest } from "../../core/accounts/delete-account.ts";
import { findAccount, searchAccounts } from "../../core/accounts/look-up-account.ts";
import { checkForm, type Choice, searchField, selectField, textField } from "../slack/fields.ts";
import { type Arg, requestCommand } from "../slack/request-command.ts";
import type { InputBlock } from "@slack/types";
import { accountLabel } from "../../core/kernel/names/account-name.ts";
import type { ConsoleUserActor, Context } from "../../core/context.ts";
import type { Account } from "../../core/generated/prisma/client.ts";
import { DomainError } from "../../core/kernel/errors.ts";
import { optionsAtMost } from "../slack/option-source.ts";
import { allows } from "../../core/kernel/access/access.ts";
import { identityKey } from "../../core/kernel/text/identity-key.ts";
import { shorten } from "../../core/kernel/text/mrkdwn.ts";
import { prepositions, type Reading } from "../slack/read-line.ts";
import { similarAccounts } from "../../core/kernel/names/similar-names.ts";
import { withNearNames } from "../slack/did-you-mean.ts";
import { firstFound, splitList, splitWords, tidy } from "../slack/words.ts";
import {
  createAccountForm,
  createAccountRequest,
  readableApiId,
} from "../../core/accounts/create-account.ts";

/** One Account, by API ID or name. */
export const accountArg = {
  name: "account",
  field: "accountId",
  usage: "<Account: API ID or name>",
  also: prepositions,
  find: async (ctx, words) => (await namedAccount(ctx, words)).id,
  block: (ctx, typed) => accountField(ctx, { typed }),
} satisfies Arg;

/** The Account that was typed, also with “please” or “in” about it. Throws not-found, conflict and invalid. */
export async function namedAccount(ctx: Context<ConsoleUserActor>, words: string): Promise<Account> {
  try {
    return await firstFound(words, (text) => findAccount(ctx, text));
  } catch (error) {
    const other = await userInstead(ctx, words, error);
    throw other ?? (await withNearNames(onlyOne(words, error), () => nearAccounts(ctx, words)));
  }
}

function onlyOne(words: string, error: unknown): unknown {
  const several = splitList(splitWords(words), true).length > 1;
  if (!several || !(error instanceof DomainError) || error.code !== "not-found") return error;
  return new DomainError(
    error.code,
    `${error.message} This command takes one Account at a time.`,
    error.field,
  );
}

async function nearAccounts(ctx: Context<ConsoleUserActor>, words: string): Promise<string[]> {
  return allows(ctx.actor, "accounts:view") || allows(ctx.actor, "users:edit")
    ? similarAccounts(ctx.db, tidy(words))
    : [];
}

/** Says so where the word is a User's, to who may know them. */
async function userInstead(ctx: Context<ConsoleUserActor>, words: string, error: unknown) {
  if (!(error instanceof DomainError) || error.code !== "not-found" || !allows(ctx.actor, "users:view"))
    return undefined;
  const key = identityKey(tidy(words));
  const user =
    key && (await ctx.db.user.findFirst({ where: { OR: [{ usernameKey: key }, { emailKey: key }] } }));
  if (!user) return undefined;
  const name = shorten(user.username, 80);
  return new DomainError(
    "not-found",
    `“${name}” is a User, not an Account. Name the Account as well.`,
    "accountId",
  );
}

export const deleteAccount = requestCommand({
  name: "delete-account",
  area: "Accounts",
  summary: "delete an Account with its memberships and invitations; its users stay",
  example: "kestrel",
  title: "Delete an Account",
  request: deleteAccountRequest,
  args: [
    {
      ...accountArg,
      block: (ctx, typed) =>
        accountField(ctx, {
          typed,
          hint: "Its users lose access to it, but are not deleted. You see what is lost before anything is done.",
        }),
    },
  ],
});

interface AccountField {
  id?: string;
  label?: string;
  hint?: string;
  optional?: boolean;
  chosen?: Choice | undefined;
  /** What somebody typed for it, to be found. */
  typed?: string | undefined;
}

/** A list where all Accounts fit into it, else a search. Throws not-found where there is no Account at all. */
export async function accountField(
  ctx: Context<ConsoleUserActor>,
  field: AccountField = {},
): Promise<InputBlock> {
  const [block] = await accountFieldIfAny(ctx, field);
  if (block) return block;
  throw new DomainError("not-found", "There is no Account yet. Create the first with /cyclr create-account.");
}

/** The same, and no field where there is no Account. */
export async function accountFieldIfAny(
  ctx: Context<ConsoleUserActor>,
  field: AccountField = {},
): Promise<InputBlock[]> {
  const accounts = await searchAccounts(ctx, "", optionsAtMost + 1);
  if (accounts.length === 0) return [];
  const { typed, ...shown } = field;
  return [
    fieldOf(accounts, typed ? { ...shown, chosen: accountChoice(await namedAccount(ctx, typed)) } : shown),
  ];
}

export const accountChoice = (account: { id: string; name: string; apiId: string }): Choice => ({
  text: accountLabel(account),
  value: account.id,
});

function fieldOf(
  accounts: Account[],
  { id = "accountId", label = "Account", chosen, ...rest }: AccountField,
): InputBlock {
  if (accounts.length > optionsAtMost) return searchField({ id, label, source: "account", chosen, ...rest });
  const choices = accounts.map(accountChoice);
  return selectField({ id, label, choices, chosen: chosen?.value, ...rest });
}

export const createAccount = requestCommand({
  name: "create-account",
  area: "Accounts",
  summary: "create an Account or a sub-account",
  example: '"Acme Poland" as acme-pl under acme',
  title: "New Account",
  button: "Create",
  request: createAccountRequest,
  args: [
    {
      name: "name",
      usage: "<name>",
      free: true,
      block: (_, value) => textField({ id: "name", label: "Name", value, max: 200 }),
    },
    {
      name: "apiId",
      keyword: "as",
      usage: "<API ID>",
      optional: true,
      fits: (text) => !/\s/u.test(tidy(text)),
      block: (_, value) =>
        textField({
          id: "apiId",
          label: "API ID",
          value,
          hint: "API calls use it to name the Account. Leave empty to make one from the name.",
          optional: true,
          max: 100,
        }),
    },
    {
      name: "description",
      optional: true,
      block: () =>
        textField({ id: "description", label: "Description", optional: true, lines: true, max: 2000 }),
    },
    {
      ...accountArg,
      field: "parentId",
      keyword: "under",
      also: [],
      usage: "<parent Account: API ID or name>",
      optional: true,
      block: (ctx, typed) =>
        accountFieldIfAny(ctx, {
          typed,
          id: "parentId",
          label: "Parent",
          hint: "Makes it a sub-account. Users of the parent get no access to it.",
          optional: true,
        }),
    },
  ],
  reread: rereadNew,
  async input(ctx, values) {
    const { apiId } = values;
    const checked = checkForm(createAccountForm, values);
    if (typeof apiId === "string" && apiId.trim()) return checked;
    return { ...checked, apiId: await readableApiId(ctx.db, checked.name) };
  },
});

/** A name may hold any words; what looks like something else in it is asked about. */
function rereadNew({ typed, doubts }: Reading): Reading {
  const name = (typed["name"] ?? "").replace(/[,;:]+$/u, "").trim();
  const called = /^(?:called|named|name)\s+(?=\S)/iu.exec(name)?.[0] ?? "";
  const rest = name.slice(called.length);
  // As the program itself labels an Account, or as people say it.
  const [, before = "", inBrackets, behindId] =
    /^(.+?)\s+(?:\(([\x21-\x27\x2A-\x7E]+)\)|(?:with\s+)?(?:api[ -]?)?id:?\s+([\x21-\x7E]+))$/iu.exec(rest) ??
    [];
  const apiId = typed["apiId"] ? undefined : (inBrackets ?? behindId);
  const read = { ...typed, ...(name && { name: apiId ? before : rest }), ...(apiId && { apiId }) };
  if (apiId)
    doubts.push(
      `I read the name “${shorten(before, 60)}” and the API ID “${shorten(apiId, 60)}”. Check it, and send it from here.`,
    );
  else if (called) doubts.push(`I left out “${called.trim()}”. Does it belong to the name?`);
  return { typed: read, doubts };
}
