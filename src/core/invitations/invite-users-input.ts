import { z } from "zod";

/** What the row of a bulk invitation holds; each address is a RequestItem. */
export const inviteUsersInput = z.object({
  accountId: z.uuid(),
  asAdministrator: z.boolean(),
  withSubAccounts: z.boolean(),
  /** How many were given, and how many of those can never be invited. */
  count: z.int(),
  faulty: z.int(),
  /** Of the whole list, so that the same one is not at work twice. */
  digest: z.string(),
});

export type InviteUsersInput = z.infer<typeof inviteUsersInput>;

export const invitedAtMost = 10_000;
