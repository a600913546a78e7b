import type { App, ConsoleUserActor, Context } from "../core/context.ts";
import type { Place } from "../core/requests/submit-request.ts";
import type { Form } from "./form.ts";
import type { Word } from "./words.ts";

/** One subcommand: one file, and one line in commands/index.ts. */
export interface Command {
  name: string;
  summary: string;
  /** The whole command on one line, after its name; the first is the shortest. */
  usage: string[];
  example: string;
  run(call: Call): Promise<void>;
  form?: Form;
}

/** One use of a command. */
export interface Call {
  app: App;
  /** What follows the command's name. */
  words: Word[];
  place: Place;
  /** The caller as Console User. Throws forbidden. */
  context(): Promise<Context<ConsoleUserActor>>;
  /** Answers the caller alone, in Slack's markup. */
  say(markup: string): Promise<void>;
  /** Opens the form at once and fills it when what it needs has been read. */
  openForm(form: Form, typed?: Record<string, string>): Promise<void>;
}
