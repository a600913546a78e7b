import { z } from "zod";
import type { ConsoleUserActor, Context } from "../context.ts";
import { type Place, type Submitted, submitRequest } from "../requests/submit-request.ts";
import { email } from "../text/email.ts";
import { inviteUserRequest } from "./invite-user-request.ts";

export const inviteUserForm = z.object({
  accountId: z.uuid("Choose an Account."),
  email,
  asAdministrator: z.boolean(),
});

/** Asks for an invitation to an Account. Refuses what the job could only refuse as well. */
export function inviteUser(
  ctx: Context<ConsoleUserActor>,
  form: z.infer<typeof inviteUserForm>,
  place: Place,
): Promise<Submitted> {
  return submitRequest(ctx, inviteUserRequest, form, place);
}
