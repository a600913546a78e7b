import { allows } from "../console-users/permission-grid.ts";
import type { App, ConsoleUserActor } from "../context.ts";
import { DomainError } from "../errors.ts";
import type { Request } from "../generated/prisma/client.ts";
import { unaudited } from "./approval-now.ts";
import type { Plan } from "./plan.ts";
import type { RequestKind } from "./request-kind.ts";
import { withApproval } from "./with-approval.ts";

/** What a Request is about, as its requester's plan says it now. Undefined where that cannot be said any more. */
export async function planToShow<Input>(
  app: App,
  kind: RequestKind<Input>,
  request: Pick<Request, "id" | "input">,
  actor: ConsoleUserActor,
): Promise<Plan | undefined> {
  if (!allows(actor, kind.needs)) return undefined;
  try {
    const ctx = { ...app, actor, db: unaudited(app.db) };
    return await withApproval(app, kind, await kind.plan(ctx, kind.input.parse(request.input), request.id));
  } catch (err) {
    if (!(err instanceof DomainError)) app.log.warn({ err, requestId: request.id }, "no plan to show");
    return undefined;
  }
}
