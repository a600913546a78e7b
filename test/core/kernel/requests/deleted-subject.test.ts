import { expect, test } from "vitest";
import { deleteAccountRequest } from "../../../../src/core/accounts/delete-account.ts";
import { transact } from "../../../../src/core/kernel/outbox/transact.ts";
import { invalidateCard } from "../../../../src/core/kernel/requests/invalidate-card.ts";
import { grantAdministratorRequest } from "../../../../src/core/memberships/grant-administrator.ts";
import { deleteUserRequest } from "../../../../src/core/users/delete-user.ts";
import { makeAccount } from "../../../support/factories.ts";
import { accountScene, cardWords, carryOut, makeMember } from "../../accounts/account-scene.ts";

const scene = accountScene();

test("a card that is drawn again names the User and the Account that were deleted since", async () => {
  const account = await makeAccount(scene.t.db, { name: "Gone Ltd", apiId: "gone" });
  const { user } = await makeMember(scene, account.id, { username: "eve" });
  const input = { userId: user.id, accountId: account.id };
  const manager = { ...scene, ctx: await scene.actor({ accounts: "manage", users: "manage" }) };
  const before = await carryOut(scene, grantAdministratorRequest, input);
  expect(before).toMatch(/User: eve.*\nAccount: Gone Ltd \(gone\)\n/u);
  const { id } = await scene.t.db.request.findFirstOrThrow({ where: { kind: "grant-admin" } });
  await carryOut(manager, deleteUserRequest, { userId: user.id });
  await carryOut(scene, deleteAccountRequest, { accountId: account.id });
  await transact(scene.t.app, (tx, after) => invalidateCard(tx, after, id, scene.t.clock.now()));
  await scene.t.runJobs();
  const message = scene.t.chat.messages.find(
    ({ cards }) => cards.length > 1 && cardWords(cards[0]).includes("Gone"),
  );
  expect(cardWords(message?.cards.at(-1))).toMatch(
    /User: eve.*, deleted since\nAccount: Gone Ltd \(gone\), deleted since\n/u,
  );
});
