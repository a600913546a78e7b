import { shorten } from "../chat/mrkdwn.ts";
import type { App } from "../context.ts";
import { DomainError } from "../errors.ts";
import { fold } from "../text/fold.ts";
import { listApiClients, type ListedApiClient } from "./list-api-clients.ts";

/** The one client that the words name: by client ID or name, in any case. Throws not-found. */
export async function findApiClient(app: Pick<App, "db">, words: string): Promise<ListedApiClient> {
  const key = fold(words);
  const clients = await listApiClients(app);
  const found = clients.find(({ clientId, name }) => clientId === key || fold(name) === key);
  if (found) return found;
  const known = clients.map(({ name }) => name).join(", ");
  throw new DomainError(
    "not-found",
    `No API client is called “${shorten(words, 80)}”. ${known ? `There is: ${known}.` : "There is none."}`,
    "apiClientId",
  );
}
