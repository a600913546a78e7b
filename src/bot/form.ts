import type { KnownBlock, ModalView } from "@slack/types";
import type { ConsoleUserActor, Context } from "../core/context.ts";
import type { Place, Submitted } from "../core/requests/submit-request.ts";
import type { Command } from "./command.ts";

/** A modal: its blocks carry the names of the use case's input as block ids, so that an error finds its field. */
export interface Form {
  name: string;
  title: string;
  view(ctx: Context<ConsoleUserActor>, typed: Record<string, string>, more: FormMore): Promise<FormView>;
  /**
   * Returns what to say where the card alone does not say it, what to show under the form, which stays open, the form as
   * it goes on, or what was submitted, which may have to be confirmed. Throws DomainError, with a field or without.
   */
  submit(
    ctx: Context<ConsoleUserActor>,
    values: FormValues,
    place: Place,
    more: FormMore,
  ): Promise<string | Shown | Redrawn | Submitted | undefined>;
}

export interface FormView extends Pick<ModalView, "blocks" | "submit"> {
  /** What the form has to know again when it is sent; Slack carries 2,500 characters of it. */
  state?: unknown;
}

export interface FormMore {
  /** Every command there is. */
  commands: Command[];
  state?: unknown;
}

/** Markup and blocks for the reader alone. */
export interface Shown {
  text: string;
  blocks: KnownBlock[];
  /** In the place of the form's own blocks, not under them. */
  instead?: boolean;
}

/** The same form with other fields in it. */
export interface Redrawn {
  redraw: FormView;
}

/** By block id. One tick is true, several are their values, a moment is in UTC as in ISO 8601; what was left empty is undefined. */
export type FormValues = Record<string, string | string[] | boolean | undefined>;
