import { type ParseArgsConfig, parseArgs } from "node:util";
import { openDatabase } from "./core/app.ts";
import { readDatabaseConfig } from "./core/config.ts";
import { addConsoleUser, type OperatorContext } from "./core/console-users/add-console-user.ts";
import { addedSentence, consoleUserLine } from "./core/console-users/console-user-words.ts";
import { listConsoleUsers } from "./core/console-users/list-console-users.ts";
import { readPermissions } from "./core/console-users/permission-words.ts";
import { ensurePartner } from "./core/partner/ensure-partner.ts";
import { operator } from "./operator.ts";
import { askSecret } from "./ask-secret.ts";
import { setConsolePassword } from "./core/console-users/set-console-password.ts";
import { readEnv } from "./read-env.ts";
import { readWords, runCommandLine, UsageError } from "./run-command-line.ts";

const usage = `Usage:
  npm run console-user -- add <email> --full-access
  npm run console-user -- add <email> --permissions users:edit,accounts:view
  npm run console-user -- list
  npm run console-user -- password <email>     asks for the password of the operator's pages

add also takes: --first-name <name> --last-name <name>, and the first time --partner <name of your company>.
To somebody who is a Console User already it gives what they lack, and takes nothing away.`;

const options = {
  "full-access": { type: "boolean" },
  permissions: { type: "string" },
  "first-name": { type: "string" },
  "last-name": { type: "string" },
  partner: { type: "string" },
  help: { type: "boolean", short: "h" },
} as const satisfies ParseArgsConfig["options"];

type Options = ReturnType<typeof read>["values"];

const actions = { add: prepareAdd, list: prepareList, password: preparePassword };

await runCommandLine(async (args) => {
  const { values, positionals } = read(args);
  const [action, ...words] = positionals;
  if (values.help) return console.log(usage);
  if (action === undefined) throw new UsageError("Say what to do: add, list or password.", usage);
  if (!isAction(action)) throw new UsageError(`“${action}” is neither add, list nor password.`, usage);
  const run = actions[action](words, values);
  const db = await openDatabase(readDatabaseConfig(readEnv()));
  try {
    await run({ db, clock: () => new Date(), actor: operator() });
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
  const input = {
    email,
    firstName: values["first-name"],
    lastName: values["last-name"],
    fullAccess: values["full-access"] ?? false,
    permissions: readPermissions(values.permissions ?? ""),
  };
  return async (ctx: OperatorContext) => {
    const { outcome, user } = await addConsoleUser(ctx, input);
    await settlePartner(ctx, values.partner);
    console.log(addedSentence(outcome, user));
  };
}

async function settlePartner(ctx: OperatorContext, asked: string | undefined): Promise<void> {
  const { partner, created } = await ensurePartner(ctx, { name: asked?.trim() || "Cyclr Partner" });
  if (created) console.log(`The Partner is called ${partner.name}.`);
  else if (asked && asked.trim() !== partner.name)
    console.log(`The Partner is called ${partner.name} already and keeps that name.`);
}

function preparePassword([email, surplus]: string[], values: Options) {
  const option = Object.keys(values)[0];
  if (email === undefined) throw new UsageError("Say whose password: the e-mail address is missing.", usage);
  if (surplus !== undefined) throw new UsageError(`“${surplus}” is one word too many.`, usage);
  if (option) throw new UsageError(`password takes no --${option}.`, usage);
  return async (ctx: OperatorContext) => {
    const password = await askSecret(`The new password of ${email}: `);
    const user = await setConsolePassword(ctx, { email, password });
    console.log(`${user.email} signs in to the operator's pages with it from now on.`);
  };
}

function prepareList([surplus]: string[], values: Options) {
  const option = Object.keys(values)[0];
  if (surplus !== undefined) throw new UsageError(`“${surplus}” is one word too many.`, usage);
  if (option) throw new UsageError(`list takes no --${option}.`, usage);
  return async (ctx: OperatorContext) => {
    const users = await listConsoleUsers(ctx);
    if (users.length === 0) console.log("There is no Console User yet.");
    for (const user of users) console.log(consoleUserLine(user));
  };
}
