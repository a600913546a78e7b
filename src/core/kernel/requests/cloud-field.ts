import type { App } from "../../context.ts";
import type { CloudEffect } from "../../generated/prisma/client.ts";
import type { RichText } from "../chat/chat.ts";
import { effectRetries } from "./cloud-effect.ts";
import { type Standing, standingOf } from "./cloud-note.ts";

/** What is worse is told before what is better. */
const order: Standing[] = ["given up", "by hand", "waiting", "undone", "done"];

/** How the cloud stands to a Request, as a field of its card; none where it has nothing to do there, or is not connected. */
export async function cloudFields(
  { cloud, db }: Pick<App, "cloud" | "db">,
  requestId: string,
): Promise<[string, RichText][]> {
  if (!cloud) return [];
  const effects = await db.cloudEffect.findMany({ where: { requestId }, orderBy: { id: "asc" } });
  const told = effects.toSorted((one, other) => rank(one) - rank(other))[0];
  return told ? [["In Cyclr", words(told)]] : [];
}

const rank = (effect: CloudEffect) => order.indexOf(standingOf(effect));

function words(effect: CloudEffect): RichText {
  const { settledBy, trouble, byHandAt } = effect;
  switch (standingOf(effect)) {
    case "given up":
      return `not done: ${trouble ?? "the reason was not recorded."} Here it is done.`;
    case "by hand":
      return "not done, as far as is known: somebody is asked to do it by hand. Here it is done.";
    case "undone":
      if (settledBy === null) return "no longer to be done: a later change takes its place";
      return `not done. ${settledBy ?? "Somebody"} asked to take it back here.`;
    case "done":
      return byHandAt ? `done by hand, says ${settledBy ?? "somebody"}` : "done";
    case "waiting":
      return waitingWords(effect);
  }
}

function waitingWords({ attempts, trouble, notBefore }: CloudEffect): RichText {
  if (attempts === 0 || !notBefore) return "waits";
  const why = trouble ?? "it did not work.";
  return [`waits: ${why} Retry ${attempts} of ${effectRetries} at `, { time: notBefore, toTheSecond: true }];
}
