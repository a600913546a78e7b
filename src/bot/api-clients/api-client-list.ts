import type { KnownBlock } from "@slack/types";
import { addClientSecretInput, addClientSecretRequest } from "../../core/api-clients/add-client-secret.ts";
import { secretLine, secretsAtMost } from "../../core/api-clients/client-secrets.ts";
import { createApiClientRequest } from "../../core/api-clients/create-api-client.ts";
import {
  apiClientLine,
  apiClientsAtMost,
  listApiClients,
  type ListedApiClient,
  revokeApiClientRequest,
} from "../../core/api-clients/revoke-api-client.ts";
import { revokeClientSecretRequest } from "../../core/api-clients/revoke-client-secret.ts";
import { showClientSecret, unshownSecrets } from "../../core/api-clients/show-client-secret.ts";
import type { ConsoleUserActor, Context } from "../../core/context.ts";
import { openFormAction } from "../../core/home/openings.ts";
import { submittedWords } from "../../core/kernel/requests/confirm-request.ts";
import type { RequestKind } from "../../core/kernel/requests/request-kind.ts";
import { submitRequest } from "../../core/kernel/requests/submit-request.ts";
import { escapeMrkdwn, mrkdwn } from "../../core/kernel/text/mrkdwn.ts";
import { confirmationBlocks } from "../requests/confirmation.ts";
import type { Action } from "../slack/action.ts";
import { plain, section } from "../slack/reopened-view.ts";

const showSecretAction = "show-client-secret";
const newSecretAction = "new-client-secret";
const revokeClientAction = "revoke-api-client";
const revokeSecretAction = "revoke-client-secret";

/** The clients and their secrets, each with what can be done with it. The caller has checked the permission. */
export async function apiClientList(ctx: Context<ConsoleUserActor>): Promise<[string, KnownBlock[]]> {
  const [clients, unshown] = await Promise.all([listApiClients(ctx), unshownSecrets(ctx)]);
  const rows = clients.flatMap((one) => [apiClientLine(one), ...one.secrets.map(secretRow)]);
  const none = "There is no API client yet.";
  const blocks = clients.flatMap((client) => clientBlocks(client, unshown));
  const room = clients.length < apiClientsAtMost ? [newButton] : [];
  return [
    ["API clients", ...(rows.length > 0 ? rows.map(escapeMrkdwn) : [none])].join("\n"),
    [
      { type: "header", text: plain("API clients") },
      ...(blocks.length > 0 ? blocks : [section(none)]),
      ...room,
    ],
  ];
}

const secretRow = (secret: ListedApiClient["secrets"][number]) => `• ${secretLine(secret)}`;

function clientBlocks(client: ListedApiClient, unshown: Map<string, string>): KnownBlock[] {
  const { secrets } = client;
  const rows = secrets.map((secret): KnownBlock => {
    const requestId = unshown.get(secret.id);
    const accessory = requestId ? showButton(requestId) : revokeSecretButtonOf(secret.id);
    return { type: "section", text: { type: "mrkdwn", text: escapeMrkdwn(secretRow(secret)) }, accessory };
  });
  const room = secrets.length < secretsAtMost ? [newSecretButtonOf(client.id)] : [];
  return [
    section(escapeMrkdwn(apiClientLine(client))),
    ...rows,
    { type: "actions", elements: [...room, revokeButtonOf(client.id)] },
  ];
}

const button = (action_id: string, value: string, text: string) => ({
  type: "button" as const,
  action_id,
  value,
  text: plain(text),
});
const danger = { style: "danger" as const };

/** A button that carries the Request's id alone: the secret is made when it is pressed. */
export const showButton = (requestId: string) => button(showSecretAction, requestId, "Show secret");
const newSecretButtonOf = (id: string) => button(newSecretAction, id, "New secret");
const revokeSecretButtonOf = (id: string) => ({
  ...button(revokeSecretAction, id, "Revoke secret"),
  ...danger,
});
const revokeButtonOf = (id: string) => ({ ...button(revokeClientAction, id, "Revoke"), ...danger });

const newButton: KnownBlock = {
  type: "actions",
  elements: [button(openFormAction("api-clients"), "api-clients", "New API client")],
};

const showSecretButton: Action = {
  name: showSecretAction,
  async run({ value, context, whisper }) {
    const { client, name, secret } = await showClientSecret(await context(), value);
    const what = mrkdwn`API client ${client.name}\nClient ID: \`${client.clientId}\`\nSecret: \`${secret}\``;
    await whisper(
      `${what}\n${escapeMrkdwn(`It is called “${name}”.`)} Only you see it, and only this once. Put it where the application keeps its secrets.`,
    );
  },
};

const newSecretButton: Action = {
  name: newSecretAction,
  async run({ value, place, context, say }) {
    const input = addClientSecretInput.parse({ apiClientId: value });
    const submitted = await submitRequest(await context(), addClientSecretRequest, input, place);
    await say(escapeMrkdwn(submittedWords(submitted)));
    if (!submitted.repeated) await say(...secretHint(submitted.requestId));
  },
};

const showHint =
  "When the card says so, press the button here or send /cyclr api-clients within a day. You see the secret once.";

/** What whoever asked for a secret is told besides, with the button that shows it. */
export function secretHint(requestId: string): [string, KnownBlock[]] {
  return [showHint, [section(showHint), { type: "actions", elements: [showButton(requestId)] }]];
}

const revoking = <Input>(name: string, kind: RequestKind<Input>, inputOf: (id: string) => Input): Action => ({
  name,
  async run({ value, place, context, say }) {
    const submitted = await submitRequest(await context(), kind, inputOf(value), place);
    const blocks = submitted.needsConfirmation ? confirmationBlocks(submitted) : undefined;
    await say(escapeMrkdwn(submittedWords(submitted)), blocks);
  },
});

/** What the list and the cards can be pressed for. */
export const apiClientButtons: Action[] = [
  showSecretButton,
  newSecretButton,
  revoking(revokeClientAction, revokeApiClientRequest, (apiClientId) => ({ apiClientId })),
  revoking(revokeSecretAction, revokeClientSecretRequest, (secretId) => ({ secretId })),
];

/** What whoever sees the list needs. */
export const { needs } = createApiClientRequest;
