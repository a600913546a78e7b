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
  /** How many become Administrator, by the list or by the level of all. */
  administrators: z.int().default(0),
  /** How many sub-accounts it had when it was asked for. */
  subAccounts: z.int().default(0),
  /** Sub-accounts, and Accounts named in the list, that were marked sensitive when it was given. */
  sensitiveIds: z.array(z.uuid()).default([]),
});

export type InviteUsersInput = z.infer<typeof inviteUsersInput>;

export const invitedAtMost = 10_000;
