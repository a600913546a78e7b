import type { InputBlock } from "@slack/types";
import { requirePermission } from "../core/console-users/require-permission.ts";
import type { Permission } from "../core/console-users/permission-grid.ts";
import type { ConsoleUserActor, Context } from "../core/context.ts";
import type { Form, FormMore, FormValues, Shown } from "./form.ts";
import { type Listing, listBlocks, listText } from "./listing.ts";
import { plain } from "./plain-text.ts";

interface ListingForm {
  /** The command's. */
  name: string;
  title: string;
  /** Left out where every Console User may. */
  needs?: Permission;
  button: string;
  fields(
    ctx: Context<ConsoleUserActor>,
    typed: Record<string, string>,
    more: FormMore,
  ): InputBlock[] | Promise<InputBlock[]>;
  show(ctx: Context<ConsoleUserActor>, values: FormValues, more: FormMore): Promise<Shown | string>;
}

/** A form that stays open, with what was found under it, so that a search can be made narrower. */
export function listingForm(listed: ListingForm): Form {
  const { name, title, needs, button } = listed;
  const check = async (ctx: Context<ConsoleUserActor>): Promise<void> => {
    if (needs) await requirePermission(ctx, needs, name);
  };
  return {
    name,
    title,
    async view(ctx, typed, more) {
      await check(ctx);
      return { submit: plain(button), blocks: await listed.fields(ctx, typed, more) };
    },
    async submit(ctx, values, _place, more) {
      await check(ctx);
      return listed.show(ctx, values, more);
    },
  };
}

/** The first page, for a modal. */
export async function firstPage(
  ctx: Context<ConsoleUserActor>,
  listing: Listing,
  args: string[],
): Promise<Shown> {
  const page = await listing.load(ctx, args, undefined);
  return { text: listText(page), blocks: listBlocks(listing, args, page) };
}

export function textIn(values: FormValues, id: string): string {
  const value = values[id];
  return typeof value === "string" ? value.trim() : "";
}
