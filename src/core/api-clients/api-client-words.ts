import { accountLabel } from "../accounts/account-name.ts";
import { momentWords } from "../text/moment-words.ts";
import type { ListedApiClient } from "./list-api-clients.ts";

/** A client on one line, without its secret. */
export function apiClientLine(client: ListedApiClient): string {
  const { name, clientId, account, createdAt, createdBy, lastUsedAt } = client;
  const made = `made ${momentWords(createdAt)}${createdBy && ` by ${createdBy}`}`;
  return [
    name,
    `client ID ${clientId}`,
    account ? `reaches ${accountLabel(account)}` : "reaches every Account",
    made,
    lastUsedAt ? `last used ${momentWords(lastUsedAt)}` : "never used",
  ].join(" · ");
}
