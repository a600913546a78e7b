import { beforeTheWrite } from "../../../support/before-the-write.ts";
import { describe, expect, test } from "vitest";
import { addConsoleUser } from "../../../../src/core/console-users/add-console-user.ts";
import type { ConsoleUserActor } from "../../../../src/core/context.ts";
import { DomainError } from "../../../../src/core/kernel/errors.ts";
import { approveRequest } from "../../../../src/core/kernel/requests/decide-request.ts";
import { showTemporaryPassword } from "../../../../src/core/users/show-temporary-password.ts";
import { namedUser } from "../../../../src/core/users/create-user.ts";
import { addressKey } from "../../../../src/core/kernel/text/identity-key.ts";
import { laterWays, newcomer, power, tooLongMs, type Way, ways } from "./administrator-ways.ts";
import { type ApprovalScene, approvalScene, lower, refreshed } from "./approval-scene.ts";
import { take, work } from "./jobs-by-hand.ts";

const scene = approvalScene();
const askers = ["ed", "max", "olivia"] as const;
const stages = ["before the vote", "before the job", "in the job", "before it is shown"] as const;
type Stage = (typeof stages)[number];
const operator = { kind: "operator", name: "root", surface: "command-line" } as const;

interface Change {
  name: string;
  /** How many of Mia and of the third person approve. */
  votes: 0 | 1 | 2;
  /** Whether what was asked for may still be done, with the change at this stage. */
  allowed: boolean | ((stage: Stage) => boolean);
  make?: (scene: ApprovalScene, asker: ConsoleUserActor) => Promise<unknown>;
}

const set = (data: object) => (scene: ApprovalScene, who: ConsoleUserActor) =>
  scene.t.db.consoleUser.update({ where: { id: who.id }, data });
const mia =
  (make: (scene: ApprovalScene, who: ConsoleUserActor) => Promise<unknown>): Change["make"] =>
  (scene) =>
    make(scene, scene.mia);
const sensitive = ({ t, accountId: id }: ApprovalScene) =>
  t.db.account.update({ where: { id }, data: { sensitiveBecause: "Bank data" } });

async function restore(scene: ApprovalScene): Promise<void> {
  await set({ removedAt: new Date(0) })(scene, scene.mia);
  const given = { email: "mia@partner.example", permissions: { users: "manage" } } as const;
  await addConsoleUser({ ...scene.t.app, actor: operator }, given);
}

const changes: Change[] = [
  { name: "nothing changes, and nobody approves", votes: 0, allowed: false },
  { name: "nothing changes, and one approves", votes: 1, allowed: true },
  { name: "an Account becomes sensitive, and one approves", votes: 1, allowed: false, make: sensitive },
  {
    name: "an Account becomes sensitive, and two approve",
    votes: 2,
    // A second vote is not cast on what has gone on its way with the first.
    allowed: (stage) => stage === "before the vote",
    make: sensitive,
  },
  { name: "the approver is reduced", votes: 1, allowed: false, make: mia(lower) },
  { name: "the approver is removed", votes: 1, allowed: false, make: mia(set({ removedAt: new Date(0) })) },
  { name: "the approver is frozen", votes: 1, allowed: false, make: mia(set({ frozenAt: new Date(0) })) },
  {
    name: "the approver is removed and comes back",
    votes: 1,
    allowed: (stage) => stage === "before the vote",
    make: restore,
  },
  {
    name: "the requester is reduced",
    votes: 1,
    allowed: false,
    make: (scene, asker) => set({ fullAccess: false, permissions: { users: "view" } })(scene, asker),
  },
  { name: "the requester is removed", votes: 1, allowed: false, make: set({ removedAt: new Date(0) }) },
  {
    name: "the time passes that a request may wait",
    votes: 1,
    allowed: false,
    make: async ({ t }) => t.clock.advance(tooLongMs),
  },
];

/** Each way with each change; the stages and the askers take turns, so that each change meets each of them. */
const cases = ways.flatMap((way, at) =>
  changes.map((change, then) => {
    const possible = stagesOf(way);
    return {
      way,
      change,
      stage: possible[(at + then) % possible.length] ?? "before the job",
      by: askers[(at + 2 * then + Math.floor(at / askers.length)) % askers.length] ?? "ed",
    };
  }),
);

function stagesOf({ name }: Way): Stage[] {
  return stages.filter((stage) => stage !== "before it is shown" || name.includes("temporary password"));
}

const named = <Case>(all: Case[], name: (one: Case) => string) => all.map((one) => [name(one), one] as const);

/** Who asks has no say in it; a refusal is as good as anything that is not done. */
async function vote(actor: ConsoleUserActor, requestId: string): Promise<void> {
  await approveRequest(scene.as(actor), requestId).catch(refusal);
}

