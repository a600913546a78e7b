import type { View } from "@slack/types";
import { type WebClient, WebAPIPlatformError } from "@slack/web-api";

/** Changes what a modal shows. Where it was closed in the meantime nobody waits for it, and nothing happens. */
export async function updateView(client: WebClient, viewId: string, view: View): Promise<void> {
  try {
    await client.views.update({ view_id: viewId, view });
  } catch (error) {
    const closed = error instanceof WebAPIPlatformError && error.data.error === "not_found";
    if (!closed) throw error;
  }
}
