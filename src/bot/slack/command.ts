import type { KnownBlock, ModalView } from "@slack/types";
import type { Permission } from "../../core/kernel/access/access.ts";
import type { App, ConsoleUserActor, Context } from "../../core/context.ts";
import type { RequestKind } from "../../core/kernel/requests/request-kind.ts";
import type { MayNeedApproval } from "../../core/kernel/requests/approval-policy.ts";
import type { RequestOrigin, Submitted } from "../../core/kernel/requests/submit-request.ts";
import type { ViewOutput } from "@slack/bolt";
import type { Said } from "./listing.ts";
import type { Reading } from "./read-line.ts";
import type { Word } from "./words.ts";

/** Under which help lists a command. */
export type Area =
  | "Users"
  | "Invitations"
  | "Accounts"
  | "Marketplaces"
  | "Console Users"
  | "Settings"
  | "Everyone";

/** One subcommand: one file, and one line in its feature's index.ts. */
export interface Command {
  name: string;
  area: Area;
  summary: string;
  /** What it takes; left out where every Console User may. */
  needs?: Permission;
  /** What help says besides of who may, as a sentence. */
  takesBesides?: string;
  /** The whole command on one line, after its name; the first is the shortest. */
  usage: string[];
  /** After the name; works on the sandbox's Accounts. */
  example: string;
  /** Changes something, so that --plan tells what it would do. */
  changes?: boolean;
  /** Reads `because …` itself; elsewhere it is taken from the end of the line before. */
  readsBecause?: boolean;
  /** Keywords that free text follows, in which “because” is a word like any other unless the text is in quotes. */
  textAfter?: string[];
  /** The kind of request that the policy of approvals knows it by, where that is not its name. */
  kind?: string;
  grantsAdministrator?: MayNeedApproval["grantsAdministrator"];
  movesSignIn?: MayNeedApproval["movesSignIn"];
  /** The options that it takes besides --help and --plan, each with its two dashes. */
  options?: string[];
  /** What its form can be filled with of a line, and what was not understood of it. Throws nothing. */
  read?(words: Word[]): Reading;
  run(call: Call): Promise<void>;
  /** Every form that it opens. */
  forms?: Form[];
}

/** One use of a command. */
export interface Call {
  app: App;
  /** Every command there is. */
  commands: Command[];
  /** What follows the command's name, without --plan and without the reason. */
  words: Word[];
  /** Only tell what would be done. */
  planOnly: boolean;
  place: RequestOrigin;
  /** The caller as Console User. Throws forbidden. */
  context: () => Promise<Context<ConsoleUserActor>>;
  /**
   * Answers the caller alone, in Slack's markup; with blocks, the markup is what notifications read. `otherwise` makes what is
   * sent where Slack does not take those blocks.
   */
  say: (markup: string, blocks?: KnownBlock[], otherwise?: Said["otherwise"]) => Promise<void>;
  /** Shows a secret to the caller alone, in nothing that lasts. */
  whisper: (markup: string) => Promise<void>;
  /** Opens the form at once and fills it when what it needs has been read. */
  openForm: (form: Form, typed?: Record<string, string>) => Promise<void>;
  /** Says that the line was understood: what is refused from now on is not about its words. */
  understood: () => void;
  /** Submits a request, or tells its plan, and answers; what takes something away is asked first. */
  submit: <Input>(kind: RequestKind<Input>, input: Input) => Promise<void>;
}

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
    place: RequestOrigin,
    more: FormMore,
  ): Promise<string | Shown | Redrawn | Submitted | undefined>;
}

export interface FormView extends Pick<ModalView, "blocks" | "submit"> {
  /** What the form has to know again when it is sent; Slack carries 2,500 characters of it. */
  state?: unknown;
  /** What was typed and not found: a sentence each. */
  notices?: string[];
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
interface Redrawn {
  redraw: FormView;
}

/** By block id. One tick is true, several are their values, a moment is in UTC as in ISO 8601; what was left empty is undefined. */
export type FormValues = Record<string, string | string[] | boolean | undefined>;

type State = ViewOutput["state"]["values"][string][string];

/** The action id of checkboxes of which each stands for itself; elsewhere there is one tick, on or off. */
export const ticksAction = "ticks";

/** What a modal holds, by block id. Each block has one element. */
export function formValues(view: ViewOutput): FormValues {
  return Object.fromEntries(
    Object.entries(view.state.values).map(([block, elements]) => {
      const [action, state] = Object.entries(elements)[0] ?? [];
      return [block, valueOf(state, action === ticksAction)];
    }),
  );
}

function valueOf(state: State | undefined, ticks: boolean): string | string[] | boolean | undefined {
  if (state?.type === "file_input") return (state.files ?? []).map(({ id }) => id);
  const several = state?.selected_options?.map(({ value }) => value);
  if (state?.type === "checkboxes" && !ticks) return (several?.length ?? 0) > 0;
  if (state?.type === "checkboxes" || state?.type.startsWith("multi_")) return several ?? [];
  const moment = state?.selected_date_time;
  if (typeof moment === "number") return new Date(moment * 1000).toISOString();
  return state?.selected_option?.value ?? state?.selected_date ?? state?.value ?? undefined;
}
