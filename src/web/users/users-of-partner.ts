import { z } from "@hono/zod-openapi";
import type { User } from "../../core/generated/prisma/client.ts";
import { changeAtOnce } from "../../core/kernel/requests/change-at-once.ts";
import { changeUserRequest } from "../../core/users/change-user.ts";
import { deleteUserRequest } from "../../core/users/delete-user.ts";
import {
  holdPerson,
  listPartnerUsers,
  type PartnerUser,
  personById,
  readPartnerUser,
} from "../../core/users/users-of-partner.ts";
import { checkInput } from "../../core/kernel/text/check-input.ts";
import { wishFor } from "../../core/requests/ask-people.ts";
import { noteLimit } from "../http/api-errors.ts";
import { type Call, partnerRoute } from "../http/api-route.ts";
import { answerCursor, cursorPage, cursorQuery, cutPage, readCursor } from "../http/cursor-list.ts";
import { idInPath } from "../http/id-in-path.ts";
import { jsonObject, text } from "../http/json-schemas.ts";
import { inPath } from "../http/path-errors.ts";
import { counted } from "../http/rate-limits.ts";

const tag = "Users";
const path = "/v1.0/users/{id}";

const userFields = {
  Id: z.uuid(),
  UserName: z.string(),
  FirstName: z.string(),
  LastName: z.string(),
  Email: z.string().nullable(),
  EmailConfirmedAt: z.iso
    .datetime()
    .nullable()
    .openapi({ description: "When whoever reads mail there last showed it." }),
  HasPassword: z.boolean(),
  MustChangePassword: z
    .boolean()
    .openapi({ description: "The password is temporary: the next sign-in asks for another." }),
  CreatedAt: z.iso.datetime(),
};

const userJson = z.strictObject(userFields).openapi("User");

const userDetailsJson = z
  .strictObject({
    ...userFields,
    PendingEmail: z
      .string()
      .nullable()
      .openapi({ description: "The address that has been asked for, until somebody confirms it." }),
  })
  .openapi("UserDetails");

function showUser(user: User): z.input<typeof userJson> {
  return {
    Id: user.id,
    UserName: user.username,
    FirstName: user.firstName,
    LastName: user.lastName,
    Email: user.email,
    EmailConfirmedAt: user.emailConfirmedAt?.toISOString() ?? null,
    HasPassword: user.passwordHash !== null,
    MustChangePassword: user.mustChangePassword,
    CreatedAt: user.createdAt.toISOString(),
  };
}

const showDetails = (user: PartnerUser) => ({ ...showUser(user), PendingEmail: user.pendingEmail });

export const listUsersRoute = partnerRoute(
  {
    method: "get",
    path: "/v1.0/users",
    tag,
    needs: "users:view",
    summary:
      "The Users, by user ID; of Search those whose user ID or e-mail contains it, of UserName or Email the one who has it",
    query: cursorQuery({
      Search: text.max(200).optional(),
      UserName: text.max(200).optional(),
      Email: text.max(400).optional(),
    }),
    answer: cursorPage(userJson, "Users"),
  },
  async (call) => {
    const { take, after } = readCursor(call, z.string());
    const { Search: words, UserName: username, Email: email } = call.query;
    const asked = { words, username, email, after, take: take + 1 };
    const found = await listPartnerUsers(call.ctx, asked);
    return answerCursor(
      call,
      cutPage(found, take, ({ usernameKey }) => usernameKey),
      showUser,
    );
  },
);

export const readUserRoute = partnerRoute(
  {
    method: "get",
    path,
    tag,
    needs: "users:view",
    summary: "One User",
    params: idInPath,
    answer: userDetailsJson,
  },
  async ({ ctx, params }) => ({ body: showDetails(await readPartnerUser(ctx, params.id)) }),
);

const changes = jsonObject({
  FirstName: text.optional(),
  LastName: text.optional(),
  Email: text.optional(),
}).openapi("UserChanges");

export const changeUserRoute = partnerRoute(
  {
    method: "put",
    path,
    tag,
    needs: "users:edit",
    summary:
      "Change a User's names, or have them confirm another e-mail by a link that is mailed there; what is left out stays",
    params: idInPath,
    body: changes,
    limited: true,
    answer: userDetailsJson,
    hold: (tx, { id }) => holdPerson(tx, id),
    conflict: "Another User has the address, or the user ID is an address that nobody has confirmed.",
    asks: (call) => wishFor(changeUserRequest, checkInput(changeUserRequest.input, changeOf(call))),
  },
  async (call) => {
    const { c, ctx, params, body } = call;
    const { id } = await personById(ctx.db, params.id);
    if (body.Email !== undefined) noteLimit(c, await counted(c.var.limits.confirmations, id));
    await inPath(["userId"], changeAtOnce(ctx, changeUserRequest, changeOf(call)));
    return { body: showDetails(await readPartnerUser(ctx, id)) };
  },
);

type Change = Pick<Call<{ id: string }, unknown, z.output<typeof changes>>, "params" | "body">;

const changeOf = ({ params, body: { FirstName: firstName, LastName: lastName, Email: email } }: Change) => ({
  userId: params.id,
  firstName,
  lastName,
  email,
});

export const deleteUserRoute = partnerRoute(
  {
    method: "delete",
    path,
    tag,
    needs: "users:manage",
    summary: "Delete a User everywhere, with all memberships; the audit keeps the name",
    params: idInPath,
    hold: (tx, { id }) => holdPerson(tx, id),
    answer: z.strictObject({}),
    asks: ({ params }) => wishFor(deleteUserRequest, { userId: params.id }),
  },
  async ({ ctx, params }) => {
    const { id: userId } = await personById(ctx.db, params.id);
    await inPath(["userId"], changeAtOnce(ctx, deleteUserRequest, { userId }));
    return { body: {} };
  },
);
