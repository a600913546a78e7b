import { z } from "zod";

/** One User in one Account. */
export const membershipInput = z.object({
  userId: z.uuid("Choose a User."),
  accountId: z.uuid("Choose an Account."),
});
