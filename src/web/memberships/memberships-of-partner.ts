import { z } from "@hono/zod-openapi";
import { readPartnerAccount } from "../../core/accounts/accounts-of-partner.ts";
import type { Transaction } from "../../core/kernel/database.ts";
import { lockAccount } from "../../core/kernel/levels/load-account.ts";
import { changeAtOnce } from "../../core/kernel/requests/change-at-once.ts";
import { listUserAccounts } from "../../core/memberships/list-account-users.ts";
import {
  idsOfMembership,
  listPartnerMemberships,
  readPartnerMembership,
  readAddition,
  readLevelChange,
} from "../../core/memberships/memberships-of-partner.ts";
import { removeUserRequest } from "../../core/memberships/remove-user.ts";
import {
  resumeMembershipRequest,
  suspendMembershipRequest,
} from "../../core/memberships/suspend-membership.ts";
import { addAccountsRequest } from "../../core/memberships/add-accounts.ts";
import { wishFor } from "../../core/requests/ask-people.ts";
import { accountsAtOnce } from "../../core/users/reset-password.ts";
import { personById } from "../../core/users/users-of-partner.ts";
import { ApiProblem } from "../http/api-errors.ts";
import { type Call, partnerRoute } from "../http/api-route.ts";
import { answerCursor, cursorPage, cursorQuery, cutPage, readCursor } from "../http/cursor-list.ts";
import { idInPath } from "../http/id-in-path.ts";
import { inUtc, jsonObject, moment, text } from "../http/json-schemas.ts";
import { inPath } from "../http/path-errors.ts";
import { onlyReason, reasonJson } from "../http/reason-json.ts";
import { levelJson, membershipJson, showMembership } from "./membership-json.ts";

const tag = "Memberships";
const path = "/v1.0/accounts/{id}/memberships";
const onePath = `${path}/{userId}`;
const ofUser = "/v1.0/users/{id}/memberships";
const params = z.object({ id: z.string(), userId: z.string() });
type Params = z.infer<typeof params>;
const fields = ["userId", "accountId"];
const list = cursorPage(membershipJson, "Memberships");

const holdAccountNamed = async (tx: Transaction, { id }: Params) =>
  lockAccount(tx, (await readPartnerAccount({ db: tx }, id)).id);

/** The membership as it stands after a change. */
async function answerOne({
  ctx,
  params: { id: account, userId },
}: Pick<Call<Params, unknown, unknown>, "ctx" | "params">) {
  const found = await inPath(fields, readPartnerMembership(ctx, { account, userId }));
  return { body: showMembership(found) };
}

export const listMembershipsRoute = partnerRoute(
  {
    method: "get",
    path,
    tag,
    needs: "users:view",
    summary:
      "The memberships of an Account, by user ID, each with its level; of Search those whose user ID or e-mail contains it",
    params: idInPath,
    query: cursorQuery({ Search: text.max(200).optional() }),
    answer: list,
  },
  async (call) => {
    const { take, after } = readCursor(call, z.string());
    const { Search: words } = call.query;
    const asked = { account: call.params.id, words, after, take: take + 1 };
    const found = await listPartnerMemberships(call.ctx, asked);
    return answerCursor(
      call,
      cutPage(found, take, ({ user }) => user.usernameKey),
      showMembership,
    );
  },
);

export const listUserMembershipsRoute = partnerRoute(
  {
    method: "get",
    path: ofUser,
    tag,
    needs: "users:view",
    summary: "The memberships of a User, by the Account's name, each with its level",
    params: idInPath,
    query: cursorQuery({}),
    answer: list,
  },
  async (call) => {
    const { take, after } = readCursor(call, z.object({ nameKey: z.string(), id: z.uuid() }));
    const user = await personById(call.ctx.db, call.params.id);
    const page = await listUserAccounts(call.ctx, { userId: user.id, after, take });
    const next = page.next && { nameKey: page.next.nameKey, id: page.next.id };
    return answerCursor(call, { rows: page.rows, next }, (row) => showMembership({ ...row, user }));
  },
);

const newMemberships = jsonObject({
  Accounts: z
    .array(jsonObject({ AccountId: text, Level: levelJson.optional() }))
    .min(1)
    .max(accountsAtOnce),
}).openapi("NewMemberships");

export const addMembershipsRoute = partnerRoute(
  {
    method: "post",
    path: ofUser,
    tag,
    operationId: "addMemberships",
    needs: "users:edit",
    summary: "Give a User more Accounts, each at a level of its own: all of them, or none",
    params: idInPath,
    body: newMemberships,
    status: 201,
    answer: z.strictObject({ Data: z.array(membershipJson) }).openapi("GivenMemberships"),
    conflict: "The User is a member of one of them already.",
    asks: async (call) => wishFor(addAccountsRequest, await additionOf(call)),
  },
  async (call) => {
    const { ctx, body } = call;
    const input = await additionOf(call);
    await inPath(["userId", "accountIds", "administratorOf"], changeAtOnce(ctx, addAccountsRequest, input));
    const { userId } = input;
    const given = body.Accounts.map(({ AccountId: account }) =>
      readPartnerMembership(ctx, { account, userId }),
    );
    return { body: { Data: (await Promise.all(given)).map(showMembership) } };
  },
);

