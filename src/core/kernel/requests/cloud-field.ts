import type { App } from "../../context.ts";
import type { RichText } from "../chat/chat.ts";
import { effectRetries } from "./cloud-effect.ts";

/** How the cloud stands to a Request, as a field of its card; none where it has nothing to do there, or is not connected. */
export async function cloudFields(
  { cloud, db }: Pick<App, "cloud" | "db">,
  requestId: string,
): Promise<[string, RichText][]> {
  if (!cloud) return [];
  const effects = await db.cloudEffect.findMany({ where: { requestId }, orderBy: { id: "asc" } });
  const failed = effects.find(({ failedAt }) => failedAt);
  const waiting = effects.find(({ doneAt }) => !doneAt);
  if (failed)
    return [["In Cyclr", `not done: ${failed.trouble ?? "the reason was not recorded."} Here it is done.`]];
  if (waiting) return [["In Cyclr", waitingWords(waiting)]];
  return effects.length > 0 ? [["In Cyclr", "done"]] : [];
}

interface Waiting {
  attempts: number;
  trouble: string | null;
  notBefore: Date | null;
}

function waitingWords({ attempts, trouble, notBefore }: Waiting): RichText {
  if (attempts === 0 || !notBefore) return "waits";
  const why = trouble ?? "it did not work.";
  return [`waits: ${why} Retry ${attempts} of ${effectRetries} at `, { time: notBefore, toTheSecond: true }];
}
