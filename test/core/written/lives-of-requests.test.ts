import { beforeEach, describe, expect, test } from "vitest";
import { removeConsoleUserRequest } from "../../../src/core/console-users/remove-console-user.ts";
import type { ConsoleUserActor } from "../../../src/core/context.ts";
import { inviteUserRequest } from "../../../src/core/invitations/invite-user-request.ts";
import { approveRequest, denyRequest } from "../../../src/core/kernel/requests/decide-request.ts";
import { cancelFailed } from "../../../src/core/kernel/requests/failed-request.ts";
import { approveAlone } from "../../../src/core/kernel/requests/going-alone.ts";
import { hearUserChange } from "../../../src/core/kernel/requests/chat-standing.ts";
import { retryRequest } from "../../../src/core/kernel/requests/retry-request.ts";
import type { RequestKind } from "../../../src/core/kernel/requests/request-kind.ts";
import {
  confirmRequest,
  expireDrafts,
  withdrawDraft,
} from "../../../src/core/kernel/requests/confirm-request.ts";
import { cancelRequest, remindApprovers } from "../../../src/core/kernel/requests/enter-queue-or-approval.ts";
import { expireApprovals } from "../../../src/core/kernel/requests/expire-requests.ts";
import { submitRequest } from "../../../src/core/kernel/requests/submit-request.ts";
import { after, days, hours, minutes } from "../../../src/core/kernel/time/clock.ts";
import { suspendMembershipRequest } from "../../../src/core/memberships/suspend-membership.ts";
import { addPerson } from "../../support/factories.ts";
import { place, trouble } from "../../support/invite-scene.ts";
import { writtenBy } from "../../support/written.ts";
import { approvalScene, askGrant, lower, makeSensitive } from "../kernel/requests/approval-scene.ts";

const scene = approvalScene();
const written = (work: () => Promise<unknown>) => writtenBy(scene.t, work);
const vote = (actor: ConsoleUserActor, id: string) => approveRequest(scene.as(actor), id);
const own = () => ({ userId: scene.userId, accountId: scene.accountId });

async function ask<Input>(kind: RequestKind<Input>, input: Input, actor = scene.olivia): Promise<string> {
  const { requestId } = await submitRequest(scene.as(actor), kind, input, place());
  return requestId;
}
const draft = (actor = scene.olivia) => ask(suspendMembershipRequest, { ...own(), because: "left" }, actor);
const invitation = (actor = scene.ed) =>
  ask(
    inviteUserRequest,
    { accountId: scene.accountId, email: "ann@acme.example", asAdministrator: false },
    actor,
  );

beforeEach(async () => {
  scene.t.mailer.failures.length = 0;
  await bystanders();
  const everyone = await scene.t.db.consoleUser.findMany();
  // Whose Home is open sees every change of it.
  await scene.t.db.home.createMany({
    data: everyone.map(({ id }) => ({ consoleUserId: id, generation: 1, observedGeneration: 1 })),
  });
});

/** What max has asked for beside it stands as it stood: one in each state, as old as it can be. */
async function bystanders(): Promise<void> {
  const { db, clock } = scene.t;
  for (const status of ["draft", "awaitingApproval", "awaitingValues", "queued", "failed", "done"] as const) {
    const { id } = await db.request.create({
      data: {
        kind: "remove-user",
        input: { userId: scene.userId, accountId: scene.accountId },
        status,
        requesterId: scene.max.id,
        accountId: scene.accountId,
        needs: "users:manage",
        dedupeKey: `beside:${status}`,
        draftKey: `beside:${status}`,
        createdAt: after(clock.now(), minutes(1)),
        expiresAt: after(clock.now(), days(30)),
        remindAt: after(clock.now(), days(30)),
        dueAt: after(clock.now(), days(30)),
        // As many as what is done beside it.
        lease: 1,
        ...(status === "awaitingApproval" && { approvalsNeeded: 1, approverNeeds: "users:manage" }),
      },
    });
    const message = { requestId: id, channelId: "C1", chatUserId: "U-max" };
    const drawn = { generation: 1, observedGeneration: 1, lease: 1 };
    await db.chatMessage.createMany({
      data: ["card", "failure-1"].map((key) => ({ ...message, ...drawn, key })),
    });
    await db.vote.create({
      data: { requestId: id, voterId: scene.mia.id, decision: "approve", alone: true },
    });
  }
}

