import type { Context } from "hono";
import type { ApiClientActor } from "../../core/context.ts";
import type { Account } from "../../core/generated/prisma/client.ts";
import type { WebEnv } from "../web-context.ts";

export interface ApiEnv {
  Bindings: WebEnv["Bindings"];
  Variables: Pick<WebEnv["Variables"], "app" | "limits" | "client"> & {
    /** Who calls, on every route but the one that gives tokens. */
    actor: ApiClientActor;
    /** Of the header X-Cyclr-Account, on the routes that need it. */
    account: Account;
  };
}

export type ApiContext = Context<ApiEnv>;
