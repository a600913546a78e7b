import type { Command } from "../command.ts";
import { help } from "./help.ts";
import { invite } from "./invite.ts";

/** Every subcommand of /cyclr, in the order in which help lists them. */
export const commands: Command[] = [invite, help];
