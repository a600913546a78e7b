import { escapeMrkdwn } from "../../core/kernel/text/mrkdwn.ts";
import type { ConsoleUserActor, Context } from "../../core/context.ts";
import type { RequestKind } from "../../core/kernel/requests/request-kind.ts";
import { type RequestOrigin, planRequest, submitRequest } from "../../core/kernel/requests/submit-request.ts";
import { planWords, submittedWords } from "../../core/kernel/requests/confirm-request.ts";
import type { Call } from "./command.ts";
import { confirmationBlocks } from "../requests/confirmation.ts";

interface Submitting {
  context: () => Promise<Context<ConsoleUserActor>>;
  say: Call["say"];
  place: RequestOrigin;
  planOnly: boolean;
}

/** Submits requests of one command and tells how that went; with --plan, tells what it would do. */
export function createSubmitter({ context, say, place, planOnly }: Submitting): Call["submit"] {
  return async <Input>(kind: RequestKind<Input>, input: Input): Promise<void> => {
    const ctx = await context();
    if (planOnly) {
      const plan = await planRequest(ctx, kind, input);
      return say(escapeMrkdwn(planWords(plan, "With --plan nothing is done. This would be done:")));
    }
    const submitted = await submitRequest(ctx, kind, input, place);
    await say(
      escapeMrkdwn(submittedWords(submitted)),
      submitted.needsConfirmation ? confirmationBlocks(submitted) : undefined,
    );
  };
}
