import { type KeptAnswer, answerOnce } from "../../core/api-clients/answer-once.ts";
import { permissionsOf } from "../../core/kernel/access/access.ts";
import type { ApiClientActor, Context } from "../../core/context.ts";
import { type ApiContext, ApiProblem } from "./api-errors.ts";

const header = "Idempotency-Key";

/** What a handler has answered; `linkToken` is that of a sign-in link in it. */
export interface Told {
  answer: KeptAnswer;
  linkToken?: string | undefined;
}

/**
 * Answers a call that changes something: with an Idempotency-Key it is done at most once in 24 hours, and a repeat is answered
 * as the first one was. Throws ApiProblem: 409 while the first one runs, 422 where the key came with another call, 410 where the
 * answer held a link that has ended.
 */
export async function onlyOnce(
  c: ApiContext,
  ctx: Context<ApiClientActor>,
  work: (ctx: Context<ApiClientActor>) => Promise<Told>,
): Promise<KeptAnswer> {
  const key = keyOf(c);
  if (key === undefined) return (await work(ctx)).answer;
  const { pathname, search } = new URL(c.req.url);
  const account = c.req.header("x-cyclr-account")?.trim() ?? "";
  // Another token of the same client may reach less: what it asks is another call.
  const may = permissionsOf(ctx.actor);
  const reach = [ctx.actor.onlyAccountId, ctx.actor.fullAccess, may];
  const call = JSON.stringify([c.req.method, pathname, search, account, await c.req.text(), reach]);
  const once = await answerOnce(ctx, { key, call }, work);
  switch (once.is) {
    case "answered":
      return once.answer;
    case "replayed":
      return { ...once.answer, headers: { ...once.answer.headers, "Idempotency-Replayed": "true" } };
    case "running":
      throw new ApiProblem(409, `${header}: A call with this key is still being worked on. Try again.`, {
        code: "idempotency-key-in-use",
        headers: { "Retry-After": "1" },
      });
    case "reused":
      throw new ApiProblem(422, `${header}: This key came with another call before. Use a new one.`, {
        field: header,
      });
    case "ended":
      throw new ApiProblem(
        410,
        `${header}: This call was done, and the link in its answer has ended. Use a new key for a new link.`,
        { field: header },
      );
  }
}

/** As the draft has it, in quotes; or without, as most send it. */
function keyOf(c: ApiContext): string | undefined {
  const given = c.req.header(header)?.trim();
  if (given === undefined || ["GET", "HEAD"].includes(c.req.method)) return undefined;
  const key = /^"([\x20\x21\x23-\x5B\x5D-\x7E]{1,255})"$|^([\x21\x23-\x5B\x5D-\x7E]{1,255})$/u.exec(given);
  if (key) return key[1] ?? key[2];
  throw new ApiProblem(400, `${header}: Send 1 to 255 visible characters, such as a UUID.`, {
    field: header,
  });
}
