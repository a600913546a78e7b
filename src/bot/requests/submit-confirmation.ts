import { z } from "zod";
import { confirmRequest, confirmedWords } from "../../core/kernel/requests/confirm-request.ts";
import { callerContext } from "../console-users/caller.ts";
import { messageView, troubleView, sentenceFor } from "../slack/open-form.ts";
import type { FormSubmission } from "../slack/submit-form.ts";

const metadata = z.object({ requestId: z.uuid() });

/** The second half of a form that takes something away. */
export async function submitConfirmation({ app, sender, view, ack }: FormSubmission): Promise<void> {
  const title = view.title.text;
  try {
    const { requestId } = metadata.parse(JSON.parse(view.private_metadata));
    const confirmed = await confirmRequest(await callerContext(app, sender), requestId);
    if (confirmed.queued && !confirmed.awaitsApproval) return await ack({ response_action: "clear" });
    await ack({ response_action: "update", view: messageView(title, confirmedWords(confirmed)) });
  } catch (error) {
    await ack({ response_action: "update", view: troubleView(title, sentenceFor(app, error)) });
  }
}
