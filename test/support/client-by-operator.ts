import { addApiClient } from "../../src/core/api-clients/revoke-api-client.ts";
import type { App } from "../../src/core/context.ts";
import type { Access } from "../../src/core/kernel/access/access.ts";
import { makeConsoleUser } from "./factories.ts";

/** An API client with its secret, made on the command line for a Console User who has Full Access. */
export async function clientByOperator(
  app: App,
  { name, accountId = null, access }: { name: string; accountId?: string | null; access?: Access },
) {
  const { email } = await makeConsoleUser(app.db, { fullAccess: true });
  const actor = { kind: "operator", name: "root", surface: "command-line" } as const;
  return addApiClient({ ...app, actor }, { name, accountId, email, access });
}
