import {
  freezeConsoleUserRequest,
  unfreezeConsoleUserRequest,
} from "../../core/console-users/freeze-console-user.ts";
import { findConsoleUser } from "../../core/console-users/sign-in-console-user.ts";
import { removeConsoleUserRequest } from "../../core/console-users/remove-console-user.ts";
import { type Arg, requestCommand } from "../slack/request-command.ts";
import type { ConsoleUserActor, Context } from "../../core/context.ts";
import type { ConsoleUser } from "../../core/generated/prisma/client.ts";
import { isMention } from "../slack/read-line.ts";
import { addressIn, typedAddress } from "../slack/typed-address.ts";
import { firstFound } from "../slack/words.ts";
import { consoleUserField } from "./grid-fields.ts";

const common = {
  area: "Console Users" as const,
  example: "nora@northwind.example",
  args: [
    {
      name: "user",
      field: "consoleUserId",
      usage: "<Console User: e-mail, name or @mention>",
      find: async (ctx, words) => (await namedConsoleUser(ctx, words)).id,
      block: async (ctx, typed) =>
        consoleUserField(undefined, typed ? await namedConsoleUser(ctx, typed) : undefined),
    } satisfies Arg,
  ],
};

/** The Console User that was typed, also with “please” about it, or by the address of who is mentioned. */
export async function namedConsoleUser(ctx: Context<ConsoleUserActor>, words: string): Promise<ConsoleUser> {
  try {
    return await firstFound(words, (text) => findConsoleUser(ctx, addressIn(text) ?? text));
  } catch (error) {
    if (!isMention(words)) throw error;
    return findConsoleUser(ctx, await typedAddress(ctx, words));
  }
}

export const removeConsoleUser = requestCommand({
  ...common,
  name: "remove-console-user",
  summary: "remove somebody from the Console, and stop their open requests",
  title: "Remove a Console User",
  request: removeConsoleUserRequest,
});

export const freezeConsoleUser = requestCommand({
  ...common,
  name: "freeze-console-user",
  summary: "block a Console User at once, and stop their open requests",
  title: "Freeze a Console User",
  request: freezeConsoleUserRequest,
});

export const unfreezeConsoleUser = requestCommand({
  ...common,
  name: "unfreeze-console-user",
  summary: "let a frozen Console User use the Console again",
  title: "Unfreeze a Console User",
  request: unfreezeConsoleUserRequest,
});
