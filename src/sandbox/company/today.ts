import { inviteUserRequest } from "../../core/invitations/invite-user-request.ts";
import { addAccountsRequest } from "../../core/memberships/add-accounts.ts";
import { grantAdministratorRequest } from "../../core/memberships/grant-administrator.ts";
import { resetPasswordRequest } from "../../core/users/reset-password.ts";
import type { Company } from "./company.ts";
import { refusedAddress } from "./roster.ts";

/** How long the one grant still lasts that has an end. */
export const grantEndsInMinutes = 20;

/** What was done since this morning, and what it has left to be decided. */
export async function today(company: Company): Promise<void> {
  const { ago, asks, account, member } = company;
  await ago(265);
  const ida = "ida.moreau@acme.example";
  await asks("ed", inviteUserRequest, { ...(await account("acme-fr")), email: ida, asAdministrator: false });
  await ago(231);
  const { userId } = await member("kira.novak", "bluebird");
  await asks("ed", resetPasswordRequest, { userId, password: "link" });
  await ago(190);
  const clara = await member("clara.duval", "acme");
  const { accountId } = await account("acme-fr");
  await asks("mona", addAccountsRequest, {
    userId: clara.userId,
    accountIds: [accountId],
    administratorOf: [],
  });
  await ago(148);
  const kelly = await member("kelly.ross", "globex-us");
  await asks("ed", grantAdministratorRequest, { ...kelly, forMinutes: 2 * 24 * 60 }, "Jordan is at a fair");
  await ago(96);
  const refused = { ...(await account("kestrel")), email: refusedAddress, asAdministrator: false };
  await asks("ed", inviteUserRequest, refused);
  // Those who can approve are reminded after an hour.
  await ago(85);
  await company.sweep();
  await ago(66);
  const ravi = { ...(await member("ravi.patel", "initech")), forMinutes: 60 };
  const { requestId } = await asks("ed", grantAdministratorRequest, ravi, "a cycle has to be mended");
  await ago(60 - grantEndsInMinutes);
  await company.approves("mona", requestId);
  await ago(24);
  const noor = "noor.haddad@bluebird.example";
  const asked = { ...(await account("bluebird")), email: noor, asAdministrator: true };
  await asks("ed", inviteUserRequest, asked, "Jack moves to another team");
  await ago(0);
  await company.sweep();
}
