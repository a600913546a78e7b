import { expect, test } from "vitest";
import { minutes } from "../../../src/core/kernel/time/clock.ts";
import { grantAdministratorRequest } from "../../../src/core/memberships/grant-administrator.ts";
import { removeUserRequest } from "../../../src/core/memberships/remove-user.ts";
import { revokeAdministratorRequest } from "../../../src/core/memberships/revoke-administrator.ts";
import { setAdministratorsRequest } from "../../../src/core/memberships/set-administrators.ts";
import { ask, manager } from "../users/user-scene.ts";
import { grantScene } from "./grant-scene.ts";

const { scene, events, inputOf, grant, userId } = grantScene();

test.each([
  ["another is given", () => ask(scene, grantAdministratorRequest, inputOf({}))],
  ["the level is revoked", () => ask(scene, revokeAdministratorRequest, inputOf({}))],
  [
    "a list is saved",
    () => ask(scene, setAdministratorsRequest, { accountId: scene.accountId, grant: [userId()], revoke: [] }),
  ],
  ["the User is removed", async () => ask(scene, removeUserRequest, inputOf({}), await manager(scene))],
])("a grant that has run out is told as ended before %s", async (_, act) => {
  await grant({ forMinutes: 60 });
  // Neither its job nor the sweep has come to it.
  scene.t.queue.waiting.length = 0;
  scene.t.queue.delayed.length = 0;
  scene.t.clock.advance(minutes(61));
  await act();
  expect((await events()).map(({ action }) => action)).toContain("administrator-ended");
});
