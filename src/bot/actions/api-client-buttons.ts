import { revokeApiClientRequest } from "../../core/api-clients/revoke-api-client.ts";
import { showClientSecret } from "../../core/api-clients/show-client-secret.ts";
import { escapeMrkdwn, mrkdwn } from "../../core/chat/mrkdwn.ts";
import { submitRequest } from "../../core/requests/submit-request.ts";
import { submittedWords } from "../../core/requests/submitted-words.ts";
import type { Action } from "../action.ts";
import { revokeClientAction, showSecretAction } from "../api-client-list.ts";
import { confirmationBlocks } from "../confirmation.ts";

export const showSecretButton: Action = {
  name: showSecretAction,
  async run({ value, context, replace }) {
    const { client, secret } = await showClientSecret(await context(), value);
    const what = mrkdwn`API client ${client.name}\nClient ID: \`${client.clientId}\`\nSecret: \`${secret}\``;
    await replace(
      `${what}\nThe secret is shown this once, to you alone. Put it where the application keeps its secrets.`,
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
    const blocks = submitted.asked ? confirmationBlocks(submitted) : undefined;
    await say(escapeMrkdwn(submittedWords(submitted)), blocks);
  },
};
