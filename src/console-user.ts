import { askSecret } from "./ask-secret.ts";
import { type Action, print, type Tool, withDatabase } from "./command-line-tool.ts";
import { readChatConfig, readDatabaseConfig } from "./core/config.ts";
import { addConsoleUser, setConsolePassword } from "./core/console-users/add-console-user.ts";
import { addedSentence, consoleUserLine } from "./core/console-users/invite-console-user.ts";
import { linkByOperator, removeByOperator } from "./core/console-users/link-by-operator.ts";
import { listConsoleUsers } from "./core/console-users/page-console-users.ts";
import type { OperatorContext } from "./core/context.ts";
import { readPermissions } from "./core/kernel/access/access.ts";
import { ensurePartner } from "./core/kernel/names/ensure-partner.ts";
import { readEnv } from "./read-env.ts";
import { UsageError } from "./run-command-line.ts";

const usage = `Usage:
  npm run console-user -- add <email> --full-access
  npm run console-user -- add <email> --permissions users:edit,accounts:view
  npm run console-user -- remove <email>
  npm run console-user -- link <email> <Slack user id>   for an e-mail that Slack does not confirm; needs SLACK_BOT_TOKEN
  npm run console-user -- list
  npm run console-user -- password <email>     asks for the password of the operator's pages

add also takes: --first-name <name> --last-name <name>, and the first time --partner <name of your company>.
--permissions none is for Dashboard and Reports only. remove and link need nobody's approval and are audited: they are for a
team that locked itself out. To somebody who is a Console User already it gives what they lack, and takes nothing away.`;

const noRight =
  "Say what they may do: --full-access, or --permissions with areas and levels such as users:edit,accounts:view, or --permissions none.";

const whom = (verb: string) => `Say whom to ${verb}: the e-mail address is missing.`;

const inDatabase = (work: (ctx: OperatorContext) => Promise<void>) =>
  withDatabase(readDatabaseConfig(readEnv()), work);

const add: Action = {
  words: [whom("add")],
  takes: ["full-access", "permissions", "first-name", "last-name", "partner"],
  async run([email = ""], values) {
    const text = (name: string) => values[name] as string | undefined;
    const permissions = text("permissions");
    if (!values["full-access"] && permissions === undefined) throw new UsageError(noRight, usage);
    const input = {
      email,
      firstName: text("first-name"),
      lastName: text("last-name"),
      fullAccess: values["full-access"] === true,
      permissions: readPermissions(permissions === "none" ? "" : (permissions ?? "")),
    };
    await inDatabase(async (ctx) => {
      const { outcome, user } = await addConsoleUser(ctx, input);
      await settlePartner(ctx, text("partner"));
      print(addedSentence(outcome, user));
    });
  },
};

const remove: Action = {
  words: [whom("remove")],
  run: ([email = ""]) =>
    inDatabase(async (ctx) => {
      const user = await removeByOperator(ctx, { email });
      print(`${user.email} is no longer a Console User. Their waiting requests are stopped.`);
    }),
};

const link: Action = {
  words: [whom("link"), "Say which Slack user it is: their id is missing."],
  run: ([email = "", chatUserId = ""]) =>
    inDatabase(async (ctx) => {
      const { createChat } = await import("./core/app.ts");
      const chat = createChat(readChatConfig(readEnv()));
      const { user, person } = await linkByOperator({ ...ctx, chat }, { email, chatUserId });
      const frozen = user.frozenAt ? " But this Console User is frozen." : "";
      print(`${user.email} is linked to ${person.name} (${chatUserId}) in Slack.${frozen}`);
    }),
};

const list: Action = {
  run: () =>
    inDatabase(async (ctx) => {
      const users = await listConsoleUsers(ctx);
      if (users.length === 0) print("There is no Console User yet.");
      for (const user of users) print(consoleUserLine(user));
    }),
};

const password: Action = {
  words: ["Say whose password: the e-mail address is missing."],
  run: ([email = ""]) =>
    inDatabase(async (ctx) => {
      const typed = await askSecret(`The new password of ${email}: `);
      const user = await setConsolePassword(ctx, { email, password: typed });
      print(`${user.email} signs in to the operator's pages with it from now on.`);
    }),
};

export const consoleUserTool: Tool = {
  usage,
  options: {
    "full-access": { type: "boolean" },
    permissions: { type: "string" },
    "first-name": { type: "string" },
    "last-name": { type: "string" },
    partner: { type: "string" },
  },
  actions: { add, remove, link, list, password },
};

async function settlePartner(ctx: OperatorContext, asked: string | undefined): Promise<void> {
  const { partner, created } = await ensurePartner(ctx, { name: asked?.trim() || "Cyclr Partner" });
  if (created) print(`The Partner is called ${partner.name}.`);
  else if (asked && asked.trim() !== partner.name)
    print(`The Partner is called ${partner.name} already and keeps that name.`);
}
