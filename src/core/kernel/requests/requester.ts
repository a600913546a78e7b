import type { ConsoleUserActor } from "../../context.ts";
import type { ApiClient, ConsoleUser } from "../../generated/prisma/client.ts";
import { accessOf, whyInactive, allows, type Permission } from "../access/access.ts";
import { apiClientActor } from "../access/api-client-actor.ts";
import { consoleUserActor, nameOf } from "../access/console-user-actor.ts";

/** Who asked for a Request: a Console User or an application; neither where that one is gone. */
export interface Requesting {
  requester: ConsoleUser | null;
  apiClient: ApiClient | null;
}

/** Whoever asked, as they are now; undefined where they are gone. */
export function requesterActor({ requester, apiClient }: Requesting): ConsoleUserActor | undefined {
  if (requester) return consoleUserActor(requester, "job");
  return apiClient ? apiClientActor(apiClient, {}, "job") : undefined;
}

/** A sentence without its end, where the rights of whoever asked do not hold; undefined where they do. */
export function whyGone({ requester, apiClient }: Requesting): string | undefined {
  if (apiClient)
    return apiClient.revokedAt
      ? `The application ${apiClient.name}, which asked for this, was revoked`
      : undefined;
  const why = whyInactive(requester);
  return why && `The person who asked for this ${why}`;
}

/** Whether whoever asked may still ask for it. */
export function stillAllowed(request: Requesting & { needs: string | null }): boolean {
  if (whyGone(request)) return false;
  const holder = request.requester ?? request.apiClient;
  return holder !== null && (!request.needs || allows(accessOf(holder), request.needs as Permission));
}

/** How whoever asked is spoken of. */
export function requesterName({ requester, apiClient }: Requesting): string {
  if (requester) return nameOf(requester);
  return apiClient ? `the application ${apiClient.name}` : "somebody who was removed";
}

/** Whether it is this actor's own. */
export function isOwn(
  { requesterId, apiClientId }: { requesterId: string | null; apiClientId: string | null },
  { kind, id }: Pick<ConsoleUserActor, "kind" | "id">,
): boolean {
  return (kind === "api-client" ? apiClientId : requesterId) === id;
}
