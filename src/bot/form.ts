import type { ModalView } from "@slack/types";
import type { ConsoleUserActor, Context } from "../core/context.ts";
import type { Place, Submitted } from "../core/requests/submit-request.ts";

/** A modal: its blocks carry the names of the use case's input as block ids, so that an error finds its field. */
export interface Form {
  name: string;
  title: string;
  view(
    ctx: Context<ConsoleUserActor>,
    typed: Record<string, string>,
  ): Promise<Pick<ModalView, "blocks" | "submit">>;
  /**
   * Returns what to say where the card alone does not say it, or what was submitted, which may have to be confirmed.
   * Throws DomainError, with a field or without.
   */
  submit(
    ctx: Context<ConsoleUserActor>,
    values: FormValues,
    place: Place,
  ): Promise<string | Submitted | undefined>;
}

/** By block id. One tick is true, several are their values; what was left empty is undefined. */
export type FormValues = Record<string, string | string[] | boolean | undefined>;
