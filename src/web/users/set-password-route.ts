import { z } from "@hono/zod-openapi";
import { wishFor } from "../../core/requests/ask-people.ts";
import { setPasswordRequest } from "../../core/users/set-password-request.ts";
import { chosenPassword, setUserPassword } from "../../core/users/set-user-password.ts";
import { partnerRoute } from "../http/api-route.ts";
import { jsonObject, text } from "../http/json-schemas.ts";

export const setUserPasswordRoute = partnerRoute(
  {
    method: "put",
    path: "/v1.0/users",
    tag: "Users",
    needs: "users:edit",
    operationId: "setPassword",
    vendor: {
      differs:
        "403 approval-needed where the User is Administrator anywhere, is about to be, or has a sensitive Account: people approve that; 409 for somebody who is invited as Administrator",
    },
    summary: "Give a User another password; every session of theirs ends",
    body: jsonObject({ UserName: text, Password: text }).openapi("UserPassword"),
    answer: z.strictObject({ UserName: z.string() }).openapi("SetPassword"),
    conflict: "The User has an open invitation as Administrator.",
    async asks({ ctx, body }) {
      const chosen = { username: body.UserName, password: body.Password };
      const { user, passwordHash } = await chosenPassword(ctx, chosen);
      return wishFor(setPasswordRequest, { userId: user.id }, { secret: { passwordHash } });
    },
  },
  async ({ ctx, body }) => {
    const user = await setUserPassword(ctx, { username: body.UserName, password: body.Password });
    return { body: { UserName: user.username } };
  },
);
