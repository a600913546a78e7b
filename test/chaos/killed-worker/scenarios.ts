import { changeApiClientRequest } from "../../../src/core/api-clients/change-api-client.ts";
import { createApiClientRequest } from "../../../src/core/api-clients/create-api-client.ts";
import { addClientSecretRequest } from "../../../src/core/api-clients/add-client-secret.ts";
import { revokeClientSecretRequest } from "../../../src/core/api-clients/revoke-client-secret.ts";
import { revokeApiClientRequest } from "../../../src/core/api-clients/revoke-api-client.ts";
import { resendConsoleInvitationRequest } from "../../../src/core/console-users/resend-console-invitation.ts";
import { revokeConsoleInvitationRequest } from "../../../src/core/console-users/revoke-console-invitation.ts";
import {
  changeAccountSettingsRequest,
  settingsMark,
} from "../../../src/core/accounts/change-account-settings.ts";
import { createAccountRequest } from "../../../src/core/accounts/create-account.ts";
import { deleteAccountRequest } from "../../../src/core/accounts/delete-account.ts";
import { resumeAccountRequest, suspendAccountRequest } from "../../../src/core/accounts/suspend-account.ts";
import { noAccess } from "../../../src/core/kernel/access/access.ts";
import {
  freezeConsoleUserRequest,
  unfreezeConsoleUserRequest,
} from "../../../src/core/console-users/freeze-console-user.ts";
import { inviteConsoleUserRequest } from "../../../src/core/console-users/invite-console-user.ts";
import { removeConsoleUserRequest } from "../../../src/core/console-users/remove-console-user.ts";
import { permissionsInput, setPermissionsRequest } from "../../../src/core/console-users/set-permissions.ts";
import type { Database } from "../../../src/core/kernel/database.ts";
import type { ConsoleUserActor, Context } from "../../../src/core/context.ts";
import { inviteMany } from "../../../src/core/invitations/invite-many.ts";
import { inviteUserRequest } from "../../../src/core/invitations/invite-user-request.ts";
import { inviteUsersRequest } from "../../../src/core/invitations/invite-users-request.ts";
import { resendInvitationRequest } from "../../../src/core/invitations/resend-invitation.ts";
import { revokeInvitationRequest } from "../../../src/core/invitations/revoke-invitation.ts";
import { changeMarketplaceRequest } from "../../../src/core/marketplaces/change-marketplace.ts";
import { deployMarketplaceRequest } from "../../../src/core/marketplaces/deploy-request.ts";
import { changeSettingsRequest } from "../../../src/core/partner/change-settings.ts";
import { addAccountsRequest } from "../../../src/core/memberships/add-accounts.ts";
import { grantAdministratorRequest } from "../../../src/core/memberships/grant-administrator.ts";
import { removeUserRequest } from "../../../src/core/memberships/remove-user.ts";
import {
  resumeMembershipRequest,
  suspendMembershipRequest,
} from "../../../src/core/memberships/suspend-membership.ts";
import { revokeAdministratorRequest } from "../../../src/core/memberships/revoke-administrator.ts";
import { setAdministratorsRequest } from "../../../src/core/memberships/set-administrators.ts";
import type { RequestKind } from "../../../src/core/kernel/requests/request-kind.ts";
import {
  type RequestOrigin,
  submitRequest,
  type Submitted,
} from "../../../src/core/kernel/requests/submit-request.ts";
import { settleAccountDriftRequest, settleMemberDriftRequest } from "../../../src/core/cloud/settle-drift.ts";
import { createUserRequest } from "../../../src/core/users/create-user.ts";
import { changeUserRequest } from "../../../src/core/users/change-user.ts";
import { deleteUserRequest } from "../../../src/core/users/delete-user.ts";
import { resetPasswordRequest } from "../../../src/core/users/reset-password.ts";
import { asOneTransaction } from "../../../src/core/kernel/outbox/as-one-transaction.ts";
import { wishFor } from "../../../src/core/requests/ask-people.ts";
import { setPasswordRequest } from "../../../src/core/users/set-password-request.ts";
import { type Given, prepare } from "./prepare.ts";

type Asking = Context<ConsoleUserActor>;

