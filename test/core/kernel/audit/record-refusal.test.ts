import { expect, test } from "vitest";
import { enterAccount } from "../../../../src/core/kernel/levels/work-in-account.ts";
import { minutes } from "../../../../src/core/kernel/time/clock.ts";
import { accountScene, clientActor, makeApiClient } from "../../../support/account-scene.ts";
import { auditOfTest } from "../../../support/audit-of-test.ts";
import { makeAccount } from "../../../support/factories.ts";

const scene = accountScene();
const audit = auditOfTest(() => scene.t.db);

test("a refusal that is asked for again and again is audited once in ten minutes, and no other with it", async () => {
  const restricted = async () => {
    const { id: accountId } = await makeAccount(scene.t.db);
    return { ...scene.client, actor: clientActor(await makeApiClient(scene.t.db, { accountId })) };
  };
  const [one, other] = [await restricted(), await restricted()];
  const ask = (ctx: typeof one, attempted: string) =>
    expect(enterAccount(ctx, { accountId: scene.accountId, attempted })).rejects.toThrow();
  const refused = async () =>
    (await audit("refused")).map(({ actorId, subjectName }) => [actorId, subjectName]);

  for (let count = 0; count < 3; count += 1) await ask(one, "list cycles");
  const first = [one.actor.id, "list cycles"];
  expect(await refused()).toEqual([first]);

  await ask(one, "read a cycle");
  await ask(other, "list cycles");
  const others = [
    [one.actor.id, "read a cycle"],
    [other.actor.id, "list cycles"],
  ];
  expect(await refused()).toEqual([first, ...others]);

  scene.t.clock.advance(minutes(10) - 1);
  await ask(one, "list cycles");
  expect(await refused()).toHaveLength(3);
  scene.t.clock.advance(1);
  await ask(one, "list cycles");
  expect(await refused()).toEqual([first, ...others, first]);
});
