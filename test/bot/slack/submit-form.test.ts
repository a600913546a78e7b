import { setTimeout as sleep } from "node:timers/promises";
import type { ViewOutput, ViewResponseAction } from "@slack/bolt";
import type { WebClient } from "@slack/web-api";
import { beforeEach, describe, expect, test } from "vitest";
import { submitForm } from "../../../src/bot/slack/submit-form.ts";
import { hint } from "../../../src/core/kernel/text/command-hint.ts";
import { moment } from "../../../src/core/kernel/text/moment-words.ts";
import { DomainError } from "../../../src/core/kernel/errors.ts";
import type { RequestOrigin } from "../../../src/core/kernel/requests/submit-request.ts";
import { readView } from "../../../src/sandbox/slack/read-message.ts";
import { addPerson } from "../../support/factories.ts";
import { botScene, ed } from "../../support/bot-scene.ts";
import { workspace } from "../../support/recorded-chat.ts";
import { command, testForm } from "../forms.ts";

const form = testForm();
const scene = botScene([command(form, (call) => call.openForm(form))]);

beforeEach(() => {
  form.onSubmit = async () => undefined;
  addPerson(scene.t.chat, ed, "ed@partner.example");
});

async function submit(values: Record<string, string> = {}) {
  await scene.types("form");
  const { id } = await scene.seesModal(/email/);
  return scene.slack.submitView({ userId: ed, viewId: id, values });
}

const shown = async () => {
  const { view } = await submit();
  return view ? readView(view) : "nothing";
};

describe("a form that is sent", () => {
  test("closes when all is done, and hands on who, what and where", async () => {
    const seen: unknown[] = [];
    let at: RequestOrigin | undefined;
    form.onSubmit = async ({ actor }, values, place) => {
      seen.push(actor.name, values);
      at = place;
      return undefined;
    };
    expect((await submit({ account: "Acme" })).result).toBe("closed");
    expect(seen).toEqual(["Ed", { email: "Ed", account: "Acme" }]);
    expect(at).toMatchObject({ channelId: scene.channelId, chatUserId: ed });
    expect(at?.idempotencyKey).toMatch(/^view:V/);
  });

  test("hands on no hint that somebody typed, nor does its command", async () => {
    const seen: unknown[] = [];
    form.onSubmit = async (_, values) => void seen.push(values);
    const typed = `Acme${hint()} grant-admin`;
    await submit({ account: typed });
    expect(seen).toMatchObject([{ account: "Acme grant-admin" }]);
    await scene.types(typed);
    expect(await scene.hears(/I don.t know/)).toContain("“Acme”");
  });

  test("says what the card alone does not say", async () => {
    form.onSubmit = async () => "Recorded; it will run <later> & not now.";
    const said = await submit();
    expect(said.result).toBe("updated");
    expect(said.view?.submit).toBeNull();
    expect(said.view && readView(said.view)).toContain("Recorded; it will run <later> & not now.");
  });

  test("twice gives both the same place, so that the use case can tell", async () => {
    const keys: string[] = [];
    form.onSubmit = async (_ctx, _values, { idempotencyKey }) => {
      keys.push(idempotencyKey);
      throw new DomainError("invalid", "Once more.", "email");
    };
    const { view } = await submit();
    await scene.slack.submitView({ userId: ed, viewId: view?.id ?? "", values: {} });
    expect(keys).toHaveLength(2);
    expect(new Set(keys).size).toBe(1);
  });
});

