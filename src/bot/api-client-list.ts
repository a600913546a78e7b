import type { KnownBlock } from "@slack/types";
import { apiClientsAtMost } from "../core/api-clients/api-client-fields.ts";
import { apiClientLine } from "../core/api-clients/api-client-words.ts";
import { listApiClients } from "../core/api-clients/list-api-clients.ts";
import { unshownSecrets } from "../core/api-clients/show-client-secret.ts";
import { escapeMrkdwn } from "../core/chat/mrkdwn.ts";
import type { ConsoleUserActor, Context } from "../core/context.ts";
import { openFormAction } from "../core/home/openings.ts";
import { plain } from "./plain-text.ts";
import { section } from "./section.ts";

export const showSecretAction = "show-client-secret";
export const revokeClientAction = "revoke-api-client";

/** The clients, each with what can be done with it. The caller of this has checked the permission. */
export async function showApiClients(ctx: Context<ConsoleUserActor>): Promise<[string, KnownBlock[]]> {
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
export function secretButton(requestId: string) {
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
