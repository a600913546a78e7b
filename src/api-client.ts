import { print, type Tool, withDatabase } from "./command-line-tool.ts";
import { findAccount } from "./core/accounts/look-up-account.ts";
import { addClientSecret } from "./core/api-clients/add-client-secret.ts";
import { findSecret, secretLabel, secretLine } from "./core/api-clients/client-secrets.ts";
import { revokeClientSecret } from "./core/api-clients/revoke-client-secret.ts";
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
import { UsageError } from "./run-command-line.ts";

const usage = `Usage:
  npm run api-client -- add <name> --for <e-mail of a Console User> [--account <API ID>] [--may <permissions>]
  npm run api-client -- list
  npm run api-client -- revoke <name or client ID>
  npm run api-client -- add-secret <name or client ID> --for <e-mail of a Console User>
                                [--called <name>] [--until 2026-12-31T18:00:00Z]
  npm run api-client -- revoke-secret <name or client ID> --secret <its name or first characters>

add prints the client ID and the secret, which is shown this once. With --account the client reaches that Account alone,
with --may "users: edit, accounts: view" it may do that alone; else it may do what the Console User may do.
--for says who gets the secret: it gives nobody more than they have, and that person approves nothing that the client asks for.
revoke ends the client and every token of it, at once.
add-secret makes another secret of a client, so that its application can go over to it; revoke-secret then ends the old one,
with every token that it gave. A client has three secrets at most.`;

const inDatabase = (work: (ctx: OperatorContext) => Promise<void>) =>
  withDatabase(readDatabaseConfig(readEnv()), work);
const words = ["The name of the client is missing."];

export const apiClientTool: Tool = {
  usage,
  options: {
    account: { type: "string" },
    for: { type: "string" },
    may: { type: "string" },
    called: { type: "string" },
    until: { type: "string" },
    secret: { type: "string" },
  },
  actions: {
    add: {
      words,
      takesRest: true,
      takes: ["for", "account", "may"],
      async run([name = ""], { for: email, account, may }) {
        const given = { email: whom(email), account: wordsOf(account), may: wordsOf(may) };
        await inDatabase((ctx) => add(ctx, name, given));
      },
    },
    list: { run: () => inDatabase(list) },
    revoke: { words, takesRest: true, run: ([name = ""]) => inDatabase((ctx) => revoke(ctx, name)) },
    "add-secret": {
      words,
      takesRest: true,
      takes: ["for", "called", "until"],
      async run([name = ""], { for: email, called, until }) {
        const given = { email: whom(email), name: wordsOf(called), endsAt: wordsOf(until) };
        await inDatabase((ctx) => addSecret(ctx, name, given));
      },
    },
    "revoke-secret": {
      words,
      takesRest: true,
      takes: ["secret"],
      async run([name = ""], { secret }) {
        if (secret === undefined) throw new UsageError("Say which secret: --secret is missing.", usage);
        await inDatabase((ctx) => revokeSecret(ctx, name, String(secret)));
      },
    },
  },
};

const wordsOf = (option: string | boolean | undefined) => (option === undefined ? undefined : String(option));

/** Throws UsageError where nobody is named. */
function whom(email: string | boolean | undefined): string {
  if (email !== undefined) return String(email);
  throw new UsageError("Say for whom, by the e-mail of a Console User: --for is missing.", usage);
}

interface Restricted {
  email: string;
  account: string | undefined;
  may: string | undefined;
}

async function add(
  ctx: OperatorContext,
  name: string,
  { email, account: apiId, may }: Restricted,
): Promise<void> {
  const account = apiId === undefined ? undefined : await findAccount(ctx, apiId);
  const access = may === undefined ? undefined : readAccess(may);
  const given = { name, email, accountId: account?.id ?? null, access };
  const { client, secret } = await addApiClient(ctx, given);
  print(`client_id: ${client.clientId}\nclient_secret: ${secret}\nThe secret is shown this once.`);
}

async function list(ctx: OperatorContext): Promise<void> {
  const clients = await listApiClients(ctx);
  if (clients.length === 0) print("There is no API client yet.");
  for (const client of clients) {
    const { secrets } = client;
    print([apiClientLine(client), ...secrets.map((one) => `  ${secretLine(one)}`)].join("\n"));
  }
}

async function revoke(ctx: OperatorContext, words: string): Promise<void> {
  const { id, name } = await findApiClient(ctx, words);
  const revoked = await revokeApiClient(ctx, id);
  print(revoked ? `${name} is revoked, with every token of it.` : `${name} was revoked already.`);
}

async function addSecret(
  ctx: OperatorContext,
  words: string,
  given: { email: string; name: string | undefined; endsAt: string | undefined },
): Promise<void> {
  const { id } = await findApiClient(ctx, words);
  const { client, name, secret } = await addClientSecret(ctx, { apiClientId: id, ...given });
  print(
    `client_id: ${client.clientId}\nclient_secret: ${secret}\nIt is called ${name}, and is shown this once. The others work as before.`,
  );
}

async function revokeSecret(ctx: OperatorContext, words: string, which: string): Promise<void> {
  const { id, name } = await findApiClient(ctx, words);
  const secret = await findSecret(ctx, id, which);
  const revoked = await revokeClientSecret(ctx, secret.id);
  const label = `${secretLabel(secret)} of ${name}`;
  print(revoked ? `${label} is revoked, with every token that it gave.` : `${label} was revoked already.`);
}
