import type { ConsoleUserActor, Context } from "../context.ts";
import type { HomeRow } from "../kernel/chat/chat.ts";
import { effectButtons, effectWords } from "../kernel/requests/cloud-note.ts";
import { unsettledFor } from "../kernel/requests/settle-effect.ts";
import { isolate } from "../kernel/text/isolate.ts";
import { moreRow } from "./home-rows.ts";

const rowsAtMost = 5;

/** What is done here and not in the cloud, and waits for those who manage its area to decide on it or to do it. */
export async function cloudRows(ctx: Context<ConsoleUserActor>): Promise<HomeRow[]> {
  const { db, actor, cloud } = ctx;
  if (!cloud) return [];
  const where = unsettledFor(actor);
  const [found, count] = await Promise.all([
    db.cloudEffect.findMany({ where, orderBy: { id: "asc" }, take: rowsAtMost }),
    db.cloudEffect.count({ where }),
  ]);
  const rows = found.map((effect) => ({
    words: [isolate(effectWords(ctx, effect)), " · since ", { time: effect.createdAt }],
    buttons: effectButtons(effect),
  }));
  return [...rows, ...moreRow(count - found.length)];
}
