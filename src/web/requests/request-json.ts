import { z } from "@hono/zod-openapi";
import type { RequestStatus } from "../../core/generated/prisma/client.ts";
import { requesterName } from "../../core/kernel/requests/requester.ts";
import { resolveForPrograms } from "../../core/kernel/text/command-hint.ts";
import type { ToldRequest } from "../../core/requests/requests-of-clients.ts";

/** How a Request stands, by the word that the API has for it. */
export const stateWords = {
  draft: "draft",
  awaitingApproval: "awaiting-approval",
  awaitingValues: "awaiting-values",
  queued: "queued",
  done: "done",
  failed: "failed",
  cancelled: "cancelled",
  denied: "denied",
  expired: "expired",
} as const satisfies Record<RequestStatus, string>;

const states = Object.values(stateWords) as [string, ...string[]];

export const stateWord = z.enum(states);

export const requestAnswer = z
  .strictObject({
    Id: z.uuid(),
    Kind: z.string().openapi({ example: "set-password" }),
    Title: z.string().openapi({ description: "What it is about, for people." }),
    Status: stateWord,
    Outcome: z.string().nullable().openapi({ description: "What it has come to, once it is done." }),
    Trouble: z.string().nullable().openapi({ description: "Why it failed, or has to be tried again." }),
    RequestedBy: z.string(),
    AccountId: z.string().nullable().openapi({ description: "The API ID of the Account that it is about." }),
    ApprovalsNeeded: z.int(),
    Approvals: z.int().openapi({ description: "How many approvals count so far." }),
    DeniedBecause: z.string().nullable(),
    CreatedAtUtc: z.iso.datetime(),
    ExpiresAtUtc: z.iso.datetime().nullable().openapi({ description: "Until when it waits." }),
    FinishedAtUtc: z.iso.datetime().nullable(),
  })
  .openapi("Request");

export function requestJson({ request, title, approvals }: ToldRequest): z.input<typeof requestAnswer> {
  const { id, kind, status, outcome, trouble, account, approvalsNeeded, votes } = request;
  const denial = votes.find(({ decision }) => decision === "deny");
  return {
    Id: id,
    Kind: kind,
    Title: forPrograms(title),
    Status: stateWords[status],
    Outcome: outcome,
    Trouble: trouble === null ? null : forPrograms(trouble),
    RequestedBy: requesterName(request),
    AccountId: account?.apiId ?? null,
    ApprovalsNeeded: approvalsNeeded,
    Approvals: approvals,
    DeniedBecause: denial?.reason ?? null,
    CreatedAtUtc: request.createdAt.toISOString(),
    ExpiresAtUtc: request.expiresAt?.toISOString() ?? null,
    FinishedAtUtc: request.finishedAt?.toISOString() ?? null,
  };
}

/** Without the marks that keep a name apart from the words around it, where both are shown to people. */
const forPrograms = (text: string): string => resolveForPrograms(text).replace(/[\u2066-\u2069]/gu, "");
