import type { App } from "../../context.ts";
import type { CloudEffect } from "../../generated/prisma/client.ts";
import type { Permission } from "../access/access.ts";
import { whoHolds } from "../access/who-holds.ts";
import { type HandStep, handNeeds } from "../cloud/hand-steps.ts";
import type { Transaction } from "../database.ts";
import type { After } from "../outbox/transact.ts";
import { addNote } from "./failure-note.ts";
import { invalidateCard, invalidateHome, invalidateMessages } from "./invalidate-card.ts";

type Shown = Pick<CloudEffect, "id" | "kind" | "requestId">;

/** Who is asked what becomes of a change that the cloud did not take: those who manage its area. */
export const settlingNeeds = (kind: string): Permission =>
  (handNeeds as Partial<typeof handNeeds>)[kind as HandStep["kind"]] ??
  (kind === "remove-member" ? "users:manage" : "accounts:manage");

/** The key of the note in the thread that tells of it, as `addNote` takes it. */
export const effectNoteKey = ({ id }: Pick<CloudEffect, "id">): string => `cloud-${id.replaceAll("-", "")}`;

/** Has a change in the cloud told anew on its Request's card, in the transaction of what has happened to it. */
export async function showEffect(
  app: Pick<App, "clock">,
  tx: Transaction,
  then: After,
  { requestId }: Shown,
): Promise<void> {
  if (requestId) await invalidateCard(tx, then, requestId, app.clock());
}

/** The same where people decide, or have decided, what becomes of it: in its note and in their Homes too. */
export async function showSettling(
  app: Pick<App, "clock">,
  tx: Transaction,
  then: After,
  effect: Shown,
): Promise<void> {
  const now = app.clock();
  const { requestId, kind } = effect;
  if (requestId) {
    const key = effectNoteKey(effect);
    // Its first time; later the note that stands tells it.
    await addNote(tx, then, requestId, key, now);
    await invalidateMessages(tx, then, { requestId, key }, now);
  }
  await showEffect(app, tx, then, effect);
  const settling = await whoHolds(tx, settlingNeeds(kind));
  await invalidateHome(tx, then, { consoleUserIds: settling.map(({ id }) => id) }, now);
}
