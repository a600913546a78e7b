import { z } from "zod";
import type { ConsoleUserActor, Context } from "../context.ts";
import { refuseSecondVote } from "./approve-request.ts";
import { decideRequest, unlessRaced } from "./decide-request.ts";
import { loadForApprover } from "./load-open-approval.ts";
import { oneLine } from "../text/one-line.ts";

export const denialForm = z.object({
  reason: z
    .string({ error: "Say why, for the one who asked." })
    .trim()
    .min(1, "Say why, for the one who asked.")
    .max(300, "Use at most 300 characters for the reason.")
    .transform(oneLine),
});

/** One denial ends a Request. Throws as `approveRequest`. */
export function denyRequest(
  ctx: Context<ConsoleUserActor>,
  requestId: string,
  { reason }: z.infer<typeof denialForm>,
): Promise<boolean> {
  return unlessRaced(async () => {
    const request = await loadForApprover(ctx, requestId);
    refuseSecondVote(ctx, request);
    return decideRequest(ctx, request, {
      vote: { decision: "deny", reason },
      data: { status: "denied", finishedAt: ctx.clock(), openKey: null, remindAt: null },
      action: "request-denied",
      after: { because: reason },
    });
  });
}
