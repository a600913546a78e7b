import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { callerContext } from "../../src/bot/console-users/caller.ts";
import type { Command, Form } from "../../src/bot/slack/command.ts";
import { commands } from "../../src/bot/features.ts";
import { dispatchCommand } from "../../src/bot/slack/dispatch-command.ts";
import { createSubmitter } from "../../src/bot/slack/create-submitter.ts";
import {
  type Area,
  type ConsolePermissions,
  levels,
  type Permission,
} from "../../src/core/kernel/access/access.ts";
import { unlinked } from "../../src/core/console-users/chat-link.ts";
import { DomainError } from "../../src/core/kernel/errors.ts";
import { runRequestJob } from "../../src/core/kernel/requests/run-request.ts";
import { seed } from "../../src/sandbox/seed.ts";
import { definedRequests } from "../../src/core/features.ts";
import { auditOfTest } from "../support/audit-of-test.ts";
import { addPerson, makeConsoleUser } from "../support/factories.ts";
import { place } from "../support/invite-scene.ts";
import { workspace } from "../support/recorded-chat.ts";
import { createTestApp, type TestApp } from "../support/test-app.ts";

type Guarded = Command & { needs: Permission };

const guarded = commands.filter((command): command is Guarded => command.needs !== undefined);
const open = commands.filter(({ needs }) => needs === undefined);
const me = "U0MAX";
/** Of the test's own, so that the code under test is not asked what is right. */
const order = ["none", "view", "edit", "manage"];

let t: TestApp;
let maxId: string;
const events = auditOfTest(() => t.db);
beforeAll(async () => {
  t = await createTestApp();
  await seed(t.db);
  maxId = (await makeConsoleUser(t.db, { firstName: "Max", email: "max@northwind.example" })).id;
});
beforeEach(() => addPerson(t.chat, me, "max@northwind.example"));
afterAll(() => t.close());

interface Outcome {
  /** What was thrown, if anything was. */
  thrown: unknown;
  said: string;
  openedForm: boolean;
}

/** One line as the bot takes it, by one person of one workspace. */
async function types(command: Command, line: string, workspaceId = workspace): Promise<Outcome> {
  const outcome: Outcome = { thrown: undefined, said: "", openedForm: false };
  const watched: Command = {
    ...command,
    async run(call) {
      try {
        await command.run(call);
      } catch (error) {
        outcome.thrown = error;
        throw error;
      }
    },
  };
  const context = () => callerContext(t.app, { chatUserId: me, workspaceId });
  const say = async (markup: string) => void (outcome.said += `${markup}\n`);
  const at = { ...place(), chatUserId: me };
  await dispatchCommand(
    t.app,
    commands.map((one) => (one === command ? watched : one)),
    line,
    {
      place: at,
      context,
      say,
      whisper: say,
      async openForm(form, typed = {}) {
        outcome.openedForm = true;
        await form.view(await context(), typed, { commands });
      },
      submit: (planOnly) => createSubmitter({ context, say, place: at, planOnly }),
    },
  );
  return outcome;
}

async function opens(form: Form, workspaceId = workspace): Promise<Outcome> {
  const outcome: Outcome = { thrown: undefined, said: "", openedForm: true };
  try {
    await form.view(await callerContext(t.app, { chatUserId: me, workspaceId }), {}, { commands });
  } catch (error) {
    outcome.thrown = error;
  }
  return outcome;
}

/** The example on one line, and each form: by the bare command where that opens one, else as its button does. */
async function everyWay(command: Command, workspaceId?: string): Promise<Outcome[]> {
  const line = await types(command, `${command.name} ${command.example}`, workspaceId);
  const bare = command.forms ? await types(command, command.name, workspaceId) : undefined;
  if (bare?.openedForm) return [line, bare];
  const opened: Outcome[] = [];
  for (const form of command.forms ?? []) opened.push(await opens(form, workspaceId));
  return [line, ...opened];
}

const isForbidden = ({ thrown }: Outcome) => thrown instanceof DomainError && thrown.code === "forbidden";

/** What was said where it went as it should not. */
const toldOf = (outcomes: Outcome[], wrong: (outcome: Outcome) => boolean) =>
  outcomes.filter(wrong).map(({ said, thrown }) => said || String(thrown));

