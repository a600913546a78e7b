import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import process from "node:process";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type MadeCloud, startMadeCloud } from "../support/made-cloud.ts";
import { createTestApp, type TestApp } from "../support/test-app.ts";
import { until } from "../support/until.ts";

const root = path.resolve(import.meta.dirname, "../..");

let cloud: MadeCloud;
let killed: TestApp;
let whole: TestApp;
beforeAll(async () => {
  cloud = await startMadeCloud({ accounts: 240, membersEach: 6 });
  [killed, whole] = [await createTestApp(), await createTestApp()];
});
afterAll(async () => {
  await cloud.stop();
  await killed.close();
  await whole.close();
});

function startImport(databaseUrl: string) {
  const child = spawn(process.execPath, ["dist/cli.js", "cyclr", "import"], {
    cwd: root,
    env: {
      DATABASE_URL: databaseUrl,
      CYCLR_API_URL: cloud.url,
      CYCLR_CLIENT_ID: "connected",
      CYCLR_CLIENT_SECRET: "secret-of-the-cloud",
      CYCLR_CALLS_PER_SECOND: "1000",
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let out = "";
  child.stdout.on("data", (chunk) => (out += String(chunk)));
  return { child, ended: once(child, "close"), said: () => out };
}

async function killAfter(calls: number): Promise<void> {
  const before = cloud.calls();
  const { child, ended } = startImport(killed.databaseUrl);
  await until(() => cloud.calls() - before >= calls, 60_000);
  child.kill("SIGKILL");
  const [code, signal] = (await ended) as [number | null, string | null];
  // Else it had ended before, and nothing was tried.
  expect([code, signal]).toEqual([null, "SIGKILL"]);
}

async function complete(databaseUrl: string): Promise<{ calls: number; said: string }> {
  const before = cloud.calls();
  const { ended, said } = startImport(databaseUrl);
  expect(await ended).toEqual([0, null]);
  return { calls: cloud.calls() - before, said: said() };
}

/** All that an import writes, by the names that people know; ids and times left out. */
async function stateOf({ db }: TestApp) {
  const accounts = await db.account.findMany({
    select: {
      apiId: true,
      name: true,
      parent: { select: { apiId: true } },
      cloud: { select: { cloudId: true } },
    },
    orderBy: { apiId: "asc" },
  });
  const users = await db.user.findMany({
    select: { username: true, cloud: { select: { cloudName: true } } },
    orderBy: { username: "asc" },
  });
  const memberships = await db.membership.findMany({
    select: {
      _count: { select: { grants: true } },
      user: { select: { username: true } },
      account: { select: { apiId: true } },
    },
  });
  const audited = await db.auditEvent.findMany({
    where: { action: "account-imported" },
    select: { accountId: true, after: true },
  });
  const names = new Map((await db.account.findMany()).map(({ id, apiId }) => [id, apiId]));
  return {
    accounts,
    users,
    memberships: memberships.map(({ user, account, ...rest }) => ({
      ...rest,
      member: `${user.username} in ${account.apiId}`,
    })),
    audited: audited.flatMap(({ accountId, after }) => {
      const { members = [], cloudId } = after as { members?: string[]; cloudId?: string };
      const account = names.get(accountId ?? "");
      return [
        ...members.map((one) => `${one} in ${account}`),
        ...(cloudId ? [`${account} is ${cloudId}`] : []),
      ];
    }),
  };
}

const sorted = (state: Awaited<ReturnType<typeof stateOf>>) => ({
  ...state,
  memberships: state.memberships.toSorted((one, other) => one.member.localeCompare(other.member)),
  audited: state.audited.toSorted(),
});

test("an import that was killed five times comes to what one comes to that was not, and audits each thing once", async () => {
  // In the list of Accounts, and further and further into the members.
  for (const calls of [1, 3, 60, 150, 100]) await killAfter(calls);
  const rest = await complete(killed.databaseUrl);
  expect(rest.said).toContain("This went on with an import that had not finished.");
  const alone = await complete(whole.databaseUrl);
  // What was read before need not be read again.
  expect(rest.calls).toBeLessThan(alone.calls - 150);
  const [one, other] = [sorted(await stateOf(killed)), sorted(await stateOf(whole))];
  expect(one).toEqual(other);
  expect(one.memberships).toHaveLength(cloud.memberships);
  expect(new Set(one.audited).size).toBe(one.audited.length);
});
