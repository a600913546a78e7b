import { deleteUserRequest, findUser } from "../../core/users/delete-user.ts";
import { searchField } from "../slack/fields.ts";
import { type Arg, requestCommand } from "../slack/request-command.ts";
import type { InputBlock } from "@slack/types";
import type { ConsoleUserActor, Context } from "../../core/context.ts";
import type { User } from "../../core/generated/prisma/client.ts";
import { allows } from "../../core/kernel/access/access.ts";
import { DomainError } from "../../core/kernel/errors.ts";
import { identityKey } from "../../core/kernel/text/identity-key.ts";
import { shorten } from "../../core/kernel/text/mrkdwn.ts";
import { looksLikeUser } from "../slack/read-line.ts";
import { typedAddress } from "../slack/typed-address.ts";
import { similarUsers } from "../../core/kernel/names/similar-names.ts";
import { withNearNames } from "../slack/did-you-mean.ts";
import { firstFound, tidy } from "../slack/words.ts";
import { userLabel } from "../../core/kernel/names/user-name.ts";

/** One User, by user ID or e-mail. */
export const userArg = {
  name: "user",
  field: "userId",
  usage: "<user ID or e-mail>",
  fits: looksLikeUser,
  find: async (ctx, words) => (await namedUser(ctx, words)).id,
  block: userField,
} satisfies Arg;

/** The User that was typed: by user ID, e-mail, a name with its e-mail, or a mention. Throws not-found, conflict and invalid. */
export async function namedUser(ctx: Context<ConsoleUserActor>, words: string): Promise<User> {
  try {
    return await firstFound(await typedAddress(ctx, words), (text) => findUser(ctx, text));
  } catch (error) {
    const other = await accountInstead(ctx, words, error);
    const mayKnow = allows(ctx.actor, "users:view");
    throw (
      other ?? (await withNearNames(error, async () => (mayKnow ? similarUsers(ctx.db, tidy(words)) : [])))
    );
  }
}

/** Says so where the word is an Account's, to who may know them. */
async function accountInstead(ctx: Context<ConsoleUserActor>, words: string, error: unknown) {
  if (!(error instanceof DomainError) || error.code !== "not-found" || !allows(ctx.actor, "accounts:view"))
    return undefined;
  const apiIdKey = identityKey(tidy(words));
  const account = apiIdKey && (await ctx.db.account.findUnique({ where: { apiIdKey } }));
  if (!account) return undefined;
  const sentence = `“${shorten(account.apiId, 80)}” is an Account, not a User. Name the User, by user ID or e-mail.`;
  return new DomainError("not-found", sentence, "userId");
}

export const deleteUser = requestCommand({
  name: "delete-user",
  area: "Users",
  summary: "delete a user everywhere",
  example: "hanna",
  title: "Delete a user",
  request: deleteUserRequest,
  args: [userArg],
});

/** A search for one User; with a user ID or an e-mail, that User is chosen already. Throws as findUser does. */
export async function userField(
  ctx: Context<ConsoleUserActor>,
  user?: string,
  given: { hint?: string; optional?: boolean } = {},
): Promise<InputBlock> {
  const found = user ? await namedUser(ctx, user) : undefined;
  return searchField({
    id: "userId",
    label: "User",
    source: "user",
    chosen: found && { text: userLabel(found), value: found.id },
    ...given,
  });
}
