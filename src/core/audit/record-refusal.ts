import { LRUCache } from "lru-cache";
import { minutes } from "../clock.ts";
import type { Context } from "../context.ts";
import { type AuditEntry, recordAudit } from "./record-audit.ts";

const quietMs = minutes(10);
const rememberedAtMost = 5_000;

const remembered = new WeakMap<Context["db"], LRUCache<string, number>>();

/**
 * Records a refusal of what a program may try again and again. The same one within ten minutes is recorded once a process: an
 * application that goes on asking for what was taken from it would bury everything else in the audit.
 */
export async function recordRefusal(ctx: Context, entry: Omit<AuditEntry, "action">): Promise<void> {
  const refusals = remembered.get(ctx.db) ?? new LRUCache<string, number>({ max: rememberedAtMost });
  remembered.set(ctx.db, refusals);
  const key = JSON.stringify([ctx.actor.kind, "id" in ctx.actor ? ctx.actor.id : ctx.actor.name, entry]);
  const now = ctx.clock().getTime();
  if (now - (refusals.get(key) ?? -Infinity) < quietMs) return;
  await recordAudit(ctx.db, ctx, { action: "refused", ...entry });
  refusals.set(key, now);
}
