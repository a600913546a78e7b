import { type ParseArgsConfig, parseArgs } from "node:util";
import { findAccount } from "./core/accounts/look-up-account.ts";
import {
  addApiClient,
  type OperatorContext,
  apiClientLine,
  findApiClient,
  revokeApiClient,
  listApiClients,
} from "./core/api-clients/revoke-api-client.ts";
import { openDatabase } from "./core/open-database.ts";
import { readDatabaseConfig } from "./core/config.ts";
import { measuredClock } from "./core/database-clock.ts";
import { operator } from "./operator.ts";
import { readEnv } from "./read-env.ts";
import { readWords, runCommandLine, UsageError } from "./run-command-line.ts";

const usage = `Usage:
  npm run api-client -- add <name> [--account <API ID>]
  npm run api-client -- list
  npm run api-client -- revoke <name or client ID>

add prints the client ID and the secret, which is shown this once. With --account the client reaches that Account alone.
revoke ends the client and every token of it, at once.`;

const options = {
  account: { type: "string" },
  help: { type: "boolean", short: "h" },
} as const satisfies ParseArgsConfig["options"];

type Options = ReturnType<typeof read>["values"];
type Run = (ctx: OperatorContext) => Promise<void>;

await runCommandLine(async (args) => {
  const { values, positionals } = read(args);
  if (values.help) return console.log(usage);
  const run = prepare(positionals, values);
  const db = await openDatabase(readDatabaseConfig(readEnv()));
  try {
    await run({ db, clock: await measuredClock(db), actor: operator() });
  } finally {
    await db.$disconnect();
  }
});

function read(args: string[]) {
  return readWords(() => parseArgs({ args, options, allowPositionals: true }), usage);
}

function prepare([action, ...words]: string[], values: Options): Run {
  const name = words.join(" ");
  if (action === undefined) throw new UsageError("Say what to do: add, list or revoke.", usage);
  if (action !== "add" && values.account !== undefined)
    throw new UsageError(`${action} takes no --account.`, usage);
  if (action === "list") {
    if (name) throw new UsageError(`“${name}” is too much.`, usage);
    return list;
  }
  if (action !== "add" && action !== "revoke")
    throw new UsageError(`“${action}” is neither add nor list nor revoke.`, usage);
  if (!name) throw new UsageError("The name of the client is missing.", usage);
  return action === "add" ? (ctx) => add(ctx, name, values.account) : (ctx) => revoke(ctx, name);
}

async function add(ctx: OperatorContext, name: string, apiId: string | undefined): Promise<void> {
  const account = apiId === undefined ? undefined : await findAccount(ctx, apiId);
  const { client, secret } = await addApiClient(ctx, { name, accountId: account?.id ?? null });
  console.log(`client_id: ${client.clientId}\nclient_secret: ${secret}\nThe secret is shown this once.`);
}

async function list(ctx: OperatorContext): Promise<void> {
  const clients = await listApiClients(ctx);
  if (clients.length === 0) console.log("There is no API client yet.");
  for (const client of clients) console.log(apiClientLine(client));
}

async function revoke(ctx: OperatorContext, words: string): Promise<void> {
  const { id, name } = await findApiClient(ctx, words);
  const revoked = await revokeApiClient(ctx, id);
  console.log(revoked ? `${name} is revoked, with every token of it.` : `${name} was revoked already.`);
}