type Adding = Pick<Call<{ id: string }, unknown, z.output<typeof newMemberships>>, "ctx" | "params" | "body">;

async function additionOf({ ctx, params: { id }, body: { Accounts } }: Adding) {
  const { id: userId } = await personById(ctx.db, id);
  const accounts = Accounts.map(({ AccountId: account, Level: level = "Access" }) => ({ account, level }));
  return readAddition(ctx, { userId, accounts });
}

export const readMembershipRoute = partnerRoute(
  {
    method: "get",
    path: onePath,
    tag,
    operationId: "getMembership",
    needs: "users:view",
    summary: "One User in one Account",
    params,
    answer: membershipJson,
  },
  answerOne,
);

const newLevel = jsonObject({
  Level: levelJson,
  Until: moment
    .nullish()
    .openapi({ description: "When Administrator ends by itself: in 15 minutes to 90 days." }),
  Reason: reasonJson,
}).openapi("MembershipLevel");

export const setLevelRoute = partnerRoute(
  {
    method: "put",
    path: onePath,
    tag,
    operationId: "setMembershipLevel",
    needs: "users:edit",
    summary:
      "Give a member a level. Administrator, until a time where one is given, answers 403 approval-needed where people have to approve it; what somebody has for longer stays",
    params,
    body: newLevel,
    hold: holdAccountNamed,
    answer: membershipJson,
    async asks(call) {
      const { kind, input } = await levelChangeOf(call);
      return wishFor(kind, input, { reason: call.body.Reason });
    },
  },
  async (call) => {
    const { kind, input } = await levelChangeOf(call);
    await inPath(fields, changeAtOnce(call.ctx, kind, input, call.body.Reason));
    return answerOne(call);
  },
);

type Levelling = Pick<Call<Params, unknown, z.output<typeof newLevel>>, "ctx" | "params" | "body">;

function levelChangeOf({ ctx, params: { id: account, userId }, body: { Level: level, Until } }: Levelling) {
  if (Until && level === "Access")
    throw new ApiProblem(400, "Until: Only Administrator ends by itself.", { field: "Until" });
  return readLevelChange(ctx, { account, userId, level, until: Until ? inUtc(Until) : undefined });
}

export const removeMembershipRoute = partnerRoute(
  {
    method: "delete",
    path: onePath,
    tag,
    operationId: "removeMembership",
    needs: "users:manage",
    summary: "Take an Account from a User, who stays",
    params,
    hold: holdAccountNamed,
    answer: z.strictObject({}),
    asks: async ({ ctx, params: { id: account, userId } }) =>
      wishFor(removeUserRequest, await idsOfMembership(ctx, { account, userId })),
  },
  async ({ ctx, params: { id: account, userId } }) => {
    const ids = await idsOfMembership(ctx, { account, userId });
    await inPath(fields, changeAtOnce(ctx, removeUserRequest, ids));
    return { body: {} };
  },
);

export const suspendMembershipRoute = partnerRoute(
  {
    method: "put",
    path: `${onePath}/suspension`,
    tag,
    operationId: "suspendMembership",
    needs: "users:edit",
    summary: "Suspend a User in one Account, who keeps the level; one who is suspended stays so",
    params,
    body: onlyReason,
    bodyOptional: true,
    answer: membershipJson,
    asks: async (call) => wishFor(suspendMembershipRequest, await suspensionOf(call)),
  },
  async (call) => {
    await inPath(fields, changeAtOnce(call.ctx, suspendMembershipRequest, await suspensionOf(call)));
    return answerOne(call);
  },
);

export const resumeMembershipRoute = partnerRoute(
  {
    method: "delete",
    path: `${onePath}/suspension`,
    tag,
    operationId: "resumeMembership",
    needs: "users:edit",
    summary:
      "End the suspension of a User in one Account; of an Administrator it answers 403 approval-needed where people have to approve it",
    params,
    body: onlyReason,
    bodyOptional: true,
    answer: membershipJson,
    asks: async (call) => wishFor(resumeMembershipRequest, await suspensionOf(call)),
  },
  async (call) => {
    await inPath(fields, changeAtOnce(call.ctx, resumeMembershipRequest, await suspensionOf(call)));
    return answerOne(call);
  },
);

type Suspending = Pick<Call<Params, unknown, z.output<typeof onlyReason>>, "ctx" | "params" | "body">;

const suspensionOf = async ({ ctx, params: { id: account, userId }, body }: Suspending) => ({
  ...(await idsOfMembership(ctx, { account, userId })),
  because: body.Reason ?? null,
});
