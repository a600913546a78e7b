import { randomUUID } from "node:crypto";
import { z } from "@hono/zod-openapi";
import {
  changePartnerAccount,
  createPartnerAccount,
  deletePartnerAccount,
  listPartnerAccounts,
  readPartnerAccount,
} from "../../core/accounts/accounts-of-partner.ts";
import { changeAccountSettingsRequest, settingsMark } from "../../core/accounts/change-account-settings.ts";
import { deleteAccountRequest } from "../../core/accounts/delete-account.ts";
import { accountDescription, accountName, createAccountRequest } from "../../core/accounts/create-account.ts";
import { runSettingsOf } from "../../core/accounts/run-settings.ts";
import type { Account } from "../../core/generated/prisma/client.ts";
import type { Transaction } from "../../core/kernel/database.ts";
import { DomainError } from "../../core/kernel/errors.ts";
import { lockAccount } from "../../core/kernel/levels/load-account.ts";
import { largestPage } from "../../core/kernel/text/page.ts";
import { wishFor } from "../../core/requests/ask-people.ts";
import { ApiProblem, withFields } from "../http/api-errors.ts";
import { answerPage, listQuery, readList } from "../http/api-list.ts";
import { partnerRoute } from "../http/api-route.ts";
import { idInPath } from "../http/id-in-path.ts";
import { jsonObject, text } from "../http/json-schemas.ts";
import { accountJson, readRun, readZone, runFields, showAccounts } from "./account-json.ts";

const tag = "Accounts";
const path = "/v1.0/accounts/{id}";

const orders = {
  createddate: "createdAt",
  name: "nameKey",
  id: "apiIdKey",
} as const;

export const listAccountsRoute = partnerRoute(
  {
    method: "get",
    path: "/v1.0/accounts",
    tag,
    needs: "accounts:view",
    vendor: true,
    summary: "The Partner's Accounts, sub-accounts among them; of ExternalId the one that has it",
    query: listQuery({ ExternalId: text.max(200).optional() }),
    answer: z.array(accountJson),
  },
  async (call) => {
    const { ExternalId: externalId } = call.query;
    const page = await listPartnerAccounts(call.ctx, { externalId, ...readList(call, orders) });
    return answerPage(page, await showAccounts(call.ctx, page.rows));
  },
);

export const listSubAccountsRoute = partnerRoute(
  {
    method: "get",
    path: `${path}/subaccounts`,
    tag,
    needs: "accounts:view",
    operationId: "listSubAccounts",
    vendor: true,
    summary: "The sub-accounts of an Account",
    params: idInPath,
    query: listQuery({}),
    answer: z.array(accountJson),
  },
  async (call) => {
    // Whoever asks for no page means all of them.
    const asked = readList(call, orders, { pageSize: largestPage });
    const page = await listPartnerAccounts(call.ctx, { parent: call.params.id, ...asked });
    return answerPage(page, await showAccounts(call.ctx, page.rows));
  },
);

const shown = async (app: Parameters<typeof showAccounts>[0], account: Account) =>
  (await showAccounts(app, [account]))(account);

const nameMissing = "Name is required";

const newAccount = jsonObject({
  Id: text.nullish(),
  Name: z
    .string({ error: ({ input }) => (input === undefined ? nameMissing : undefined) })
    .refine((name) => name.trim() !== "", nameMissing)
    .pipe(text)
    .pipe(accountName),
  Description: text.pipe(accountDescription).nullish(),
  ParentAccountId: text.nullish(),
  ExternalId: text.nullish(),
  ...runFields,
}).openapi("NewAccount");

export const createAccountRoute = partnerRoute(
  {
    method: "post",
    path: "/v1.0/accounts",
    tag,
    needs: "accounts:manage",
    vendor: {
      differs:
        "an Id that another Account has had, or a sensitive parent, answers 403 approval-needed, unless this client itself deleted that Account: calls that name the Id would reach another customer",
    },
    summary: "Make an Account, or a sub-account, that nobody has access to yet",
    body: newAccount,
    answer: accountJson,
    async asks({ ctx, body }) {
      refuseRunFields(body);
      const parent = body.ParentAccountId ? await readPartnerAccount(ctx, body.ParentAccountId) : null;
      const apiId = body.Id || randomUUID();
      const input = {
        name: body.Name,
        apiId,
        description: body.Description ?? "",
        parentId: parent?.id ?? null,
      };
      return wishFor(createAccountRequest, input);
    },
    conflict: "Another Account has the ExternalId.",
  },
  async ({ ctx, body }) => {
    const run = readRun(body, runSettingsOf({ runSettings: null }));
    const account = await inVendorsWords(
      createPartnerAccount(ctx, {
        apiId: body.Id || null,
        name: body.Name,
        description: body.Description ?? undefined,
        parent: body.ParentAccountId,
        externalId: body.ExternalId,
        timeZone: body.Timezone || undefined,
        run,
      }),
    );
    return { body: await shown(ctx, account) };
  },
);

const notAsked = { ...runFields, ExternalId: true };

