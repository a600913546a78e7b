import { z } from "zod";

/** What the row of an invitation Request holds. */
export const inviteUserInput = z.object({
  accountId: z.uuid(),
  email: z.string().max(254),
  asAdministrator: z.boolean(),
});

export type InviteUserInput = z.infer<typeof inviteUserInput>;