describe("a form that is refused", () => {
  test("tells a time at a field in the zone of whoever sent it, since Slack shows plain text alone there", async () => {
    addPerson(scene.t.chat, ed, "ed@partner.example", { timeZone: "Asia/Kathmandu" });
    form.onSubmit = async () => {
      throw new DomainError("invalid", `Not before ${moment(new Date("2026-12-01T18:00Z"))}.`, "email");
    };
    expect((await submit()).errors).toEqual({
      email: "Not before Tue, 1 Dec 2026, 23:45 Kathmandu time (UTC+5:45).",
    });
  });

  test("stays open, with the sentence at the field that is wrong", async () => {
    form.onSubmit = () => Promise.reject(new DomainError("conflict", "Already a member.", "email"));
    expect(await submit()).toMatchObject({ result: "errors", errors: { email: "Already a member." } });
  });

  test.each([undefined, "nowhere", "constructor"])("says why where no field is wrong (%s)", async (field) => {
    form.onSubmit = () => Promise.reject(new DomainError("forbidden", "This needs a permission.", field));
    expect(await shown()).toContain("This needs a permission.");
  });

  test("says so to somebody who lost the right while it was open", async () => {
    await scene.types("form");
    const { id } = await scene.seesModal(/email/);
    addPerson(scene.t.chat, ed, "ed@partner.example", { excluded: "deactivated" });
    const { view } = await scene.slack.submitView({ userId: ed, viewId: id, values: {} });
    expect(view && readView(view)).toContain("This Slack user is deactivated.");
  });

  test("for a reason of its own gives a reference that is in the log, not the reason", async () => {
    form.onSubmit = () => Promise.reject(new Error("ECONNREFUSED 10.0.0.7"));
    const text = await shown();
    const reference = /reference ([A-Z2-9]{8})/.exec(text)?.[1] ?? "none";
    expect(text).not.toContain("ECONNREFUSED");
    expect(scene.t.log.join("")).toContain(reference);
  });
});

describe("a form whose work takes long is acknowledged in time, and told the end later:", () => {
  const slowly = async <T>(end: T | Error) => {
    await sleep(2_300);
    if (end instanceof Error) throw end;
    return end;
  };

  test.each<[string, string | undefined | Error, RegExp]>([
    ["done", undefined, /Done\. The card shows the result\./],
    ["a sentence", "Recorded for later.", /Recorded for later\./],
    ["an error at a field", new DomainError("conflict", "Already a member.", "email"), /Already a member\./],
    ["an unexpected error", new Error("secret"), /Something went wrong on our side.*reference/],
  ])("%s", async (_, end, words) => {
    form.onSubmit = () => slowly(end);
    const { result, ackMs, view } = await submit();
    expect([result, view && readView(view)]).toEqual(["updated", expect.stringContaining("Still working…")]);
    expect(ackMs).toBeLessThan(3_000);
    expect(readView(await scene.seesModal(words))).not.toContain("secret");
  });

  test("and a fault found so late brings the form back, with what was typed, and can be sent again", async () => {
    form.onSubmit = () => slowly<undefined>(new DomainError("conflict", "<Already> a member.", "email"));
    await scene.types("form");
    const { id } = await scene.seesModal(/email/);
    const values = { email: "a & b", account: "Acme" };
    await scene.slack.submitView({ userId: ed, viewId: id, values });
    const again = await scene.seesModal(/<Already> a member\.[\s\S]*Acme/);
    const seen: unknown[] = [];
    form.onSubmit = async (_ctx, sent) => void seen.push(sent);
    expect((await scene.slack.submitView({ userId: ed, viewId: again.id, values: {} })).result).toBe(
      "closed",
    );
    expect(seen).toEqual([values]);
  });
});

test("a submission that nobody could have sent is answered too", async () => {
  const answers: (ViewResponseAction | undefined)[] = [];
  const view = { id: "V1", private_metadata: "{", state: { values: {} } } as unknown as ViewOutput;
  const ack = async (answer?: ViewResponseAction) => void answers.push(answer);
  const sender = { chatUserId: ed, workspaceId: workspace };
  await submitForm({ app: scene.t.app, client: {} as WebClient, sender, view, ack, commands: [] }, form);
  expect(answers).toMatchObject([{ response_action: "update" }]);
  expect(JSON.stringify(answers)).toMatch(/reference [A-Z2-9]{8}/);
});
