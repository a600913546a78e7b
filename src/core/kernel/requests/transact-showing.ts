import type { ConsoleUserActor, Context } from "../../context.ts";
import type { Transaction } from "../database.ts";
import { DomainError } from "../errors.ts";
import type { Request } from "../../generated/prisma/client.ts";
import { recordAudit } from "../audit/record-audit.ts";
import { type After, transact } from "../outbox/transact.ts";
import { NotApproved } from "./require-approved.ts";

interface Showing {
  request: Pick<Request, "id" | "kind" | "accountId">;
  /** What is shown, for the audit: "temporary-password". */
  attempted: string;
  /** What to do next where it is not approved for what holds by now; left out where the sentence says so itself. */
  advice?: string;
}

/**
 * Shows a secret or a link of a Request that is done, in one transaction, in which rights and approvals are looked at again.
 * What is forbidden by then is audited.
 */
export async function transactShowing<Done>(
  ctx: Context<ConsoleUserActor>,
  { request, attempted, advice }: Showing,
  work: (tx: Transaction, after: After) => Promise<Done>,
): Promise<Done> {
  try {
    return await transact(ctx, work);
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== "forbidden") throw error;
    const sentence = [error.message, ...(error instanceof NotApproved && advice ? [advice] : [])].join(" ");
    await recordAudit(ctx.db, ctx, {
      action: "refused",
      subject: { kind: "request", id: request.id, name: request.kind },
      requestId: request.id,
      accountId: request.accountId,
      after: { attempted, because: sentence },
    });
    throw new DomainError("forbidden", sentence);
  }
}