describe("a draft that is", () => {
  test("asked for", async () => {
    expect(await written(() => draft())).toMatchSnapshot();
  });

  test("confirmed", async () => {
    const id = await draft();
    expect(await written(() => confirmRequest(scene.as(scene.olivia), id))).toMatchSnapshot();
  });

  test("confirmed, and needs approval by now", async () => {
    const id = await draft();
    await makeSensitive(scene);
    expect(await written(() => confirmRequest(scene.as(scene.olivia), id))).toMatchSnapshot();
  });

  test("withdrawn", async () => {
    const id = await draft();
    expect(await written(() => withdrawDraft(scene.as(scene.olivia), id))).toMatchSnapshot();
  });

  test("left alone for fifteen minutes", async () => {
    await draft();
    scene.t.clock.advance(minutes(15));
    expect(await written(() => expireDrafts(scene.t.app))).toMatchSnapshot();
  });
});

describe("a request that waits for approval and is", () => {
  test("asked for", async () => {
    expect(await written(() => askGrant(scene, scene.ed, { reason: "Month's end" }))).toMatchSnapshot();
  });

  test("called out in its channel", async () => {
    await askGrant(scene);
    expect(await written(() => scene.t.runJobs())).toMatchSnapshot();
  });

  test("approved by one of two", async () => {
    await makeSensitive(scene);
    const id = await askGrant(scene);
    await scene.t.runJobs();
    expect(await written(() => vote(scene.mia, id))).toMatchSnapshot();
  });

  test("approved, and done", async () => {
    const id = await askGrant(scene);
    await scene.t.runJobs();
    const doing = async () => {
      await vote(scene.mia, id);
      await scene.t.runJobs();
    };
    expect(await written(doing)).toMatchSnapshot();
  });

  test("denied", async () => {
    const id = await askGrant(scene);
    await scene.t.runJobs();
    const denying = () => denyRequest(scene.as(scene.mia), id, { reason: "Not now" });
    expect(await written(denying)).toMatchSnapshot();
  });

  test("taken back", async () => {
    const id = await askGrant(scene);
    await scene.t.runJobs();
    expect(await written(() => cancelRequest(scene.as(scene.ed), id))).toMatchSnapshot();
  });

  test("left alone for a day", async () => {
    await askGrant(scene);
    await scene.t.runJobs();
    scene.t.clock.advance(hours(24));
    expect(await written(() => expireApprovals(scene.t.app))).toMatchSnapshot();
  });

  test("reminded of, the first time and the last", async () => {
    await askGrant(scene);
    await scene.t.runJobs();
    scene.t.clock.advance(hours(1));
    const first = await written(() => remindApprovers(scene.t.app));
    scene.t.clock.advance(hours(3));
    await remindApprovers(scene.t.app);
    scene.t.clock.advance(hours(9));
    expect([first, await written(() => remindApprovers(scene.t.app))].join("\n\n")).toMatchSnapshot();
  });

  test("approved by its requester alone", async () => {
    for (const actor of [scene.mia, scene.max]) await lower(scene, actor);
    const id = await askGrant(scene, scene.olivia);
    await scene.t.runJobs();
    const typed = { typed: "I am the only one" };
    expect(await written(() => approveAlone(scene.as(scene.olivia), id, typed))).toMatchSnapshot();
  });

  test("approved, and needs two when it comes to it", async () => {
    const id = await askGrant(scene);
    await vote(scene.mia, id);
    await makeSensitive(scene);
    expect(await written(() => scene.t.runJobs())).toMatchSnapshot();
  });

  test("approved by somebody who has left Slack since", async () => {
    const id = await askGrant(scene);
    await vote(scene.mia, id);
    const { chatUserId, name } = scene.mia;
    addPerson(scene.t.chat, chatUserId ?? "", name, { excluded: "deactivated" });
    expect(await written(() => scene.t.runJobs())).toMatchSnapshot();
  });
});

