import { z } from "@hono/zod-openapi";
import type { RequestStatus } from "../../core/generated/prisma/client.ts";
import {
  cancelClientRequest,
  listClientRequests,
  readClientRequest,
  retryClientRequest,
  type ToldRequest,
} from "../../core/requests/requests-of-clients.ts";
import { sharedRoute } from "../http/api-route.ts";
import { answerCursor, cursorPage, cursorQuery, cutPage, readCursor } from "../http/cursor-list.ts";
import { flag, text } from "../http/json-schemas.ts";
import { requestAnswer, requestJson, stateWord, stateWords } from "./request-json.ts";

const tag = "Requests";
const path = "/v1.0/requests/{id}";
const params = z.object({ id: z.uuid("Use the Id of a request.") });

export const listRequestsRoute = sharedRoute(
  {
    method: "get",
    path: "/v1.0/requests",
    tag,
    needs: null,
    summary: "Requests, newest first: the client's own, and of others those that its permissions show",
    query: cursorQuery({
      status: stateWord.optional(),
      kind: text.pipe(z.string().max(100)).optional(),
      own: flag.optional(),
    }),
    answer: cursorPage(requestAnswer, "Requests"),
  },
  async (call) => {
    const { status, kind, own } = call.query;
    const { take, after } = readCursor(call, z.uuid());
    const asked = { kind, own, take, before: after, ...(status && { status: statusesOf(status) }) };
    const page = cutPage(
      await listClientRequests(call.ctx, asked),
      take,
      ({ request }: ToldRequest) => request.id,
    );
    return answerCursor(call, page, requestJson);
  },
);

const statusesOf = (word: string): RequestStatus[] =>
  Object.entries(stateWords).flatMap(([status, one]) => (one === word ? [status as RequestStatus] : []));

export const readRequestRoute = sharedRoute(
  {
    method: "get",
    path,
    tag,
    needs: null,
    summary: "One request, and how it stands",
    params,
    answer: requestAnswer,
  },
  async ({ ctx, params: { id } }) => ({ body: requestJson(await readClientRequest(ctx, id)) }),
);

export const retryRequestRoute = sharedRoute(
  {
    method: "post",
    path: `${path}/retry`,
    tag,
    needs: null,
    summary: "Try a request that failed again: what was done before is not done twice",
    params,
    answer: requestAnswer,
    conflict: "It has not failed, or somebody was faster.",
  },
  async ({ ctx, params: { id } }) => ({ body: requestJson(await retryClientRequest(ctx, id)) }),
);

export const cancelRequestRoute = sharedRoute(
  {
    method: "post",
    path: `${path}/cancel`,
    tag,
    needs: null,
    summary: "Take back a request of one's own that waits, or leave one that failed as it is",
    params,
    answer: requestAnswer,
    conflict: "It no longer waits.",
  },
  async ({ ctx, params: { id } }) => ({ body: requestJson(await cancelClientRequest(ctx, id)) }),
);
