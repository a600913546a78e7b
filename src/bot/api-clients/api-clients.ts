import { createApiClientInput, createApiClientRequest } from "../../core/api-clients/create-api-client.ts";
import { changeApiClientRequest } from "../../core/api-clients/change-api-client.ts";
import { accessInput, accessOf, readAccess } from "../../core/kernel/access/access.ts";
import {
  findApiClient,
  revokeApiClientRequest,
  apiClientsAtMost,
  apiClientLine,
  listApiClients,
} from "../../core/api-clients/revoke-api-client.ts";
import { requirePermission } from "../../core/kernel/access/require-access-change.ts";
import { DomainError } from "../../core/kernel/errors.ts";
import { checkForm } from "../slack/fields.ts";
import type { Call, Command } from "../slack/command.ts";
import { firstFound, isWord, textOf, tidy, type Word } from "../slack/words.ts";
import { namedAccount } from "../accounts/delete-account.ts";
import { type LineArg, readLine } from "../slack/read-line.ts";
import { apiClientsForm } from "./api-clients-form.ts";
import type { z } from "zod";
import { escapeMrkdwn, mrkdwn } from "../../core/kernel/text/mrkdwn.ts";
import { submitRequest } from "../../core/kernel/requests/submit-request.ts";
import { submittedWords } from "../../core/kernel/requests/confirm-request.ts";
import { section, plain } from "../slack/reopened-view.ts";
import type { KnownBlock } from "@slack/types";
import { unshownSecrets, showClientSecret } from "../../core/api-clients/show-client-secret.ts";
import type { ConsoleUserActor, Context } from "../../core/context.ts";
import { openFormAction } from "../../core/home/openings.ts";
import type { Action } from "../slack/action.ts";
import { confirmationBlocks } from "../requests/confirmation.ts";

const showSecretAction = "show-client-secret";
const revokeClientAction = "revoke-api-client";

/** The clients, each with what can be done with it. The caller of this has checked the permission. */
async function showApiClients(ctx: Context<ConsoleUserActor>): Promise<[string, KnownBlock[]]> {
  const [clients, unshown] = await Promise.all([listApiClients(ctx), unshownSecrets(ctx)]);
  const rows = clients.map((client) => escapeMrkdwn(apiClientLine(client)));
  const none = "There is no API client yet.";
  const blocks = clients.flatMap(({ id }, at): KnownBlock[] => {
    const secret = unshown.get(id);
    const elements = [...(secret ? [secretButton(secret)] : []), revokeButton(id)];
    return [section(rows[at] ?? ""), { type: "actions", elements }];
  });
  const room = clients.length < apiClientsAtMost ? [newButton] : [];
  return [
    ["API clients", ...(rows.length > 0 ? rows : [none])].join("\n"),
    [
      { type: "header", text: plain("API clients") },
      ...(blocks.length > 0 ? blocks : [section(none)]),
      ...room,
    ],
  ];
}

/** A button that carries the Request's id alone: the secret is made when it is pressed. */
function secretButton(requestId: string) {
  return {
    type: "button" as const,
    action_id: showSecretAction,
    value: requestId,
    text: plain("Show secret"),
  };
}

function revokeButton(id: string) {
  return {
    type: "button" as const,
    action_id: revokeClientAction,
    value: id,
    style: "danger" as const,
    text: plain("Revoke"),
  };
}

const newButton: KnownBlock = {
  type: "actions",
  elements: [
    {
      type: "button",
      action_id: openFormAction("api-clients"),
      value: "api-clients",
      text: plain("New API client"),
    },
  ],
};

export const showSecretButton: Action = {
  name: showSecretAction,
  async run({ value, context, whisper }) {
    const { client, secret } = await showClientSecret(await context(), value);
    const what = mrkdwn`API client ${client.name}\nClient ID: \`${client.clientId}\`\nSecret: \`${secret}\``;
    await whisper(
      `${what}\nOnly you see the secret, and only this once. Put it where the application keeps its secrets.`,
    );
  },
};

export const revokeClientButton: Action = {
  name: revokeClientAction,
  async run({ value, place, context, say }) {
    const submitted = await submitRequest(
      await context(),
      revokeApiClientRequest,
      { apiClientId: value },
      place,
    );
    const blocks = submitted.needsConfirmation ? confirmationBlocks(submitted) : undefined;
    await say(escapeMrkdwn(submittedWords(submitted)), blocks);
  },
};

const hint =
  "When the card says so, press the button here or send /cyclr api-clients within a day. You see the secret once.";

/** Asks for an API client, and gives its requester the button that shows the secret. */
async function submitForSecret(call: Call, input: z.output<typeof createApiClientInput>): Promise<void> {
  if (call.planOnly) return call.submit(createApiClientRequest, input);
  call.understood();
  const submitted = await submitRequest(await call.context(), createApiClientRequest, input, call.place);
  await call.say(escapeMrkdwn(submittedWords(submitted)));
  if (submitted.repeated) return;
  await call.say(hint, [section(hint), { type: "actions", elements: [secretButton(submitted.requestId)] }]);
}

const name = "api-clients";
const { needs } = createApiClientRequest;

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
    if (!verb) return call.say(...(await showApiClients(ctx)));
    const said = tidy(verb.text).toLowerCase();
    if (["list", "show", "ls"].includes(said) && words.length === 0)
      return call.say(...(await showApiClients(ctx)));
    const does = Object.hasOwn(verbs, said) ? verbs[said] : undefined;
    if (!does) throw new DomainError("invalid", "Start with what to do: create, change or revoke.");
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

const verbs: Record<string, (call: Call, words: Word[]) => Promise<void>> = { create, change, revoke };

async function create(call: Call, words: Word[]): Promise<void> {
  const { typed, doubts } = readLine(args, words);
  if (doubts.length > 0) throw new DomainError("invalid", doubts.join(" "));
  const ctx = await call.context();
  const account = typed["account"] ? await namedAccount(ctx, typed["account"]) : undefined;
  const access = typed["access"] ? readAccess(tidy(typed["access"])) : accessInput.parse(ctx.actor);
  const input = checkForm(createApiClientInput, {
    name: typed["name"] ?? "",
    accountId: account?.id,
    ...access,
  });
  await submitForSecret(call, input);
}

async function change(call: Call, words: Word[]): Promise<void> {
  const { typed, doubts } = readLine(changeArgs, words);
  if (doubts.length > 0) throw new DomainError("invalid", doubts.join(" "));
  const { client = "", access = "" } = typed;
  const { id, ...stands } = await findApiClient(await call.context(), tidy(client));
  const after = readAccess(tidy(access));
  await call.submit(changeApiClientRequest, { apiClientId: id, before: accessOf(stands), after });
}

async function revoke(call: Call, words: Word[]): Promise<void> {
  const ctx = await call.context();
  const { id } = await firstFound(textOf(words), (text) => findApiClient(ctx, text));
  await call.submit(revokeApiClientRequest, { apiClientId: id });
}