/** People are asked for what they see in Slack, and these are not there. */
function refuseRunFields(body: Partial<Record<keyof typeof notAsked, unknown>>): void {
  const given = Object.keys(notAsked).find((field) => body[field as keyof typeof notAsked] !== undefined);
  if (given)
    throw new ApiProblem(
      403,
      `${given}: People can be asked for Id, Name and Description alone. Leave this out.`,
      {
        code: "approval-needed",
        field: given,
      },
    );
}

/** An API ID is an Id in this API, and one that is taken a wrong value. */
async function inVendorsWords<Result>(work: Promise<Result>): Promise<Result> {
  return withFields(work, (field) => (field === "apiId" ? "Id" : field)).catch((error: unknown) => {
    if (!(error instanceof DomainError) || error.field !== "Id" || error.code !== "conflict") throw error;
    throw new ApiProblem(400, error.message, { code: "id-in-use", field: "Id" });
  });
}

export const readAccountRoute = partnerRoute(
  {
    method: "get",
    path,
    tag,
    needs: "accounts:view",
    vendor: true,
    summary: "One Account",
    params: idInPath,
    answer: accountJson,
  },
  async ({ ctx, params }) => ({ body: await shown(ctx, await readPartnerAccount(ctx, params.id)) }),
);

const holdNamed = async (tx: Transaction, { id }: { id: string }) =>
  lockAccount(tx, (await readPartnerAccount({ db: tx }, id)).id);

const changes = jsonObject({
  Id: text.nullish(),
  Name: text.pipe(accountName).nullish(),
  Description: text.pipe(accountDescription).nullish(),
  ExternalId: text.nullish(),
  ...runFields,
}).openapi("AccountChanges");

export const changeAccountRoute = partnerRoute(
  {
    method: "put",
    path,
    tag,
    needs: "accounts:edit",
    vendor: {
      differs:
        "an Id that another Account has had, and any change of a sensitive Account, answers 403 approval-needed: people approve those",
    },
    summary: "Change an Account; what is left out stays, and a null retention is the usual one again",
    params: idInPath,
    body: changes,
    bodyOptional: true,
    answer: accountJson,
    async asks({ ctx, params, body }) {
      refuseRunFields(body);
      const account = await readPartnerAccount(ctx, params.id);
      const [name, apiId, description] = [body.Name, body.Id, body.Description];
      return wishFor(changeAccountSettingsRequest, {
        accountId: account.id,
        shown: settingsMark(account),
        ...(name != null && { name }),
        ...(apiId != null && { apiId }),
        ...(description != null && { description }),
      });
    },
    hold: holdNamed,
    conflict: "Another Account has the ExternalId.",
  },
  async ({ ctx, params, body }) => {
    const stands = await readPartnerAccount(ctx, params.id);
    const run = readRun(body, runSettingsOf(stands));
    const timeZone = await readZone(ctx, body, stands);
    const account = await inVendorsWords(
      changePartnerAccount(ctx, params.id, {
        name: body.Name ?? undefined,
        apiId: body.Id ?? undefined,
        description: body.Description ?? undefined,
        externalId: body.ExternalId,
        timeZone,
        run,
      }),
    );
    return { body: await shown(ctx, account) };
  },
);

export const deleteAccountRoute = partnerRoute(
  {
    method: "delete",
    path,
    tag,
    needs: "accounts:manage",
    vendor: {
      differs:
        "409 while it has sub-accounts or active cycles, and 403 approval-needed for a sensitive Account: a deletion cannot be undone",
    },
    summary: "Delete an Account with its memberships and paused cycles; its Users stay",
    params: idInPath,
    answer: z.strictObject({}),
    conflict: "It has sub-accounts, or cycles that run.",
    async asks({ ctx, params }) {
      const { id: accountId } = await readPartnerAccount(ctx, params.id);
      return wishFor(deleteAccountRequest, { accountId });
    },
    hold: holdNamed,
  },
  async ({ ctx, params }) => {
    await deletePartnerAccount(ctx, params.id).catch((error: unknown) => {
      throw error instanceof DomainError && error.code === "conflict"
        ? new DomainError("conflict", error.message)
        : error;
    });
    return { body: {} };
  },
);

export const readUsageRoute = partnerRoute(
  {
    method: "get",
    path: `${path}/usage`,
    tag,
    needs: "accounts:view",
    vendor: { differs: "always 0 tasks, of this month: nothing runs here" },
    summary: "How many tasks the Account's integrations have used",
    params: idInPath,
    query: listQuery({}),
    answer: z
      .strictObject({
        Id: z.string(),
        TasksUsed: z.int(),
        StartTime: z.iso.datetime(),
        EndTime: z.iso.datetime(),
      })
      .openapi("Usage"),
  },
  async ({ ctx, params }) => {
    const { apiId } = await readPartnerAccount(ctx, params.id);
    const now = ctx.clock();
    const StartTime = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth())).toISOString();
    return { body: { Id: apiId, TasksUsed: 0, StartTime, EndTime: now.toISOString() } };
  },
);
