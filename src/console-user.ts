import { type ParseArgsConfig, parseArgs } from "node:util";
import { openDatabase } from "./core/open-database.ts";
import { readChatConfig, readDatabaseConfig } from "./core/config.ts";
import {
  addConsoleUser,
  type OperatorContext,
  setConsolePassword,
} from "./core/console-users/add-console-user.ts";
import { addedSentence, consoleUserLine } from "./core/console-users/invite-console-user.ts";
import { linkByOperator, removeByOperator } from "./core/console-users/link-by-operator.ts";
import { listConsoleUsers } from "./core/console-users/page-console-users.ts";
import { measuredClock } from "./core/database-clock.ts";
import { readPermissions } from "./core/kernel/access/access.ts";
import { ensurePartner } from "./core/kernel/names/ensure-partner.ts";
import { operator } from "./operator.ts";
import { askSecret } from "./ask-secret.ts";
import { readEnv } from "./read-env.ts";
import { readWords, runCommandLine, UsageError } from "./run-command-line.ts";

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

const options = {
  "full-access": { type: "boolean" },
  permissions: { type: "string" },
  "first-name": { type: "string" },
  "last-name": { type: "string" },
  partner: { type: "string" },
  help: { type: "boolean", short: "h" },
} as const satisfies ParseArgsConfig["options"];

type Options = ReturnType<typeof read>["values"];

const actions = {
  add: prepareAdd,
  remove: prepareRemove,
  link: prepareLink,
  list: prepareList,
  password: preparePassword,
};
const named = "add, remove, link, list or password";

await runCommandLine(async (args) => {
  const { values, positionals } = read(args);
  const [action, ...words] = positionals;
  if (values.help) return console.log(usage);
  if (action === undefined) throw new UsageError(`Say what to do: ${named}.`, usage);
  if (!isAction(action)) throw new UsageError(`“${action}” is not one of ${named}.`, usage);
  const run = actions[action](words, values);
  const db = await openDatabase(readDatabaseConfig(readEnv()));
  try {
    await run({ db, clock: await measuredClock(db), actor: operator() });
  } finally {
    await db.$disconnect();
  }
});

function isAction(word: string): word is keyof typeof actions {
  return Object.hasOwn(actions, word);
}

function read(args: string[]) {
  return readWords(() => parseArgs({ args, options, allowPositionals: true }), usage);
}

function prepareAdd([email, surplus]: string[], values: Options) {
  if (email === undefined) throw new UsageError("Say whom to add: the e-mail address is missing.", usage);
  if (surplus !== undefined) throw new UsageError(`“${surplus}” is one word too many.`, usage);
  if (!values["full-access"] && values.permissions === undefined) throw new UsageError(noRight, usage);
  const input = {
    email,
    firstName: values["first-name"],
    lastName: values["last-name"],
    fullAccess: values["full-access"] ?? false,
    permissions: readPermissions(values.permissions === "none" ? "" : (values.permissions ?? "")),
  };
  return async (ctx: OperatorContext) => {
    const { outcome, user } = await addConsoleUser(ctx, input);
    await settlePartner(ctx, values.partner);
    console.log(addedSentence(outcome, user));
  };
}

function prepareRemove([email, surplus]: string[], values: Options) {
  requireWords("remove", values, surplus);
  if (email === undefined) throw new UsageError("Say whom to remove: the e-mail address is missing.", usage);
  return async (ctx: OperatorContext) => {
    const user = await removeByOperator(ctx, { email });
    console.log(`${user.email} is no longer a Console User. Their waiting requests are stopped.`);
  };
}

function prepareLink([email, chatUserId, surplus]: string[], values: Options) {
  requireWords("link", values, surplus);
  if (email === undefined || chatUserId === undefined)
    throw new UsageError("Say whom to link: the e-mail address, then the id of the Slack user.", usage);
  return async (ctx: OperatorContext) => {
    const { createChat } = await import("./core/app.ts");
    const chat = createChat(readChatConfig(readEnv()));
    const { user, person } = await linkByOperator({ ...ctx, chat }, { email, chatUserId });
    const frozen = user.frozenAt ? " But this Console User is frozen." : "";
    console.log(`${user.email} is linked to ${person.name} (${chatUserId}) in Slack.${frozen}`);
  };
}

function requireWords(action: string, values: Options, surplus: string | undefined): void {
  const option = Object.keys(values)[0];
  if (surplus !== undefined) throw new UsageError(`“${surplus}” is one word too many.`, usage);
  if (option) throw new UsageError(`${action} takes no --${option}.`, usage);
}

async function settlePartner(ctx: OperatorContext, asked: string | undefined): Promise<void> {
  const { partner, created } = await ensurePartner(ctx, { name: asked?.trim() || "Cyclr Partner" });
  if (created) console.log(`The Partner is called ${partner.name}.`);
  else if (asked && asked.trim() !== partner.name)
    console.log(`The Partner is called ${partner.name} already and keeps that name.`);
}

function preparePassword([email, surplus]: string[], values: Options) {
  if (email === undefined) throw new UsageError("Say whose password: the e-mail address is missing.", usage);
  requireWords("password", values, surplus);
  return async (ctx: OperatorContext) => {
    const password = await askSecret(`The new password of ${email}: `);
    const user = await setConsolePassword(ctx, { email, password });
    console.log(`${user.email} signs in to the operator's pages with it from now on.`);
  };
}

function prepareList([surplus]: string[], values: Options) {
  requireWords("list", values, surplus);
  return async (ctx: OperatorContext) => {
    const users = await listConsoleUsers(ctx);
    if (users.length === 0) console.log("There is no Console User yet.");
    for (const user of users) console.log(consoleUserLine(user));
  };
}
