import type { ViewOutput } from "@slack/bolt";
import type { KnownBlock } from "@slack/types";
import type { App, ConsoleUserActor, Context } from "../../core/context.ts";
import type { RequestOrigin } from "../../core/kernel/requests/submit-request.ts";
import type { Form, FormView } from "./command.ts";
import { z } from "zod";
import { type Listing, listBlocks, listMessage, listText, nextPageAction, type Said } from "./listing.ts";

/** What a button does. */
export interface Action {
  /** The button's action id. */
  name: string;
  run(click: Click): Promise<void>;
  /** The form that it opens, where no command has it. */
  form?: Form;
}

export interface Click {
  app: App;
  /** The button's value: an id, or a page of a list. */
  value: string;
  place: RequestOrigin;
  /** The modal that the button stands in, as it was when it was pressed. */
  modal?: ViewOutput | undefined;
  /** The clicker as Console User. Throws forbidden. */
  context: () => Promise<Context<ConsoleUserActor>>;
  /** Answers the clicker alone. */
  say: (markup: string, blocks?: KnownBlock[], otherwise?: Said["otherwise"]) => Promise<void>;
  /** Shows a secret to the clicker alone, in nothing that lasts. */
  whisper: (markup: string) => Promise<void>;
  /** Puts something else where the button's message stands, for messages that only the clicker sees. */
  replace: (markup: string, blocks?: KnownBlock[], otherwise?: Said["otherwise"]) => Promise<void>;
  /** Puts other fields into the form whose button was pressed. */
  redraw: (form: Form, filled: FormView) => Promise<void>;
  openForm: (form: Form, typed?: Record<string, string>) => Promise<void>;
}

const pageValue = z.tuple([z.string(), z.array(z.string()), z.string()]);

export const nextPage = (listings: Listing[]): Action => ({
  name: nextPageAction,
  async run({ value, context, replace, modal }) {
    const [name, args, after] = pageValue.parse(JSON.parse(value));
    const listing = listings.find((one) => one.name === name);
    if (!listing) return replace("This list comes from an earlier version. Send the command again.");
    const ctx = await context();
    if (modal) {
      const page = await listing.load(ctx, args, after);
      return replace(listText(page), listBlocks(listing, args, page));
    }
    const { text, blocks, otherwise } = await listMessage(ctx, listing, args, after);
    await replace(text, blocks, otherwise);
  },
});
