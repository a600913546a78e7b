import type { App, ViewResponseAction } from "@slack/bolt";
import type { ModalView } from "@slack/web-api";
import { afterEach, describe, expect, it } from "vitest";
import { clientOf, errorOf, startBolt, type Fixture, type Mode } from "./bolt-fixture.ts";

const plain = (text: string) => ({ type: "plain_text" as const, text });

const modal: ModalView = {
  type: "modal",
  callback_id: "invite",
  title: plain("Invite"),
  submit: plain("Send"),
  notify_on_close: true,
  blocks: [
    {
      type: "input",
      block_id: "who",
      label: plain("E-mail"),
      element: { type: "email_text_input", action_id: "email" },
    },
    {
      type: "input",
      block_id: "account",
      label: plain("Account"),
      optional: true,
      element: { type: "external_select", action_id: "pick", min_query_length: 0 },
    },
    {
      type: "input",
      block_id: "level",
      label: plain("Level"),
      optional: true,
      element: {
        type: "checkboxes",
        action_id: "admin",
        options: [{ text: plain("Administrator"), value: "admin" }],
      },
    },
  ],
};

const answers: Record<string, ViewResponseAction | undefined> = {
  "bad@example.com": { response_action: "errors", errors: { who: "Already a member" } },
  "update@example.com": { response_action: "update", view: { ...modal, title: plain("Sure?") } },
  "push@example.com": { response_action: "push", view: { ...modal, title: plain("More") } },
  "clear@example.com": { response_action: "clear" },
  "taken@example.com": { response_action: "update", view: { ...modal, external_id: "taken" } },
  "stranger@example.com": { response_action: "errors", errors: { nowhere: "No such block" } },
};

const submitted: unknown[] = [];

function listeners(app: App): void {
  app.command("/cyclr", async ({ ack, client, command }) => {
    await ack();
    await client.views.open({ trigger_id: command.trigger_id, view: modal });
  });
  app.view("invite", async ({ ack, view }) => {
    submitted.push(view.state.values);
    const answer = answers[String(view.state.values["who"]?.["email"]?.value)];
    await (answer ? ack(answer) : ack());
  });
  app.view({ callback_id: "invite", type: "view_closed" }, async ({ ack }) => ack());
  app.options("pick", async ({ ack, options }) =>
    ack({ options: [{ text: plain(`Acme ${options.value}`), value: "acme" }] }),
  );
}

let fixture: Fixture;
afterEach(() => fixture.stop());

async function openModal(mode: Mode): Promise<string> {
  fixture = await startBolt(mode, listeners);
  const { slack, alice, general } = fixture;
  await slack.runCommand({ userId: alice, channelId: general, text: "" });
  return (await slack.waitFor(() => slack.views(alice)[0])).id;
}

describe.each<Mode>(["http", "socket"])("a modal over %s", (mode) => {
  it("hands over what was typed and picked, in Slack's shape, and closes", async () => {
    const viewId = await openModal(mode);
    const { slack, alice } = fixture;
    const [option] = await slack.loadOptions({ userId: alice, viewId, actionId: "pick", query: "x" });
    expect(option).toEqual({ text: plain("Acme x"), value: "acme" });
    const values = { email: "bob@example.com", pick: "acme", admin: true };
    const outcome = await slack.submitView({ userId: alice, viewId, values });
    expect(outcome.result).toBe("closed");
    expect(submitted.at(-1)).toEqual({
      who: { email: { type: "email_text_input", value: "bob@example.com" } },
      account: {
        pick: { type: "external_select", selected_option: { text: plain("Acme x"), value: "acme" } },
      },
      level: {
        admin: {
          type: "checkboxes",
          selected_options: [{ text: { ...plain("Administrator"), emoji: true }, value: "admin" }],
        },
      },
    });
    expect(slack.views(alice)).toEqual([]);
  });

  it("keeps what was typed when the app returns errors", async () => {
    const viewId = await openModal(mode);
    const { slack, alice } = fixture;
    const outcome = await slack.submitView({ userId: alice, viewId, values: { email: "bad@example.com" } });
    expect(outcome).toMatchObject({ result: "errors", errors: { who: "Already a member" } });
    expect(slack.views(alice)[0]?.state.values["who"]?.["email"]?.["value"]).toBe("bad@example.com");
  });

  it("is updated, covered by another one, or cleared away as the app answers", async () => {
    const viewId = await openModal(mode);
    const { slack, alice } = fixture;
    const submit = (id: string, email: string) =>
      slack.submitView({ userId: alice, viewId: id, values: { email } });
    const before = slack.views(alice)[0]?.hash;
    const updated = await submit(viewId, "update@example.com");
    expect(updated).toMatchObject({ result: "updated", view: { id: viewId, title: { text: "Sure?" } } });
    expect(slack.views(alice)[0]?.hash).not.toBe(before);
    const pushed = await submit(viewId, "push@example.com");
    expect(pushed).toMatchObject({
      result: "pushed",
      view: { previous_view_id: viewId, root_view_id: viewId },
    });
    const cleared = await submit(String(pushed.view?.id), "clear@example.com");
    expect(cleared.result).toBe("cleared");
    expect(slack.views(alice)).toEqual([]);
  });
});

