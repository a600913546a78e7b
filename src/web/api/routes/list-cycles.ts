import { z } from "@hono/zod-openapi";
import { listCycles } from "../../../core/cycles/list-cycles.ts";
import { accountRoute } from "../api-route.ts";
import { cycleJson, showCycle } from "../json/cycle-json.ts";
import { answerPage, pageQuery } from "../page-query.ts";

export const listCyclesRoute = accountRoute(
  {
    method: "get",
    path: "/v1.0/cycles",
    tag: "Cycles",
    summary: "The cycles of the Account",
    query: pageQuery,
    answer: z.array(cycleJson),
  },
  async ({ ctx, account, query }) =>
    answerPage(await listCycles(ctx, { accountId: account.id, ...query }), showCycle),
);