describe("a request on its way", () => {
  test("of somebody who may not ask for it any more", async () => {
    const id = await askGrant(scene);
    await vote(scene.mia, id);
    await lower(scene, scene.ed);
    expect(await written(() => scene.t.runJobs())).toMatchSnapshot();
  });

  test("of somebody who is frozen by now", async () => {
    await invitation();
    const where = { id: scene.ed.id };
    await scene.t.db.consoleUser.update({ where, data: { frozenAt: scene.t.clock.now() } });
    expect(await written(() => scene.t.runJobs())).toMatchSnapshot();
  });

  test("that has to be tried again, and works then", async () => {
    await invitation();
    scene.t.mailer.failures.push(trouble(true, "ETIMEDOUT"));
    const app = { ...scene.t.app, retryPolicy: { retries: 1, firstMs: 5_000, factor: 1, jitter: 0 } };
    const first = await written(() => scene.t.queue.run(app));
    scene.t.clock.advance(5_000);
    const again = await written(() => scene.t.queue.run(app));
    expect([first, again].join("\n\n")).toMatchSnapshot();
  });

  test("that fails, is tried again by hand, and works then", async () => {
    const id = await invitation();
    scene.t.mailer.failures.push(trouble(false, "550"));
    await scene.t.runJobs();
    const retrying = async () => {
      await retryRequest(scene.as(scene.ed), id);
      await scene.t.runJobs();
    };
    expect(await written(retrying)).toMatchSnapshot();
  });

  test("that failed, and needs approval when it is tried again", async () => {
    const id = await askGrant(scene);
    await vote(scene.mia, id);
    const where = { id: scene.userId };
    await scene.t.db.membership.deleteMany();
    await scene.t.runJobs();
    await scene.t.db.membership.create({ data: { userId: where.id, accountId: scene.accountId } });
    await makeSensitive(scene);
    expect(await written(() => retryRequest(scene.as(scene.ed), id))).toMatchSnapshot();
  });

  test("that failed, and is left at that", async () => {
    const id = await invitation();
    scene.t.mailer.failures.push(trouble(false, "550"));
    await scene.t.runJobs();
    expect(await written(() => cancelFailed(scene.as(scene.ed), id))).toMatchSnapshot();
  });
});

test("who leaves Slack, and comes back", async () => {
  await askGrant(scene);
  await scene.t.runJobs();
  const { chatUserId } = scene.mia;
  const email = "mia@partner.example";
  addPerson(scene.t.chat, chatUserId ?? "", email, { excluded: "deactivated" });
  const gone = await written(() => hearUserChange(scene.t.app, chatUserId ?? ""));
  addPerson(scene.t.chat, chatUserId ?? "", email);
  const back = await written(() => hearUserChange(scene.t.app, chatUserId ?? ""));
  expect([gone, back].join("\n\n")).toMatchSnapshot();
});

test("whose requester is removed from the Console: what they drafted, what waits, what is queued", async () => {
  await lower(scene, scene.max);
  await draft(scene.mia);
  await askGrant(scene, scene.mia);
  await invitation(scene.mia);
  const id = await ask(removeConsoleUserRequest, { consoleUserId: scene.mia.id });
  await confirmRequest(scene.as(scene.olivia), id);
  const removing = async () => {
    await approveAlone(scene.as(scene.olivia), id, { typed: "I am the only one" });
    const isRemoval = ({ name }: { name: string }) => name === removeConsoleUserRequest.kind;
    // Before a worker has come to what was asked for earlier.
    const { waiting } = scene.t.queue;
    scene.t.queue.waiting = waiting.toSorted(
      (one, other) => Number(isRemoval(other)) - Number(isRemoval(one)),
    );
    await scene.t.runJobs();
  };
  expect(await written(removing)).toMatchSnapshot();
});