/** One kind of request, asked for once more for each tag; all that it is about is named by the tag. */
export interface Scenario {
  kind: string;
  /** Told apart from others of its kind. */
  variant?: string;
  mails: number;
  /** The request ends as failed, with a note that tells why. */
  fails?: boolean;
  /** How many changes it asks of Cyclr's cloud, or of people in the Console. */
  there?: number;
  /** What else is to be so before it is asked for. */
  prepared?: (db: Database, made: Made, tag: string) => Promise<unknown>;
  submit(ctx: Asking, tag: string, place: RequestOrigin): Promise<Submitted>;
}

/** What was made for one of them. */
export type Made = Awaited<ReturnType<typeof prepare>>;

/** A scenario of a kind, for which so much is made. */
export function scenario<Input>(
  kind: RequestKind<Input>,
  given: Given[],
  input: (made: Made, tag: string) => NoInfer<Input> | Promise<NoInfer<Input>>,
  rest: Partial<Scenario> = {},
): Scenario {
  return {
    kind: kind.kind,
    mails: 0,
    async submit(ctx, tag, place) {
      const made = await prepare(ctx.db, tag, given);
      await rest.prepared?.(ctx.db, made, tag);
      return submitRequest(ctx, kind, kind.input.parse(await input(made, tag)), place);
    },
    ...rest,
  };
}

/** A reason, where one is needed. */
export const because = "chaos";

/** The mail server takes nothing for addresses that begin so. */
export const refused = "refused";

/** What differs is ignored: nothing else of it is decided without a cloud. */
function ignoring(kind: typeof settleAccountDriftRequest, of: string): Scenario {
  return {
    kind: kind.kind,
    mails: 0,
    async submit(ctx, tag, place) {
      const { accountId, userId } = await prepare(ctx.db, tag, ["member"]);
      const now = ctx.clock();
      const { number } = await ctx.db.cloudDrift.create({
        data: { kind: of, subject: tag, accountId, userId, cloudId: tag, seenAt: now, lastSeenAt: now },
      });
      return submitRequest(ctx, kind, { number, how: "ignore", because }, place);
    },
  };
}