function refusal(error: unknown): void {
  if (!(error instanceof DomainError)) throw error;
}

/** Whoever is removed is not let in, be it to a button. */
async function isThere({ id }: ConsoleUserActor): Promise<boolean> {
  return (await scene.t.db.consoleUser.count({ where: { id, removedAt: null } })) > 0;
}

/** Lets it run, with the change at its stage, and has the password shown where one is; tells what was gained. */
async function run(
  { requestId, asker }: { requestId: string; asker: ConsoleUserActor },
  stage: Stage | undefined,
  make: () => Promise<unknown>,
): Promise<string[]> {
  let before = await power(scene);
  const change = async () => {
    await make();
    // What the change itself gives is not the request's.
    before = await power(scene);
  };
  if (stage === "before the job") await change();
  const app = stage === "in the job" ? beforeTheWrite(scene.t.app, change) : scene.t.app;
  for (const job of take(scene, "requests")) await work(app, job);
  await scene.t.runJobs();
  if (stage === "before it is shown") await change();
  if (stage !== "before it is shown" || (await isThere(asker)))
    await showTemporaryPassword(scene.as(await refreshed(scene, asker)), requestId).catch(refusal);
  const has = await power(scene);
  return has.filter((one) => !before.includes(one));
}

describe("nobody becomes Administrator, or comes to the credential of one, without the approvals that hold then:", () => {
  test.each(
    named(
      cases,
      ({ way, change, stage, by }) => `${way.name} that ${by} asks for, where ${change.name} ${stage}`,
    ),
  )("%s", async (_name, { way, change, stage, by }) => {
    const asker = scene[by];
    await way.given?.(scene);
    const { requestId, awaitsApproval, needsConfirmation: asked } = await way.ask(scene, asker);
    expect(awaitsApproval || asked).toBe(true);
    const make = async () => change.make?.(scene, asker);
    const none = await power(scene);
    if (stage === "before the vote") await make();
    if (change.votes > 0) await vote(scene.mia, requestId);
    if (change.votes > 1) await vote(by === "max" ? scene.olivia : scene.max, requestId);
    expect(await power(scene)).toEqual(none);
    const gained = await run({ requestId, asker }, stage === "before the vote" ? undefined : stage, make);
    const allowed = typeof change.allowed === "function" ? change.allowed(stage) : change.allowed;
    // What is only shown later was done before, but not handed out.
    expect(gained.length > 0).toBe(allowed);
  });

  const later = laterWays.flatMap((way) =>
    stagesOf(way).flatMap((stage) => (stage === "before the vote" ? [] : [{ way, stage }])),
  );
  test.each(named(later, ({ way, stage }) => `${way.name}, free at first, of somebody raised ${stage}`))(
    "%s",
    async (_name, { way, stage }) => {
      await way.given?.(scene);
      const { requestId, awaitsApproval } = await way.ask(scene, scene.ed);
      expect(awaitsApproval).toBe(false);
      expect(await run({ requestId, asker: scene.ed }, stage, async () => way.later?.(scene))).toEqual([]);
    },
  );

  const ofUsers = ways.filter(({ name }) => !/an invitation(?: of many)?$|for an invitation/.test(name));
  test.each(named(ofUsers, ({ name }) => `${name} is not approved by whoever the user ID names`))(
    "%s",
    async (_name, { ask, given }) => {
      const data = { email: newcomer, emailKey: addressKey(newcomer) };
      await scene.t.db.consoleUser.update({ where: { id: scene.mia.id }, data });
      await scene.t.db.user.update({ where: { id: scene.userId }, data: namedUser(newcomer) });
      await given?.(scene);
      const { requestId } = await ask(scene, scene.ed);
      await expect(approveRequest(scene.as(scene.mia), requestId)).rejects.toMatchObject({
        code: "forbidden",
      });
      expect(await run({ requestId, asker: scene.ed }, undefined, async () => undefined)).toEqual([]);
    },
  );

  test.each(named(ways, ({ name }) => `${name} is not approved by whoever it is for`))(
    "%s",
    async (_name, { name, ask, given }) => {
      await scene.t.db.consoleUser.update({
        where: { id: scene.mia.id },
        data: { email: newcomer, emailKey: addressKey(newcomer) },
      });
      if (!name.includes("link for an invitation"))
        await scene.t.db.user.update({
          where: { id: scene.userId },
          data: { email: newcomer, emailKey: addressKey(newcomer) },
        });
      await given?.(scene);
      const { requestId } = await ask(scene, scene.ed);
      await expect(approveRequest(scene.as(scene.mia), requestId)).rejects.toMatchObject({
        code: "forbidden",
      });
      expect(await run({ requestId, asker: scene.ed }, undefined, async () => undefined)).toEqual([]);
    },
  );
});
