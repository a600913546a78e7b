import type { ApiClientActor } from "../../context.ts";
import type { ApiClient } from "../../generated/prisma/client.ts";
import { accessOf, type ConsolePermissions, within } from "./access.ts";

type Known = Pick<ApiClient, "id" | "name" | "accountId" | "fullAccess" | "permissions">;

interface Token {
  /** The only Account that it reaches, where that is not its client's own. */
  accountId?: string | null;
  /** What its scope has asked for; null: all that its client may do. */
  permissions?: ConsolePermissions | null;
}

/** An application, which may do what its client may by now and its token was asked for. */
export function apiClientActor(
  client: Known,
  { accountId = null, permissions = null }: Token = {},
  surface: ApiClientActor["surface"] = "api",
): ApiClientActor {
  const { id, name } = client;
  const may = within(accessOf(client), permissions);
  const nobody = { chatUserId: null, timeZone: null, needs: null };
  return {
    kind: "api-client",
    id,
    name,
    ...nobody,
    ...may,
    onlyAccountId: accountId ?? client.accountId,
    surface,
  };
}
