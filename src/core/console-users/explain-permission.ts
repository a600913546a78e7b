import type { ConsoleUserActor, Context } from "../context.ts";
import { allowedWords } from "./own-access-words.ts";
import { type Area, allows, type Permission } from "./permission-grid.ts";
import { whoCanGive, whoHolds } from "./who-can-give.ts";

/** What a permission allows, whether the caller has it, and who could help where not. */
export async function explainPermission(
  ctx: Context<ConsoleUserActor>,
  permission: Permission,
): Promise<string[]> {
  const { actor } = ctx;
  const [area, level] = permission.split(":") as [Area, string];
  const needs = `It needs the Console permission “${area}: ${level}” (${allowedWords(area, level)}).`;
  if (actor.fullAccess) return [needs, "You may: you have Full Access."];
  const held = actor.permissions[area] ?? "none";
  if (allows(actor, permission)) return [needs, `You may: your level for ${area} is ${held}.`];
  const holders = await whoHolds(ctx, permission);
  return [
    needs,
    `You may not: your level for ${area} is ${held}, and ${level} is missing.`,
    holders ? `These could do it: ${holders}.` : "Nobody could do it at the moment.",
    `Who could give it to you? ${await whoCanGive(ctx, permission)}`,
  ];
}
