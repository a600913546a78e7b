import type { Command } from "./command.ts";
import type { Action } from "./action.ts";
import { allCommandsAction } from "./dispatch-command.ts";
import { help } from "./help-texts.ts";
import { overviewBlocks } from "./listing.ts";

/** The list of all commands, under what was not understood. */
export const allCommands = (commands: Command[]): Action => ({
  name: allCommandsAction,
  async run({ say }) {
    const all = help(commands);
    await say(all, overviewBlocks("help", all));
  },
});
