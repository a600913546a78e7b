import type { App } from "../context.ts";
import { addNote } from "./add-note.ts";
import { expireRequests } from "./expire-requests.ts";
import { invalidateApproval } from "./enter-queue-or-approval.ts";

/** Ends what nobody has decided on in time. */
export function expireApprovals(app: App): Promise<number> {
  return expireRequests(app, {
    status: "awaitingApproval",
    data: { remindAt: null },
    async tell(tx, after, { id, version }, now) {
      await invalidateApproval(tx, after, id, now);
      await addNote(tx, after, id, `decision-${version}`, now);
    },
  });
}
