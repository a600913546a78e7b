import { expect, test } from "vitest";
import { deleteAccountRequest } from "../../../src/core/accounts/delete-account.ts";
import { addAccountsRequest } from "../../../src/core/memberships/add-accounts.ts";
import { setAdministratorsRequest } from "../../../src/core/memberships/set-administrators.ts";
import type { RequestKind } from "../../../src/core/kernel/requests/request-kind.ts";
import { confirmRequest } from "../../../src/core/kernel/requests/confirm-request.ts";
import { submitRequest } from "../../../src/core/kernel/requests/submit-request.ts";
import { deleteUserRequest } from "../../../src/core/users/delete-user.ts";
import { makeAccount, makeActor, makeUser } from "../../support/factories.ts";
import { inviteScene, place } from "../../support/invite-scene.ts";
import { join, levelsOf } from "../users/user-scene.ts";
import { runRequestJob } from "../../../src/core/kernel/requests/run-request.ts";

const scene = inviteScene();
const rounds = 6;

/** Written and confirmed, so that its job may run. */
async function readied<Input>(kind: RequestKind<Input>, input: Input) {
  const permissions = { users: "manage", accounts: "manage" } as const;
  const ctx = { ...scene.t.app, actor: await makeActor(scene.t, { permissions }) };
  const { requestId, needsConfirmation: asked } = await submitRequest(ctx, kind, input, place());
  if (asked) await confirmRequest(ctx, requestId);
  scene.t.queue.waiting.length = 0;
  const read = () => scene.t.db.request.findUniqueOrThrow({ where: { id: requestId } });
  return { ctx, requestId, read, run: () => runRequestJob.run(scene.t.app, { requestId }) };
}

test("of two lists that each take the last Administrator but one, one says that nobody is left", async () => {
  for (let round = 0; round < rounds; round += 1) {
    const account = await makeAccount(scene.t.db);
    const [ann, ben] = [await makeUser(scene.t.db), await makeUser(scene.t.db)];
    for (const { id } of [ann, ben]) await join(scene, id, account.id, "Administrator");
    const input = (userId: string) => ({ accountId: account.id, grant: [], revoke: [userId] });
    const [first, second] = [
      await readied(setAdministratorsRequest, input(ann.id)),
      // The second waits for the first to end, by its open key: only its run is raced here.
      await scene.t.db.request.create({
        data: {
          kind: "admins",
          input: input(ben.id),
          accountId: account.id,
          requesterId: scene.ctx.actor.id,
        },
      }),
    ];
    const include = { requester: true, apiClient: true, account: true } as const;
    const row = await scene.t.db.request.findUniqueOrThrow({ where: { id: second.id }, include });
    const other = setAdministratorsRequest.run(first.ctx, row, input(ben.id));
    const [, outcome] = await Promise.all([first.run(), other]);
    expect(new Set([outcome, (await first.read()).outcome])).toEqual(new Set(["saved", "saved-last"]));
  }
});

test.each(["the User", "the Account"])(
  "adding an Account while %s is deleted is done before, or told after, and leaves nothing behind",
  async (what) => {
    for (let round = 0; round < rounds; round += 1) {
      const [user, account] = [await makeUser(scene.t.db), await makeAccount(scene.t.db)];
      const input = { userId: user.id, accountIds: [account.id], administratorOf: [] };
      const adding = await readied(addAccountsRequest, input);
      const deleting =
        what === "the User"
          ? await readied(deleteUserRequest, { userId: user.id })
          : await readied(deleteAccountRequest, { accountId: account.id });
      await Promise.all([adding.run(), deleting.run()]);
      const { status, outcome, trouble } = await adding.read();
      if (status === "failed") expect(trouble).toContain("no longer exists");
      else expect({ status, outcome }).toEqual({ status: "done", outcome: "added" });
      expect((await deleting.read()).status).toBe("done");
      expect(await levelsOf(scene, user.id)).toEqual({});
    }
  },
);
