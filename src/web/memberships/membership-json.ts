import { z } from "@hono/zod-openapi";
import type { MembershipOfPartner } from "../../core/memberships/memberships-of-partner.ts";

export const levelJson = z.enum(["Access", "Administrator"]);

export const membershipJson = z
  .strictObject({
    AccountId: z.string(),
    AccountName: z.string(),
    UserId: z.uuid(),
    UserName: z.string(),
    Level: levelJson,
    AdministratorUntil: z.iso
      .datetime()
      .nullable()
      .openapi({ description: "When the level Administrator ends by itself; null where it does not." }),
    SuspendedAt: z.iso.datetime().nullable(),
    SuspendedReason: z.string().nullable(),
    CreatedAt: z.iso.datetime(),
  })
  .openapi("Membership");

export function showMembership({
  user,
  account,
  ...membership
}: MembershipOfPartner): z.input<typeof membershipJson> {
  return {
    AccountId: account.apiId,
    AccountName: account.name,
    UserId: user.id,
    UserName: user.username,
    Level: membership.level,
    AdministratorUntil: membership.until?.toISOString() ?? null,
    SuspendedAt: membership.suspendedAt?.toISOString() ?? null,
    SuspendedReason: membership.suspendedBecause,
    CreatedAt: membership.createdAt.toISOString(),
  };
}
