import { identifyCaller } from "../core/console-users/identify-caller.ts";
import type { App, ConsoleUserActor, Context } from "../core/context.ts";

/** The user and workspace of any delivery from Slack, whose shapes differ. */
export interface Sender {
  chatUserId: string;
  workspaceId: string;
}

interface SlackBody {
  user_id?: string;
  team_id?: string;
  team?: { id?: string } | null;
  enterprise?: { id?: string } | null;
  enterprise_id?: string;
  user?: { id?: string; team_id?: string };
}

export function senderOf(body: SlackBody): Sender {
  return {
    chatUserId: body.user_id ?? body.user?.id ?? "",
    // A shared channel delivers people of other workspaces: theirs counts, not the channel's. An app that is installed for
    // a whole organisation is told of no workspace, but of the organisation.
    workspaceId:
      body.user?.team_id ?? body.team_id ?? body.team?.id ?? body.enterprise?.id ?? body.enterprise_id ?? "",
  };
}

/** Throws forbidden for everyone who is no Console User. */
export async function callerContext(app: App, sender: Sender): Promise<Context<ConsoleUserActor>> {
  return { ...app, actor: await identifyCaller(app, sender) };
}
