import { z } from "zod";
import { requestFilters } from "../../core/requests/list-requests.ts";
import type { Action } from "../action.ts";
import { requestsFilterAction, requestsPageAction, showRequests } from "../request-list.ts";

const pageValue = z.object({ filter: z.enum(requestFilters), before: z.uuid().optional() });

/** Another page of the list, or another list, in the place of the one that is shown. */
export const requestsPages: Action[] = [requestsPageAction, ...requestFilters.map(requestsFilterAction)].map(
  (name) => ({
    name,
    async run({ value, context, replace }) {
      const [text, blocks] = await showRequests(await context(), pageValue.parse(JSON.parse(value)));
      await replace(text, blocks);
    },
  }),
);
