import type { KeptAnswer } from "../../core/api-clients/answer-once.ts";
import type { ApiClientActor, Context } from "../../core/context.ts";
import { ApprovalNeeded } from "../../core/kernel/errors.ts";
import { askPeople, type Wish } from "../../core/requests/ask-people.ts";
import { readClientRequest } from "../../core/requests/requests-of-clients.ts";
import { requestJson } from "../requests/request-json.ts";
import type { ApiContext } from "./api-errors.ts";

/**
 * What a call is answered that people have to approve: with `Prefer: respond-async` (RFC 7240) they are asked, and the answer
 * says where it can be seen how that stands. Throws on whatever else it is.
 */
export async function askInstead(
  c: ApiContext,
  ctx: Context<ApiClientActor>,
  error: unknown,
  wish: (() => Promise<Wish> | Wish) | undefined,
): Promise<KeptAnswer> {
  if (!(error instanceof ApprovalNeeded) || !wish) throw error;
  if (!/(?:^|[,;\s])respond-async(?=$|[,;\s])/iu.test(c.req.header("prefer") ?? ""))
    throw new ApprovalNeeded(`${error.message} With “Prefer: respond-async” this call asks them itself.`);
  const id = await askPeople(ctx, await wish());
  if (id === undefined)
    throw new ApprovalNeeded(`${error.message} Nobody who could approve it is linked to Slack yet.`);
  const body = requestJson(await readClientRequest(ctx, id));
  const headers = { Location: `/v1.0/requests/${id}`, "Preference-Applied": "respond-async" };
  return { status: 202, headers, body };
}
