import { z } from "@hono/zod-openapi";
import { readPartnerAccount } from "../../core/accounts/accounts-of-partner.ts";
import { resumeAccountRequest, suspendAccountRequest } from "../../core/accounts/suspend-account.ts";
import type { Account } from "../../core/generated/prisma/client.ts";
import { changeAtOnce } from "../../core/kernel/requests/change-at-once.ts";
import { wishFor } from "../../core/requests/ask-people.ts";
import { type Call, partnerRoute } from "../http/api-route.ts";
import { idInPath } from "../http/id-in-path.ts";
import { inPath } from "../http/path-errors.ts";
import { onlyReason } from "../http/reason-json.ts";

const tag = "Accounts";
const path = "/v1.0/accounts/{id}/suspension";

const suspensionJson = z
  .strictObject({
    AccountId: z.string(),
    SuspendedAt: z.iso.datetime().nullable().openapi({ description: "Null: it is not suspended." }),
    Reason: z.string().nullable(),
  })
  .openapi("AccountSuspension");

const show = (account: Account) => ({
  body: {
    AccountId: account.apiId,
    SuspendedAt: account.suspendedAt?.toISOString() ?? null,
    Reason: account.suspendedBecause,
  },
});

export const readSuspensionRoute = partnerRoute(
  {
    method: "get",
    path,
    tag,
    needs: "accounts:view",
    summary: "Whether an Account is suspended, since when and why",
    params: idInPath,
    answer: suspensionJson,
  },
  async ({ ctx, params }) => show(await readPartnerAccount(ctx, params.id)),
);

type Switch = Pick<Call<{ id: string }, unknown, z.output<typeof onlyReason>>, "ctx" | "params" | "body">;

const inputOf = async ({ ctx, params, body }: Switch) => ({
  accountId: (await readPartnerAccount(ctx, params.id)).id,
  because: body.Reason ?? null,
});

async function switchTo(kind: typeof suspendAccountRequest, call: Switch) {
  await inPath(["accountId"], changeAtOnce(call.ctx, kind, await inputOf(call)));
  return show(await readPartnerAccount(call.ctx, call.params.id));
}

export const suspendAccountRoute = partnerRoute(
  {
    method: "put",
    path,
    tag,
    operationId: "suspendAccount",
    needs: "accounts:edit",
    summary:
      "Suspend an Account, whose users lose access until it is resumed; one that is suspended stays so. Its sub-accounts do not change",
    params: idInPath,
    body: onlyReason,
    bodyOptional: true,
    answer: suspensionJson,
    asks: async (call) => wishFor(suspendAccountRequest, await inputOf(call)),
  },
  (call) => switchTo(suspendAccountRequest, call),
);

export const resumeAccountRoute = partnerRoute(
  {
    method: "delete",
    path,
    tag,
    operationId: "resumeAccount",
    needs: "accounts:edit",
    summary: "End the suspension of an Account; one that is not suspended stays so",
    params: idInPath,
    body: onlyReason,
    bodyOptional: true,
    answer: suspensionJson,
    asks: async (call) => wishFor(resumeAccountRequest, await inputOf(call)),
  },
  (call) => switchTo(resumeAccountRequest, call),
);