describe("a modal", () => {
  it("is not submitted while a required input is empty or an address is not one", async () => {
    const viewId = await openModal("http");
    const { slack, alice } = fixture;
    const count = submitted.length;
    const empty = await slack.submitView({ userId: alice, viewId, values: {} });
    const wrong = await slack.submitView({ userId: alice, viewId, values: { email: "bob" } });
    expect([empty, wrong]).toMatchObject([
      { result: "errors", byClient: true, errors: { who: "Please complete this required field." } },
      { result: "errors", byClient: true, errors: { who: "Please enter a valid email address." } },
    ]);
    expect(submitted).toHaveLength(count);
  });

  it("offers nothing but its options", async () => {
    const viewId = await openModal("http");
    const { slack, alice } = fixture;
    const submit = slack.submitView({ userId: alice, viewId, values: { email: "a@b.io", pick: "acme" } });
    await expect(submit).rejects.toThrow('"acme" is not offered by pick');
  });

  it("stays open when the app names errors of a block that is not there", async () => {
    const viewId = await openModal("http");
    const { slack, alice } = fixture;
    const values = { email: "stranger@example.com" };
    const outcome = await slack.submitView({ userId: alice, viewId, values });
    expect(outcome).toMatchObject({ result: "failed", error: "invalid_arguments" });
    expect(slack.views(alice)).toHaveLength(1);
  });

  it("stays open with what was typed when the app does not take it, and the person is told", async () => {
    const viewId = await openModal("http");
    const { slack, alice } = fixture;
    slack.deliverTo("http://127.0.0.1:1/slack/events");
    const outcome = await slack.submitView({ userId: alice, viewId, values: { email: "a@b.io" } });
    const notice = "We had some trouble connecting. Try again?";
    expect(outcome).toMatchObject({ result: "failed", error: "dispatch_failed", notice });
    expect(slack.views(alice)[0]?.state.values["who"]?.["email"]?.["value"]).toBe("a@b.io");
  });

  it("is covered twice and no more when the app answers with one more view", async () => {
    const viewId = await openModal("http");
    const { slack, alice } = fixture;
    const push = async () => {
      const top = slack.views(alice).at(-1)?.id ?? viewId;
      return slack.submitView({ userId: alice, viewId: top, values: { email: "push@example.com" } });
    };
    const [second, third, fourth] = [await push(), await push(), await push()];
    expect([second.result, third.result]).toEqual(["pushed", "pushed"]);
    expect(fourth).toMatchObject({ result: "failed", error: "push_limit_reached" });
    expect(slack.views(alice)).toHaveLength(3);
  });

  it("stays as it is when the app answers with another view's external_id", async () => {
    const viewId = await openModal("http");
    const { slack, alice } = fixture;
    const home = { type: "home" as const, blocks: [], external_id: "taken" };
    await clientOf(slack).views.publish({ user_id: alice, view: home });
    const values = { email: "taken@example.com" };
    const outcome = await slack.submitView({ userId: alice, viewId, values });
    expect(outcome).toMatchObject({ result: "failed", error: "duplicate_external_id" });
    expect(slack.views(alice)[0]?.external_id).toBe("");
  });

  it("tells the app when it is closed", async () => {
    const viewId = await openModal("http");
    const { slack, alice } = fixture;
    expect(await slack.closeView({ userId: alice, viewId })).toEqual({ notified: [viewId] });
    expect(slack.views(alice)).toEqual([]);
  });

  it("refuses an update that carries an old hash, and keeps typed text through a good one", async () => {
    const viewId = await openModal("http");
    const { slack, alice } = fixture;
    const client = clientOf(slack);
    const hash = slack.views(alice)[0]?.hash;
    slack.fillView({ userId: alice, viewId, values: { email: "a@b.io" } });
    expect(await errorOf(client.views.update({ view_id: viewId, hash, view: modal }))).toBe("ok");
    expect(await errorOf(client.views.update({ view_id: viewId, hash, view: modal }))).toBe("hash_conflict");
    expect(await errorOf(client.views.update({ view_id: "V0", view: modal }))).toBe("not_found");
    expect(slack.views(alice)[0]?.state.values["who"]?.["email"]?.["value"]).toBe("a@b.io");
  });
});
