import { escapeMrkdwn } from "../core/chat/mrkdwn.ts";
import type { DefinedRequest } from "../core/requests/define-request.ts";
import { submitRequest } from "../core/requests/submit-request.ts";
import { submittedWords } from "../core/requests/submitted-words.ts";
import type { PasswordWay } from "../core/users/create-user-input.ts";
import type { Call } from "./command.ts";
import { confirmationBlocks } from "./confirmation.ts";
import { showPasswordBlocks, temporaryHint } from "./password-fields.ts";

/** Submits a Request that may end in a temporary password, and gives its requester the button that shows it. */
export async function submitForPassword<Input extends { password: PasswordWay }>(
  call: Call,
  kind: DefinedRequest<Input>,
  input: Input,
  username: string,
): Promise<void> {
  if (call.planOnly || input.password === "link") return call.submit(kind, input);
  const submitted = await submitRequest(await call.context(), kind, input, call.place);
  const said = escapeMrkdwn(submittedWords(submitted));
  await call.say(said, submitted.asked ? confirmationBlocks(submitted) : undefined);
  if (submitted.repeated) return;
  const hint = temporaryHint(username);
  await call.say(hint, showPasswordBlocks(submitted.requestId, hint));
}
