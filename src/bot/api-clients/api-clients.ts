import { addClientSecretInput, addClientSecretRequest } from "../../core/api-clients/add-client-secret.ts";
import { changeApiClientRequest } from "../../core/api-clients/change-api-client.ts";
import { findSecret } from "../../core/api-clients/client-secrets.ts";
import { createApiClientInput, createApiClientRequest } from "../../core/api-clients/create-api-client.ts";
import { findApiClient, revokeApiClientRequest } from "../../core/api-clients/revoke-api-client.ts";
import { revokeClientSecretRequest } from "../../core/api-clients/revoke-client-secret.ts";
import type { ConsoleUserActor, Context } from "../../core/context.ts";
import { accessInput, accessOf, readAccess } from "../../core/kernel/access/access.ts";
import { requirePermission } from "../../core/kernel/access/require-access-change.ts";
import { DomainError } from "../../core/kernel/errors.ts";
import { submittedWords } from "../../core/kernel/requests/confirm-request.ts";
import type { RequestKind } from "../../core/kernel/requests/request-kind.ts";
import { submitRequest } from "../../core/kernel/requests/submit-request.ts";
import { escapeMrkdwn } from "../../core/kernel/text/mrkdwn.ts";
import { readMoment } from "../../core/kernel/time/read-moment.ts";
import { zoneOf } from "../../core/kernel/time/time-zone.ts";
import { namedAccount } from "../accounts/delete-account.ts";
import type { Call, Command } from "../slack/command.ts";
import { checkForm } from "../slack/fields.ts";
import { type LineArg, readLine } from "../slack/read-line.ts";
import { firstFound, isWord, textOf, tidy, type Word } from "../slack/words.ts";
import { apiClientList, needs, secretHint } from "./api-client-list.ts";
import { apiClientsForm } from "./api-clients-form.ts";

/** Asks for a secret, and gives its requester the button that shows it. */
async function submitForSecret<Input>(call: Call, kind: RequestKind<Input>, input: Input): Promise<void> {
  if (call.planOnly) return call.submit(kind, input);
  call.understood();
  const submitted = await submitRequest(await call.context(), kind, input, call.place);
  await call.say(escapeMrkdwn(submittedWords(submitted)));
  if (!submitted.repeated) await call.say(...secretHint(submitted.requestId));
}

const name = "api-clients";

export const apiClients: Command = {
  name,
  area: "Settings",
  summary: "list, create, change and revoke the credentials that applications call the API with",
  needs,
  takesBesides:
    "Nobody can give an application a permission that they do not have. Without “with”, it may do all that you may do.",
  usage: [
    "",
    "create <name>",
    "create <name> for <Account: API ID or name>",
    "create <name> with <permissions>",
    "change <name or client ID> to <permissions>",
    "revoke <name or client ID>",
    "add-secret <name or client ID>",
    "add-secret <name or client ID> called <name> until <date and time>",
    "revoke-secret <name or first characters> of <name or client ID>",
  ],
  example: "create Billing with accounts:view, users:edit",
  changes: true,
  forms: [apiClientsForm],
  read: ([verb, ...words]) => {
    const isCreate =
      verb !== undefined && ["create", "make", "new", "add"].some((word) => isWord(verb, word));
    return { typed: isCreate ? readLine(args, words).typed : {}, doubts: [] };
  },

  async run(call) {
    const ctx = await call.context();
    // Before anything is looked up, so that names are told to nobody who may not know them.
    await requirePermission(ctx, needs, name);
    const [verb, ...words] = call.words;
    if (!verb) return call.say(...(await apiClientList(ctx)));
    const said = tidy(verb.text).toLowerCase();
    if (["list", "show", "ls"].includes(said) && words.length === 0)
      return call.say(...(await apiClientList(ctx)));
    const does = Object.hasOwn(verbs, said) ? verbs[said] : undefined;
    if (!does)
      throw new DomainError(
        "invalid",
        "Start with what to do: create, change, revoke, add-secret or revoke-secret.",
      );
    await does(call, words);
  },
};

const args: LineArg[] = [
  { name: "name", free: true },
  { name: "account", keyword: "for", optional: true },
  { name: "access", keyword: "with", optional: true },
];

const changeArgs: LineArg[] = [
  { name: "client", free: true },
  { name: "access", keyword: "to" },
];

const addSecretArgs: LineArg[] = [
  { name: "client", free: true },
  { name: "called", keyword: "called", optional: true },
  { name: "until", keyword: "until", optional: true },
];

const revokeSecretArgs: LineArg[] = [
  { name: "secret", free: true },
  { name: "client", keyword: "of" },
];

const verbs: Record<string, (call: Call, words: Word[]) => Promise<void>> = {
  create,
  change,
  revoke,
  "add-secret": addSecret,
  "revoke-secret": revokeSecret,
};

/** What was typed, by the names of the args. Throws invalid where something was not understood. */
function readSure(line: LineArg[], words: Word[]): Record<string, string> {
  const { typed, doubts } = readLine(line, words);
  if (doubts.length > 0) throw new DomainError("invalid", doubts.join(" "));
  return typed;
}

async function create(call: Call, words: Word[]): Promise<void> {
  const typed = readSure(args, words);
  const ctx = await call.context();
  const account = typed["account"] ? await namedAccount(ctx, typed["account"]) : undefined;
  const access = typed["access"] ? readAccess(tidy(typed["access"])) : accessInput.parse(ctx.actor);
  const input = checkForm(createApiClientInput, {
    name: typed["name"] ?? "",
    accountId: account?.id,
    ...access,
  });
  await submitForSecret(call, createApiClientRequest, input);
}

async function change(call: Call, words: Word[]): Promise<void> {
  const { client = "", access = "" } = readSure(changeArgs, words);
  const { id, ...stands } = await findApiClient(await call.context(), tidy(client));
  const after = readAccess(tidy(access));
  await call.submit(changeApiClientRequest, { apiClientId: id, before: accessOf(stands), after });
}

async function revoke(call: Call, words: Word[]): Promise<void> {
  const ctx = await call.context();
  const { id } = await firstFound(textOf(words), (text) => findApiClient(ctx, text));
  await call.submit(revokeApiClientRequest, { apiClientId: id });
}

async function addSecret(call: Call, words: Word[]): Promise<void> {
  const { client = "", called, until } = readSure(addSecretArgs, words);
  const ctx = await call.context();
  const { id } = await findApiClient(ctx, tidy(client));
  const input = checkForm(addClientSecretInput, {
    apiClientId: id,
    name: called && tidy(called),
    endsAt: until && endOf(ctx, until),
  });
  await submitForSecret(call, addClientSecretRequest, input);
}

/** In the caller's own zone. */
function endOf(ctx: Context<ConsoleUserActor>, until: string): string {
  const now = ctx.clock();
  return readMoment(tidy(until), { now, timeZone: zoneOf(ctx, ctx.actor) }).at.toISOString();
}

async function revokeSecret(call: Call, words: Word[]): Promise<void> {
  const { client = "", secret = "" } = readSure(revokeSecretArgs, words);
  const ctx = await call.context();
  const { id } = await findApiClient(ctx, tidy(client));
  const { id: secretId } = await findSecret(ctx, id, tidy(secret));
  await call.submit(revokeClientSecretRequest, { secretId });
}
