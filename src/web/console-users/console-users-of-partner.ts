import { z } from "@hono/zod-openapi";
import {
  permissionsWanted,
  readPartnerConsoleUser,
} from "../../core/console-users/console-users-of-partner.ts";
import {
  freezeConsoleUserRequest,
  unfreezeConsoleUserRequest,
} from "../../core/console-users/freeze-console-user.ts";
import { pageConsoleUsers } from "../../core/console-users/page-console-users.ts";
import { setPermissionsRequest } from "../../core/console-users/set-permissions.ts";
import { removeConsoleUserRequest } from "../../core/console-users/remove-console-user.ts";
import type { ConsoleUser } from "../../core/generated/prisma/client.ts";
import { accessOf, allPermissions, grantableAreas } from "../../core/kernel/access/access.ts";
import { lockConsoleUsers } from "../../core/kernel/access/require-access-change.ts";
import { changeAtOnce } from "../../core/kernel/requests/change-at-once.ts";
import { wishFor } from "../../core/requests/ask-people.ts";
import { type Call, partnerRoute } from "../http/api-route.ts";
import { answerCursor, cursorPage, cursorQuery, readCursor } from "../http/cursor-list.ts";
import { idInPath } from "../http/id-in-path.ts";
import { flag, jsonObject, text } from "../http/json-schemas.ts";
import { inPath } from "../http/path-errors.ts";

const tag = "Console Users";
const path = "/v1.0/console-users/{id}";

const permission = z.enum(allPermissions as [string, ...string[]]);

const consoleUserJson = z
  .strictObject({
    Id: z.uuid(),
    Email: z.string(),
    FirstName: z.string(),
    LastName: z.string(),
    FullAccess: z.boolean(),
    Permissions: z
      .array(permission)
      .openapi({ description: "An area and its level, which includes those below it." }),
    LinkedToSlack: z.boolean(),
    FrozenAt: z.iso.datetime().nullable().openapi({ description: "Every right is withheld since then." }),
    RuledOutBySlack: z
      .string()
      .nullable()
      .openapi({ description: "deactivated, guest, stranger or bot: every right is withheld." }),
    CreatedAt: z.iso.datetime(),
  })
  .openapi("ConsoleUser");

function show(user: ConsoleUser): z.input<typeof consoleUserJson> {
  const { fullAccess, permissions } = accessOf(user);
  return {
    Id: user.id,
    Email: user.email,
    FirstName: user.firstName,
    LastName: user.lastName,
    FullAccess: fullAccess,
    Permissions: grantableAreas().flatMap((area) => {
      const level = permissions[area];
      return level ? [`${area}:${level}`] : [];
    }),
    LinkedToSlack: user.chatUserId !== null,
    FrozenAt: user.frozenAt?.toISOString() ?? null,
    RuledOutBySlack: user.chatExcluded,
    CreatedAt: user.createdAt.toISOString(),
  };
}

type OneCall = Pick<Call<{ id: string }, unknown, unknown>, "ctx" | "params">;

const found = ({ ctx, params: { id } }: OneCall) => readPartnerConsoleUser(ctx, id);

export const listConsoleUsersRoute = partnerRoute(
  {
    method: "get",
    path: "/v1.0/console-users",
    tag,
    needs: "console-users:view",
    summary:
      "The members of the Partner's team who may use the Console, by e-mail; of Search those whose name or e-mail contains it",
    query: cursorQuery({ Search: text.max(200).optional() }),
    answer: cursorPage(consoleUserJson, "ConsoleUsers"),
  },
  async (call) => {
    const { take, after } = readCursor(call, z.string());
    const { Search: words = "" } = call.query;
    const { users: rows, next } = await pageConsoleUsers(call.ctx, { words, after, take });
    return answerCursor(call, { rows, next }, show);
  },
);

export const readConsoleUserRoute = partnerRoute(
  {
    method: "get",
    path,
    tag,
    needs: "console-users:view",
    summary: "One Console User",
    params: idInPath,
    answer: consoleUserJson,
  },
  async (call) => ({ body: show(await found(call)) }),
);

const newPermissions = jsonObject({
  FullAccess: flag.optional(),
  Permissions: z.array(permission).optional(),
}).openapi("NewPermissions");

type Setting = OneCall & Pick<Call<unknown, unknown, z.output<typeof newPermissions>>, "body">;

async function wantedOf(call: Setting) {
  const { FullAccess: fullAccess = false, Permissions = [] } = call.body;
  const permissions = Permissions as typeof allPermissions;
  return permissionsWanted(await found(call), { fullAccess, permissions });
}

export const setPermissionsRoute = partnerRoute(
  {
    method: "put",
    path: `${path}/permissions`,
    tag,
    operationId: "setPermissions",
    needs: "console-users:manage",
    summary:
      "Give a Console User Full Access, or these permissions, in place of what they have; 403 approval-needed where people have to approve it",
    params: idInPath,
    body: newPermissions,
    answer: consoleUserJson,
    conflict: "It is the last Console User with Full Access, or somebody else changed them meanwhile.",
    asks: async (call) => wishFor(setPermissionsRequest, await wantedOf(call)),
  },
  async (call) => {
    await inPath(["consoleUserId"], changeAtOnce(call.ctx, setPermissionsRequest, await wantedOf(call)));
    return { body: show(await found(call)) };
  },
);

const lastOne = "It is the last Console User with Full Access, or is so already.";

async function change(call: OneCall, kind: typeof freezeConsoleUserRequest): Promise<void> {
  const { id: consoleUserId } = await found(call);
  await inPath(["consoleUserId", "fullAccess"], changeAtOnce(call.ctx, kind, { consoleUserId }));
}

export const freezeRoute = partnerRoute(
  {
    method: "put",
    path: `${path}/freeze`,
    tag,
    operationId: "freezeConsoleUser",
    needs: "console-users:manage",
    summary:
      "Withhold every right of a Console User at once, end their sessions and stop what they asked for. Nobody has to approve it",
    params: idInPath,
    answer: consoleUserJson,
    conflict: lastOne,
    asks: ({ params }) => wishFor(freezeConsoleUserRequest, { consoleUserId: params.id }),
  },
  async (call) => {
    await change(call, freezeConsoleUserRequest);
    return { body: show(await found(call)) };
  },
);

export const unfreezeRoute = partnerRoute(
  {
    method: "put",
    path: `${path}/unfreeze`,
    tag,
    operationId: "unfreezeConsoleUser",
    needs: "console-users:manage",
    summary:
      "Give a frozen Console User their rights back; 403 approval-needed where people have to approve it",
    params: idInPath,
    answer: consoleUserJson,
    conflict: "It is not frozen.",
    asks: ({ params }) => wishFor(unfreezeConsoleUserRequest, { consoleUserId: params.id }),
  },
  async (call) => {
    await change(call, unfreezeConsoleUserRequest);
    return { body: show(await found(call)) };
  },
);

export const removeConsoleUserRoute = partnerRoute(
  {
    method: "delete",
    path,
    tag,
    operationId: "removeConsoleUser",
    needs: "console-users:manage",
    summary:
      "Take somebody out of the Console, and stop what they asked for; 403 approval-needed where people have to approve it",
    params: idInPath,
    hold: (tx) => lockConsoleUsers(tx),
    answer: z.strictObject({}),
    conflict: lastOne,
    asks: ({ params }) => wishFor(removeConsoleUserRequest, { consoleUserId: params.id }),
  },
  async (call) => {
    await change(call, removeConsoleUserRequest);
    return { body: {} };
  },
);
