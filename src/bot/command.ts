import type { KnownBlock } from "@slack/types";
import type { Permission } from "../core/console-users/permission-grid.ts";
import type { App, ConsoleUserActor, Context } from "../core/context.ts";
import type { DefinedRequest } from "../core/requests/define-request.ts";
import type { MayNeedApproval } from "../core/requests/explain-approval.ts";
import type { Place } from "../core/requests/submit-request.ts";
import type { Form } from "./form.ts";
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

/** One subcommand: one file, and one line in commands/index.ts. */
export interface Command {
  name: string;
  area: Area;
  summary: string;
  /** What it takes; left out where every Console User may. */
  needs?: Permission;
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
  place: Place;
  /** The caller as Console User. Throws forbidden. */
  context: () => Promise<Context<ConsoleUserActor>>;
  /** Answers the caller alone, in Slack's markup; with blocks, the markup is what notifications read. */
  say: (markup: string, blocks?: KnownBlock[]) => Promise<void>;
  /** Opens the form at once and fills it when what it needs has been read. */
  openForm: (form: Form, typed?: Record<string, string>) => Promise<void>;
  /** Submits a request, or tells its plan, and answers; what takes something away is asked first. */
  submit: <Input>(kind: DefinedRequest<Input>, input: Input) => Promise<void>;
}
