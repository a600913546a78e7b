import type { z } from "zod";
import { type createApiClientInput, createApiClientRequest } from "../core/api-clients/create-api-client.ts";
import { escapeMrkdwn } from "../core/chat/mrkdwn.ts";
import { submitRequest } from "../core/requests/submit-request.ts";
import { submittedWords } from "../core/requests/submitted-words.ts";
import { secretButton } from "./api-client-list.ts";
import type { Call } from "./command.ts";
import { section } from "./section.ts";

const hint = "When its card says so, show the secret here, or with /cyclr api-clients: once, within a day.";

/** Asks for an API client, and gives its requester the button that shows the secret. */
export async function submitForSecret(
  call: Call,
  input: z.output<typeof createApiClientInput>,
): Promise<void> {
  if (call.planOnly) return call.submit(createApiClientRequest, input);
  const submitted = await submitRequest(await call.context(), createApiClientRequest, input, call.place);
  await call.say(escapeMrkdwn(submittedWords(submitted)));
  if (submitted.repeated) return;
  await call.say(hint, [section(hint), { type: "actions", elements: [secretButton(submitted.requestId)] }]);
}
