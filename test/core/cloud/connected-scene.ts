import { afterAll, beforeAll, beforeEach } from "vitest";
import { importCloud } from "../../../src/core/cloud/import-cloud.ts";
import type { Account } from "../../../src/core/generated/prisma/client.ts";
import type { Cloud } from "../../../src/core/kernel/cloud/cloud.ts";
import { ExternalError } from "../../../src/core/kernel/external-error.ts";
import { minutes } from "../../../src/core/kernel/time/clock.ts";
import { join } from "../../support/account-scene.ts";
import { type CloudScene, startCloudScene } from "../../support/cloud-scene.ts";
import { makeAccount, makeUser } from "../../support/factories.ts";
import { recoverLater } from "../../support/recover-all.ts";
import { accountScene, cardWords } from "../accounts/account-scene.ts";

/** The program on one database, connected to a second instance of it that stands for the vendor's cloud. */
export let scene: ReturnType<typeof accountScene>;
export let cloud: CloudScene;

/** What a call meets, and every call that changes something, as it was made. */
export const met: {
  fault: "none" | "away" | "changes away" | "answer lost" | "refusing";
  changes: string[];
} = {
  fault: "none",
  changes: [],
};

const changing = ["createAccount", "changeAccount", "deleteAccount", "removeMember"];

function faulty(real: Cloud): Cloud {
  return new Proxy(real, {
    get: (target, name) => {
      const call = Reflect.get(target, name) as (...args: unknown[]) => Promise<unknown>;
      return async (...args: unknown[]) => {
        if (met.fault === "away") throw trouble("503", true);
        if (!changing.includes(String(name))) return call(...args);
        if (met.fault === "changes away") throw trouble("503", true);
        met.changes.push(String(name));
        if (met.fault === "refusing") throw trouble("400", false);
        const answer = await call(...args);
        if (met.fault === "answer lost") throw trouble("timeout", true);
        return answer;
      };
    },
  });
}

const trouble = (reason: string, retryable: boolean) =>
  new ExternalError(`Cyclr's cloud answers ${reason}.`, { retryable, reason });

/** Connected, for every test of a file. Files share this module, so that each begins with its own. */
export function connect(): void {
  scene = accountScene();
  beforeAll(async () => {
    cloud = await startCloudScene();
    scene.ctx = await scene.actor({ accounts: "manage", users: "manage", marketplaces: "manage" });
    const connected = { cloud: faulty(cloud.cloudOf(scene.t)) };
    Object.assign(scene.t.app, connected);
    Object.assign(scene.ctx, connected);
  });
  afterAll(() => cloud.stop());
  beforeEach(() => {
    Object.assign(met, { fault: "none", changes: [] });
  });
}

/** Does it as if the variables were not set. */
export async function withoutCloud(work: () => Promise<unknown>): Promise<void> {
  const [app, ctx] = [scene.t.app.cloud, scene.ctx.cloud];
  try {
    Object.assign(scene.t.app, { cloud: undefined });
    Object.assign(scene.ctx, { cloud: undefined });
    await work();
  } finally {
    Object.assign(scene.t.app, { cloud: app });
    Object.assign(scene.ctx, { cloud: ctx });
  }
}

let serial = 0;
export const nextSerial = () => (serial += 1);

/** An Account with a member, there and taken over from there. */
export async function known(given?: string): Promise<{ account: Account; userId: string; username: string }> {
  const number = nextSerial();
  const [apiId, username] = [given ?? `acme ${number}`, `jo ${number}`];
  const there = await makeAccount(cloud.there.db, { name: `Acme ${number}`, apiId });
  await join(cloud.there.db, (await makeUser(cloud.there.db, { username })).id, there.id);
  scene.t.clock.advance(1_000);
  const actor = { kind: "operator", name: "root", surface: "command-line" } as const;
  await importCloud({ ...scene.t.app, actor }, cloud.cloudOf(scene.t));
  const { account } = await scene.t.db.cloudAccount.findUniqueOrThrow({
    where: { cloudId: apiId },
    include: { account: true },
  });
  const { userId } = await scene.t.db.cloudUser.findUniqueOrThrow({ where: { cloudName: username } });
  return { account, userId, username };
}

/** Lets the recovery find what is due, and runs it, for so long. */
export async function runFor(ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= minutes(2)) {
    scene.t.clock.advance(Math.min(left, minutes(2)));
    await recoverLater(scene.t);
    await scene.t.runJobs();
  }
}

/** The card of the first Request of a test; notes follow it. */
export const card = () => cardWords(scene.t.chat.messages[0]?.cards.at(-1));
export const there = (apiId: string) =>
  cloud.there.db.account.findFirst({ where: { apiId }, include: { memberships: true } });
