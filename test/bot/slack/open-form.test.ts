import { setTimeout as sleep } from "node:timers/promises";
import { beforeEach, describe, expect, test, vi } from "vitest";
import type { Call } from "../../../src/bot/slack/command.ts";
import type { ChatPerson } from "../../../src/core/kernel/chat/chat.ts";
import { DomainError } from "../../../src/core/kernel/errors.ts";
import { readView } from "../../../src/sandbox/slack/read-message.ts";
import { addPerson } from "../../support/factories.ts";
import { botScene, ed } from "../../support/bot-scene.ts";
import { command, testForm } from "../forms.ts";

const form = testForm();
let run: (call: Call) => Promise<void>;
const scene = botScene([command(form, (call) => run(call))]);

beforeEach(() => {
  form.onView = async () => undefined;
  run = (call) => call.openForm(form);
  addPerson(scene.t.chat, ed, "ed@partner.example");
});

/** The form reads what it needs no sooner than the returned function is called. */
function readsWhenTold(): () => void {
  let tell: () => void = () => undefined;
  const told = new Promise<void>((resolve) => void (tell = resolve));
  form.onView = () => told;
  return tell;
}

const modals = () => scene.slack.views(ed).map((view) => readView(view));
const calls = (method: string) => scene.slack.calls.filter((call) => call.method === method);

describe("a form", () => {
  test("opens before anything is read, and is filled when everything has been", async () => {
    const read = readsWhenTold();
    await scene.types("form");
    const empty = await scene.seesModal(/One moment…/);
    expect(empty.submit).toBeNull();
    read();
    const filled = await scene.seesModal(/email.*: Ed/);
    expect(filled).toMatchObject({ id: empty.id, callback_id: "test-form" });
    expect(filled.submit).toMatchObject({ text: "Send" });
    expect(JSON.parse(filled.private_metadata)).toEqual({ channelId: scene.channelId });
    expect(modals()).toHaveLength(1);
  });

  test("opens before it is known who asks, and after the command is acknowledged", async () => {
    const slowly = vi.spyOn(scene.t.chat, "person");
    slowly.mockImplementationOnce(async () => sleep(300, scene.t.chat.people.get(ed) as ChatPerson));
    expect(await scene.types("form")).toMatchObject({ acknowledged: true });
    await scene.seesModal(/One moment…/);
    await scene.seesModal(/email/);
    slowly.mockRestore();
  });

  test("begins with what was typed", async () => {
    run = (call) => call.openForm(form, { email: "ada@acme.example" });
    await scene.types("form");
    expect((await scene.seesModal(/ada@acme/)).state.values["email"]).toMatchObject({
      email: { value: "ada@acme.example" },
    });
  });
});

describe("a form that cannot be filled says why, in the modal and in the channel to the caller alone,", () => {
  test("for what the caller can act on", async () => {
    form.onView = () => Promise.reject(new DomainError("not-found", "There is no <Account> & nothing else."));
    await scene.types("form");
    const view = await scene.seesModal(/There is no <Account> & nothing else\./);
    expect(view.submit).toBeNull();
    expect(await scene.hears(/There is no/)).toBe(
      ":warning: There is no &lt;Account&gt; &amp; nothing else.",
    );
    expect(scene.slack.messages(scene.channelId)).toEqual([]);
  });

  test("to somebody who is no Console User", async () => {
    addPerson(scene.t.chat, ed, "ed@partner.example", { excluded: "guest" });
    await scene.types("form");
    await scene.seesModal(/Guests of this workspace cannot be Console Users/);
    expect(await scene.hears(/Guests of this workspace/)).toMatch(/^:warning: /);
  });

  test("for a reason of its own with one reference, which is in the log", async () => {
    form.onView = () => Promise.reject(new Error("ECONNREFUSED 10.0.0.7"));
    await scene.types("form");
    const shown = readView(await scene.seesModal(/reference/));
    const reference = /reference ([A-Z2-9]{8})/.exec(shown)?.[1] ?? "none";
    expect(await scene.hears(/reference/)).toContain(reference);
    expect(shown).not.toContain("ECONNREFUSED");
    expect(scene.t.log.filter((line) => line.includes(reference))).toHaveLength(1);
  });

  test("when Slack refuses to show it the first time", async () => {
    scene.slack.faults.inject({ method: "views.update", kind: "status", status: 503 });
    await scene.types("form");
    const shown = readView(await scene.seesModal(/reference/));
    expect(shown).toContain("Something went wrong on our side.");
    await scene.hears(/reference/);
  });
});

describe("a form that cannot be opened", () => {
  test("because the trigger has expired asks for the command once more", async () => {
    run = async (call) => {
      scene.pass(3_001);
      await call.openForm(form);
    };
    await scene.types("form");
    await scene.hears(/Slack did not open the form in time\. Send the command again\./);
    expect(modals()).toEqual([]);
  });

  test("because the trigger was used asks for the command once more", async () => {
    run = async (call) => {
      await call.openForm(form);
      await call.openForm(form);
    };
    await scene.types("form");
    await scene.hears(/Send the command again/);
    expect(modals()).toHaveLength(1);
  });

  test("because Slack has a fault is answered with a reference, and nothing is read", async () => {
    form.onView = () => Promise.reject(new Error("must not be reached"));
    scene.slack.faults.inject({ method: "views.open", kind: "status", status: 500 });
    await scene.types("form");
    await scene.hears(/Something went wrong on our side.*reference/);
    expect(calls("views.update")).toEqual([]);
  });
});

test("a form that is closed before it is filled is let go without a word", async () => {
  const read = readsWhenTold();
  await scene.types("form");
  const { id } = await scene.seesModal(/One moment/);
  await scene.slack.closeView({ userId: ed, viewId: id });
  read();
  await scene.slack.waitFor(() => calls("views.update").length > 0);
  await sleep(100);
  expect(scene.slack.ephemerals(ed)).toEqual([]);
  expect(scene.t.log.filter((line) => line.includes("reference"))).toEqual([]);
});
