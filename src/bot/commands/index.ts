import type { Command } from "../command.ts";
import { grantAdmin } from "./grant-admin.ts";
import { help } from "./help.ts";
import { invite } from "./invite.ts";
import { revokeAdmin } from "./revoke-admin.ts";

/** Every subcommand of /cyclr, in the order in which help lists them. */
export const commands: Command[] = [invite, grantAdmin, revokeAdmin, help];
