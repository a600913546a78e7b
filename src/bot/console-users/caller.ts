import { identifyCaller } from "../../core/console-users/identify-caller.ts";
import type { App, ConsoleUserActor, Context } from "../../core/context.ts";

/** The user and workspace of any delivery from Slack, whose shapes differ. */
export interface Sender {
  chatUserId: string;
  workspaceId: string;
  /** What marks the delivery, the first time that it is asked for: see linkedOnce. */
  takeDeliveryKey?: () => string | undefined;
}

interface SlackBody {
  user_id?: string;
  team_id?: string;
  team?: { id?: string } | null;
  enterprise?: { id?: string } | null;
  enterprise_id?: string;
  user?: { id?: string; team_id?: string };
}

/** What a receiver puts into Bolt's context of a delivery that could be sent again: its signature. Socket Mode has none. */
export interface DeliveryContext {
  deliveryKey: string;
}

export function senderOf(body: SlackBody, context: Record<string, unknown> = {}): Sender {
  const { deliveryKey } = context as Partial<DeliveryContext>;
  let left = deliveryKey;
  const takeDeliveryKey = (): string | undefined => {
    const taken = left;
    left = undefined;
    return taken;
  };
  return {
    takeDeliveryKey,
    chatUserId: body.user_id ?? body.user?.id ?? "",
    // A shared channel delivers people of other workspaces: theirs counts, not the channel's. An app that is installed for
    // a whole organisation is told of no workspace, but of the organisation.
    workspaceId:
      body.user?.team_id ?? body.team_id ?? body.team?.id ?? body.enterprise?.id ?? body.enterprise_id ?? "",
  };
}

/** Throws forbidden for everyone who is no Console User. */
export async function callerContext(app: App, sender: Sender): Promise<Context<ConsoleUserActor>> {
  const { takeDeliveryKey, ...caller } = sender;
  return { ...app, actor: await identifyCaller(app, { ...caller, deliveryKey: takeDeliveryKey?.() }) };
}