/** Every kind of request has one; a new kind without one fails test/chaos/killed-worker.test.ts. */
export const scenarios: Scenario[] = [
  scenario(inviteUserRequest, [], ({ accountId, email }) => ({ accountId, email, asAdministrator: false }), {
    mails: 1,
  }),
  scenario(
    inviteUserRequest,
    [],
    ({ accountId }, tag) => ({ accountId, email: `${refused}@${tag}.example`, asAdministrator: false }),
    { variant: "mail refused", fails: true },
  ),
  {
    kind: inviteUsersRequest.kind,
    mails: 3,
    async submit(ctx, tag, place) {
      const { accountId } = await prepare(ctx.db, tag, []);
      const addresses = ["one", "two", "three"].map((name) => `${name}@${tag}.example`).join("\n");
      return inviteMany(ctx, { accountId, asAdministrator: false, addresses }, place);
    },
  },
  scenario(resendInvitationRequest, ["invitation"], ({ invitationId }) => ({ invitationId }), { mails: 1 }),
  scenario(revokeInvitationRequest, ["invitation"], ({ invitationId }) => ({ invitationId })),
  scenario(grantAdministratorRequest, ["member"], ({ userId, accountId }) => ({ userId, accountId })),
  scenario(revokeAdministratorRequest, ["member", "administrator"], ({ userId, accountId }) => ({
    userId,
    accountId,
  })),
  scenario(
    createUserRequest,
    [],
    ({ accountId, email }, tag) => ({
      username: tag,
      firstName: "Cora",
      lastName: "Case",
      email,
      password: "link" as const,
      accountIds: [accountId],
    }),
    { mails: 1 },
  ),
  scenario(addAccountsRequest, ["user"], ({ userId, accountId }) => ({
    userId,
    accountIds: [accountId],
    administratorOf: [],
  })),
  scenario(setAdministratorsRequest, ["member"], ({ accountId, userId }) => ({
    accountId,
    grant: [userId],
    revoke: [],
  })),
  scenario(removeUserRequest, ["member"], ({ userId, accountId }) => ({ userId, accountId })),
  scenario(changeUserRequest, ["member"], ({ userId }) => ({ userId, firstName: "Cornelia" })),
  scenario(deleteUserRequest, ["member"], ({ userId }) => ({ userId })),
  scenario(resetPasswordRequest, ["user"], ({ userId }) => ({ userId, password: "link" as const }), {
    mails: 1,
  }),
  scenario(inviteConsoleUserRequest, [], ({ email }) => ({ email, access: noAccess }), { mails: 1 }),
  scenario(setPermissionsRequest, ["colleague"], ({ colleague }) =>
    permissionsInput(colleague, { fullAccess: false, permissions: { users: "view" } }),
  ),
  scenario(freezeConsoleUserRequest, ["colleague"], ({ colleague }) => ({ consoleUserId: colleague.id })),
  scenario(unfreezeConsoleUserRequest, ["frozen-colleague"], ({ colleague }) => ({
    consoleUserId: colleague.id,
  })),
  scenario(removeConsoleUserRequest, ["colleague"], ({ colleague }) => ({ consoleUserId: colleague.id })),
  scenario(createAccountRequest, [], (_made, tag) => ({
    name: `New ${tag}`,
    apiId: `new-${tag}`,
    description: "",
    parentId: null,
  })),
  scenario(changeAccountSettingsRequest, [], ({ account }, tag) => ({
    accountId: account.id,
    shown: settingsMark(account),
    name: `Other ${tag}`,
  })),
  scenario(suspendAccountRequest, [], ({ accountId }) => ({ accountId, because })),
  scenario(resumeAccountRequest, ["suspended-account"], ({ accountId }) => ({ accountId, because })),
  scenario(suspendMembershipRequest, ["member"], ({ userId, accountId }) => ({ userId, accountId, because })),
  scenario(resumeMembershipRequest, ["suspended-member"], ({ userId, accountId }) => ({
    userId,
    accountId,
    because,
  })),
  scenario(deleteAccountRequest, [], ({ accountId }) => ({ accountId })),
  scenario(changeMarketplaceRequest, [], (_made, tag) => ({
    change: "create" as const,
    name: `Marketplace ${tag}`,
  })),
  scenario(
    resendConsoleInvitationRequest,
    ["console-invitation"],
    ({ consoleInvitationId }) => ({ invitationId: consoleInvitationId }),
    { mails: 1 },
  ),
  scenario(revokeConsoleInvitationRequest, ["console-invitation"], ({ consoleInvitationId }) => ({
    invitationId: consoleInvitationId,
  })),
  {
    kind: setPasswordRequest.kind,
    mails: 0,
    async submit(ctx, tag, place) {
      const { userId } = await prepare(ctx.db, tag, ["user"]);
      // Without an address: the notice of it is a mail that no Request sends.
      const nowhere = { email: null, emailKey: null, emailConfirmedAt: null };
      await ctx.db.user.update({ where: { id: userId }, data: nowhere });
      const wish = wishFor(setPasswordRequest, { userId }, { secret: { passwordHash: "chaos" } });
      return asOneTransaction(ctx, (inOne) => wish.submit(inOne, place));
    },
  },
  scenario(createApiClientRequest, [], (_made, tag) => ({
    name: tag,
    accountId: null,
    fullAccess: true,
    permissions: {},
  })),
  scenario(changeApiClientRequest, ["api-client"], ({ apiClientId }) => ({
    apiClientId,
    before: { fullAccess: false, permissions: {} },
    after: { fullAccess: false, permissions: { users: "view" as const } },
  })),
  scenario(addClientSecretRequest, ["api-client"], ({ apiClientId }) => ({
    apiClientId,
    name: "Next",
    endsAt: null,
  })),
  scenario(revokeClientSecretRequest, ["api-client"], ({ secretId }) => ({ secretId })),
  scenario(revokeApiClientRequest, ["api-client"], ({ apiClientId }) => ({ apiClientId })),
  scenario(
    deployMarketplaceRequest,
    ["marketplace"],
    ({ marketplaceId, accountId, email }, tag) => ({
      marketplaceId,
      account: { accountId },
      user: { kind: "new" as const, username: tag, email },
      connectorIds: [],
      inlineOAuth: false,
      completeParameter: null,
    }),
    { mails: 1 },
  ),
  ignoring(settleAccountDriftRequest, "account-gone"),
  ignoring(settleMemberDriftRequest, "member-gone"),
  scenario(changeSettingsRequest, ["no-service-name"], (_made, tag) => ({ serviceName: `Service ${tag}` })),
];
