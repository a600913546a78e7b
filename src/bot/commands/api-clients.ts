import { findAccount } from "../../core/accounts/find-account.ts";
import { createApiClientInput, createApiClientRequest } from "../../core/api-clients/create-api-client.ts";
import { findApiClient } from "../../core/api-clients/find-api-client.ts";
import { revokeApiClientRequest } from "../../core/api-clients/revoke-api-client.ts";
import { requirePermission } from "../../core/console-users/require-permission.ts";
import { DomainError } from "../../core/errors.ts";
import { showApiClients } from "../api-client-list.ts";
import { checkForm } from "../check-form.ts";
import type { Call, Command } from "../command.ts";
import { readPhrase } from "../phrase.ts";
import { submitForSecret } from "../submit-for-secret.ts";
import type { Word } from "../words.ts";
import { apiClientsForm } from "./api-clients-form.ts";

const name = "api-clients";
const { needs } = createApiClientRequest;

export const apiClients: Command = {
  name,
  area: "Settings",
  summary: "the credentials with which applications call the API: list, make, revoke",
  needs,
  usage: ["", "create <name>", "create <name> for <Account: API ID or name>", "revoke <name or client ID>"],
  example: "create Billing",
  changes: true,
  forms: [apiClientsForm],

  async run(call) {
    const ctx = await call.context();
    // Before anything is looked up, so that names are told to nobody who may not know them.
    await requirePermission(ctx, needs, name);
    const [verb, ...words] = call.words;
    if (!verb) return call.say(...(await showApiClients(ctx)));
    const does = Object.hasOwn(verbs, verb.text.toLowerCase()) ? verbs[verb.text.toLowerCase()] : undefined;
    if (!does) throw new DomainError("invalid", "Say first what to do: create or revoke.");
    await does(call, words);
  },
};

const verbs: Record<string, (call: Call, words: Word[]) => Promise<void>> = { create, revoke };

async function create(call: Call, words: Word[]): Promise<void> {
  const typed = readPhrase(words, { head: "name", keywords: { for: "account" } });
  const account = typed.account ? await findAccount(await call.context(), typed.account) : undefined;
  const input = checkForm(createApiClientInput, { name: typed.name ?? "", accountId: account?.id });
  await submitForSecret(call, input);
}

async function revoke(call: Call, words: Word[]): Promise<void> {
  const { id } = await findApiClient(await call.context(), words.map(({ text }) => text).join(" "));
  await call.submit(revokeApiClientRequest, { apiClientId: id });
}
