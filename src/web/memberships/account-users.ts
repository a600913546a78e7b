import { z } from "@hono/zod-openapi";
import { largestPage } from "../../core/kernel/text/page.ts";
import {
  givePartnerAccess,
  givePartnerSignInToken,
  listPartnerAccountUsers,
  membershipNamed,
  removePartnerAccountUser,
} from "../../core/memberships/account-users-of-partner.ts";
import { removeUserRequest } from "../../core/memberships/remove-user.ts";
import { wishFor } from "../../core/requests/ask-people.ts";
import { withFields } from "../http/api-errors.ts";
import { answerPage, listQuery, readList } from "../http/api-list.ts";
import { partnerRoute } from "../http/api-route.ts";
import { idInPath } from "../http/id-in-path.ts";
import { jsonObject, text } from "../http/json-schemas.ts";
import { limitGuesses } from "../http/limit-guesses.ts";

const tag = "Users";
const path = "/v1.0/accounts/{id}/users";

export const listAccountUsersRoute = partnerRoute(
  {
    method: "get",
    path,
    tag,
    needs: "users:view",
    vendor: { differs: "without the Account's API User, which is no person and cannot sign in" },
    summary: "The user IDs of those who have access to an Account",
    params: idInPath,
    query: listQuery({}),
    answer: z.array(z.string()),
  },
  async (call) => {
    // Whoever asks for no page means all of them.
    const asked = readList(call, { username: "usernameKey" }, { pageSize: largestPage });
    const page = await listPartnerAccountUsers(call.ctx, { account: call.params.id, ...asked });
    return answerPage(page, ({ username }) => username);
  },
);

export const giveAccessRoute = partnerRoute(
  {
    method: "put",
    path,
    tag,
    needs: "users:edit",
    operationId: "giveAccess",
    limited: true,
    vendor: {
      differs:
        "a User who is there already keeps the password, and a Password that is sent has to be theirs; 403 where their membership is suspended",
    },
    summary: "Give somebody Access to an Account; a User is made where there is none",
    params: idInPath,
    body: jsonObject({ UserName: text, Password: text.nullish() }).openapi("AccountUser"),
    answer: z.strictObject({ UserName: z.string() }).openapi("GivenAccess"),
    conflict: "The user ID cannot be had.",
  },
  async ({ c, ctx, params, body: { UserName: username, Password } }) => {
    const password = Password || null;
    if (password !== null) await limitGuesses(c, username);
    const giving = givePartnerAccess(ctx, { account: params.id, username, password });
    const user = await withFields(giving, (field) => (field === "username" ? "userName" : field));
    return { body: { UserName: user.username } };
  },
);

export const removeAccountUserRoute = partnerRoute(
  {
    method: "delete",
    path,
    tag,
    needs: "users:manage",
    operationId: "removeAccountUser",
    vendor: {
      differs:
        "400 for somebody who is no user of the Account, and 403 approval-needed where the Account is sensitive",
    },
    summary: "Take an Account from one of its users; the User stays",
    params: idInPath,
    body: jsonObject({ UserName: text }).openapi("NamedUser"),
    answer: z.strictObject({}),
    asks: async ({ ctx, params, body }) =>
      wishFor(removeUserRequest, await membershipNamed(ctx, { account: params.id, username: body.UserName })),
  },
  async ({ ctx, params, body }) => {
    await removePartnerAccountUser(ctx, { account: params.id, username: body.UserName });
    return { body: {} };
  },
);

export const signInTokenRoute = partnerRoute(
  {
    method: "post",
    path: "/v1.0/accounts/{id}/signintoken",
    tag,
    needs: "users:edit",
    operationId: "createSignInToken",
    vendor: {
      differs: "good once and for five minutes, and for Access at most, whatever level the User has",
    },
    summary: "Take a token that signs somebody in to an Account; a User is made where there is none",
    params: idInPath,
    body: jsonObject({ Username: text }).openapi("SignInTokenRequest"),
    answer: z.strictObject({ Token: z.string(), ExpiresAtUtc: z.iso.datetime() }).openapi("SignInToken"),
    conflict: "The user ID cannot be had.",
  },
  async ({ ctx, params, body: { Username: username } }) => {
    const given = await givePartnerSignInToken(ctx, { account: params.id, username });
    const body = { Token: given.token, ExpiresAtUtc: given.expiresAt.toISOString() };
    return { body, linkToken: given.token };
  },
);
