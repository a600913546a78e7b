import { print, type Tool, withDatabase } from "./command-line-tool.ts";
import { findAccount } from "./core/accounts/look-up-account.ts";
import {
  addApiClient,
  apiClientLine,
  findApiClient,
  revokeApiClient,
  listApiClients,
} from "./core/api-clients/revoke-api-client.ts";
import { readAccess } from "./core/kernel/access/access.ts";
import { readDatabaseConfig } from "./core/config.ts";
import type { OperatorContext } from "./core/context.ts";
import { readEnv } from "./read-env.ts";

const usage = `Usage:
  npm run api-client -- add <name> [--account <API ID>] [--may <permissions>]
  npm run api-client -- list
  npm run api-client -- revoke <name or client ID>

add prints the client ID and the secret, which is shown this once. With --account the client reaches that Account alone,
with --may "users: edit, accounts: view" it may do that alone; else it may do everything.
revoke ends the client and every token of it, at once.`;

const inDatabase = (work: (ctx: OperatorContext) => Promise<void>) =>
  withDatabase(readDatabaseConfig(readEnv()), work);
const words = ["The name of the client is missing."];

export const apiClientTool: Tool = {
  usage,
  options: { account: { type: "string" }, may: { type: "string" } },
  actions: {
    add: {
      words,
      takesRest: true,
      takes: ["account", "may"],
      run: ([name = ""], { account, may }) =>
        inDatabase((ctx) => add(ctx, name, { account: wordsOf(account), may: wordsOf(may) })),
    },
    list: { run: () => inDatabase(list) },
    revoke: { words, takesRest: true, run: ([name = ""]) => inDatabase((ctx) => revoke(ctx, name)) },
  },
};

const wordsOf = (option: string | boolean | undefined) => (option === undefined ? undefined : String(option));

interface Restricted {
  account: string | undefined;
  may: string | undefined;
}

async function add(ctx: OperatorContext, name: string, { account: apiId, may }: Restricted): Promise<void> {
  const account = apiId === undefined ? undefined : await findAccount(ctx, apiId);
  const access = may === undefined ? {} : readAccess(may);
  const { client, secret } = await addApiClient(ctx, { name, accountId: account?.id ?? null, ...access });
  print(`client_id: ${client.clientId}\nclient_secret: ${secret}\nThe secret is shown this once.`);
}

async function list(ctx: OperatorContext): Promise<void> {
  const clients = await listApiClients(ctx);
  if (clients.length === 0) print("There is no API client yet.");
  for (const client of clients) print(apiClientLine(client));
}

async function revoke(ctx: OperatorContext, words: string): Promise<void> {
  const { id, name } = await findApiClient(ctx, words);
  const revoked = await revokeApiClient(ctx, id);
  print(revoked ? `${name} is revoked, with every token of it.` : `${name} was revoked already.`);
}
