import type { AccountUserActor } from "../context.ts";
import type { Session, User } from "../generated/prisma/client.ts";

/** A User as the actor of what is done in a session. */
export function accountUserActor(
  session: Pick<Session, "id" | "accountId" | "deploymentId">,
  user: Pick<User, "id" | "username">,
): AccountUserActor {
  return {
    kind: "account-user",
    id: user.id,
    name: user.username,
    sessionId: session.id,
    onlyAccountId: session.accountId,
    deploymentId: session.deploymentId,
    surface: "web",
  };
}
