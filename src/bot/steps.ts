import { DomainError } from "../core/kernel/errors.ts";
import { z } from "zod";
import { requirePermission } from "../core/kernel/access/require-access-change.ts";
import type { ConsoleUserActor, Context } from "../core/context.ts";
import { inviteUserForm, inviteUserRequest } from "../core/invitations/invite-user-request.ts";
import { grantAdministratorInput } from "../core/memberships/end-grant.ts";
import { grantAdministratorRequest } from "../core/memberships/grant-administrator.ts";
import { type RequestOrigin, type Submitted, submitRequest } from "../core/kernel/requests/submit-request.ts";
import { namedAccount } from "./accounts/delete-account.ts";
import { readGrantEnd } from "./memberships/grant-end.ts";
import { checkForm } from "./slack/fields.ts";
import { typedAddress } from "./slack/typed-address.ts";
import { tidy } from "./slack/words.ts";
import { namedUser } from "./users/delete-user.ts";

/** A step of Workflow Builder. It submits the same request as the command, for the person who runs the workflow. */
export interface Step {
  /** Its callback id in the app's manifest. */
  name: string;
  submit(ctx: Context<ConsoleUserActor>, inputs: unknown, place: RequestOrigin): Promise<Submitted>;
}

const text = z.string().trim().min(1);
const inviteInputs = z.object({ email: text, account: text, as_administrator: z.boolean().default(false) });
const grantInputs = z.object({ user: text, account: text, length: text });

export const steps: Step[] = [
  {
    name: "invite_user",
    async submit(ctx, inputs, place) {
      await requirePermission(ctx, inviteUserRequest.needs, "invite");
      const { email, account, as_administrator: asAdministrator } = checkForm(inviteInputs, inputs);
      const accountId = (await namedAccount(ctx, account)).id;
      const address = tidy(await typedAddress(ctx, email));
      const input = checkForm(inviteUserForm, { accountId, email: address, asAdministrator });
      return submitRequest(ctx, inviteUserRequest, input, place);
    },
  },
  {
    // For a time alone: a workflow that makes somebody Administrator for good is easily forgotten.
    name: "grant_administrator",
    async submit(ctx, inputs, place) {
      await requirePermission(ctx, grantAdministratorRequest.needs, "grant-admin");
      const { user, account, length } = checkForm(grantInputs, inputs);
      const end = readGrantEnd(ctx, { length, until: undefined });
      if (end.forMinutes === undefined)
        throw new DomainError(
          "invalid",
          `A step grants this for a time alone, and “${length}” has no end. Write it like 4h.`,
        );
      const userId = (await namedUser(ctx, user)).id;
      const accountId = (await namedAccount(ctx, account)).id;
      const input = checkForm(grantAdministratorInput, { userId, accountId, ...end });
      return submitRequest(ctx, grantAdministratorRequest, input, place);
    },
  },
];
