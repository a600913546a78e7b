import type { App } from "../../../context.ts";
import { brandColumns } from "../../names/brand.ts";
import { type Leased, take, takingStatement } from "../../outbox/lease.ts";
import { partOf } from "../../statement.ts";
import { requestOutbox } from "../invalidate-card.ts";
import type { TakenRequest } from "../request-kind.ts";

const request = partOf("Request");
const requester = partOf("ConsoleUser", "requester");
const apiClient = partOf("ApiClient", "apiClient");
const account = partOf("Account", "account");

const taking = takingStatement<
  Leased & { partnerName: string; brandColour: string; channelId: string | null }
>(requestOutbox, {
  by: ["id"],
  reading: `
    SELECT ${request.select("taken")}, ${requester.select("requester")}, ${apiClient.select("client")}, ${account.select("account")},
      ${brandColumns}, card."channelId" AS "channelId"
    FROM taken
    LEFT JOIN "ConsoleUser" requester ON requester."id" = taken."requesterId"
    LEFT JOIN "ApiClient" client ON client."id" = taken."apiClientId"
    LEFT JOIN "Account" account ON account."id" = taken."accountId"
    LEFT JOIN "ChatMessage" card ON card."requestId" = taken."id" AND card."key" = 'card'`,
});

/** Leases a Request, with all that its run needs to know. Undefined where that cannot be. */
export async function takeRequest(app: App, which: { id: string }): Promise<TakenRequest | undefined> {
  const taken = await take(app, taking, which);
  const row = taken && request.read(taken);
  if (!row) return undefined;
  return {
    ...row,
    requester: requester.read(taken) ?? null,
    apiClient: apiClient.read(taken) ?? null,
    account: account.read(taken) ?? null,
    partnerName: taken.partnerName,
    brandColour: taken.brandColour,
    channelId: taken.channelId,
  };
}