async function become(access: { fullAccess?: boolean; permissions?: ConsolePermissions; removed?: boolean }) {
  const { fullAccess = false, permissions = {}, removed = false } = access;
  const removedAt = removed ? t.clock.now() : null;
  await t.db.consoleUser.update({
    where: { id: maxId },
    data: { fullAccess, permissions, removedAt, ...unlinked },
  });
}

/** What the example of a command takes in other areas besides: nobody gives an API client what they lack. */
const besides: Record<string, ConsolePermissions | undefined> = {
  "api-clients": { users: "edit", accounts: "view" },
};

const cases = guarded.flatMap((command) => {
  const [area] = command.needs.split(":") as [Area];
  return ([undefined, ...levels] as const).map((level) => {
    const permissions: ConsolePermissions = level ? { ...besides[command.name], [area]: level } : {};
    return { command, name: command.name, needs: command.needs, has: level ?? "none", permissions };
  });
});

test("there is a command for each of the areas of help", () => {
  expect(guarded.length).toBeGreaterThan(0);
  expect(new Set(commands.map(({ name }) => name)).size).toBe(commands.length);
});

describe("by the grid", () => {
  test.each(cases)("$name needs $needs: $has", async ({ command, needs, has, permissions }) => {
    await become({ permissions });
    const may = order.indexOf(has) >= order.indexOf(needs.split(":")[1] ?? "");
    const outcomes = await everyWay(command);
    expect(toldOf(outcomes, (outcome) => isForbidden(outcome) === may)).toEqual([]);
    if (may) return;
    const [area, level] = needs.split(":");
    for (const { said, thrown } of outcomes)
      expect(`${said}${String(thrown)}`).toContain(`“${area}: ${level}”, which you do not have`);
    const refused = {
      actorKind: "console-user",
      actorId: maxId,
      action: "refused",
      after: { missing: needs },
    };
    const audited = await events("refused");
    expect(audited.length).toBeGreaterThanOrEqual(outcomes.length);
    expect(audited).toMatchObject(audited.map(() => refused));
  });

  test.each(guarded)("$name is allowed with Full Access", async (command) => {
    await become({ fullAccess: true });
    const outcomes = await everyWay(command);
    expect(toldOf(outcomes, isForbidden)).toEqual([]);
    expect(await events("refused")).toEqual([]);
  });

  test.each(open)("$name is for every Console User", async (command) => {
    await become({});
    expect(toldOf(await everyWay(command), isForbidden)).toEqual([]);
  });
});

describe("when the job runs", () => {
  test.each(definedRequests)(
    "$kind is refused to a requester who has lost everything, before its input is read",
    async ({ kind }) => {
      await become({});
      const { id } = await t.db.request.create({ data: { kind, input: {}, requesterId: maxId } });
      await runRequestJob.run(t.app, { requestId: id });
      expect(await t.db.request.findUnique({ where: { id } })).toMatchObject({
        status: "failed",
        trouble: expect.stringContaining("which you do not have") as string,
      });
      expect(await events("refused")).toMatchObject([{ actorId: maxId, surface: "job" }]);
    },
  );
});

describe("refused and audited, whatever the command", () => {
  const refused = { actorKind: "chat-user", actorId: me, action: "refused" };

  test.each(guarded)("$name by somebody who is no Console User", async (command) => {
    await become({ fullAccess: true, removed: true });
    const outcomes = await everyWay(command);
    const words = /You are not a Console User here\. Ask one of these: Olivia/;
    expect(toldOf(outcomes, ({ thrown }) => !words.test(String(thrown)))).toEqual([]);
    expect((await events("refused")).slice(0, outcomes.length)).toMatchObject(outcomes.map(() => refused));
  });

  test.each(guarded)("$name by somebody of another workspace", async (command) => {
    await become({ fullAccess: true });
    const outcomes = await everyWay(command, "T0ELSEWHERE");
    const words = /not people who reach it through Slack Connect/;
    expect(toldOf(outcomes, ({ thrown }) => !words.test(String(thrown)))).toEqual([]);
    expect((await events("refused")).slice(0, outcomes.length)).toMatchObject(outcomes.map(() => refused));
  });
});
