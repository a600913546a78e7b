import { allows, type Permission } from "../../core/kernel/access/access.ts";
import type { ConsoleUserActor, Context } from "../../core/context.ts";
import type { Choice } from "./fields.ts";

/** Slack takes no more in one select. */
export const optionsAtMost = 100;

/** What a search field offers while somebody types. */
export interface OptionSource {
  /** Any of these is enough; without one nothing is offered. */
  needs: Permission[];
  search(ctx: Context<ConsoleUserActor>, typed: string): Promise<Choice[]>;
}

/** By the action id of the field. */
export type OptionSources = Record<string, OptionSource>;

/** Nothing, where the caller may not look it up. */
export async function optionsFor(
  sources: OptionSources,
  ctx: Context<ConsoleUserActor>,
  source: string,
  typed: string,
): Promise<Choice[]> {
  const found = sources[source];
  if (!found?.needs.some((permission) => allows(ctx.actor, permission))) return [];
  return found.search(ctx, typed.slice(0, 200));
}
