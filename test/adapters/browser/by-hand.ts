import type { Locator, Page } from "playwright-core";
import type { Demo } from "../../../src/sandbox/demo/console-commands.ts";
import {
  isObject,
  textOf,
  type JsonObject,
  type View,
} from "../../../src/sandbox/slack/model/message-log.ts";
import { allElements } from "../../../src/sandbox/slack/person/click.ts";
import type { Submission } from "../../../src/sandbox/slack/person/submit-view.ts";
import type { SlackSandbox } from "../../../src/sandbox/slack/slack-sandbox.ts";
import { composerOf, messagesOf, send } from "./workspace-scene.ts";

/** The page of whoever has this id in Slack. */
export type PageOf = (userId: string) => Promise<Page>;

/** What nobody here has to wait for: it is told by what one sees then. */
const taken = { acknowledged: true, ackMs: 0, status: 200, triggerId: "" } as const;

/** The demo, in which people write, press and fill in forms with their hands in the browser's page: its stories know no difference. */
export function byHand(demo: Demo, pageOf: PageOf): Demo {
  const { slack } = demo;
  const hands: Pick<SlackSandbox, "runCommand" | "click" | "submitView" | "closeView"> = {
    async runCommand({ userId, channelId, text }) {
      if (channelId !== demo.channelId) throw new Error("Stories are told in #access.");
      const page = await pageOf(userId);
      const thread = page.getByRole("button", { name: "Close the thread" });
      if (await thread.isVisible()) await thread.click();
      await composerOf(page).waitFor();
      await send(page, `/cyclr ${text}`);
      return taken;
    },
    async click({ userId, channelId, ts, actionId }) {
      const message = [...slack.messages(channelId), ...slack.ephemerals(userId)].find(
        (one) => one.ts === ts && one.channel === channelId,
      );
      const { element } = allElements(message?.blocks ?? []).find((one) => one.actionId === actionId) ?? {};
      if (!message || !element) throw new Error("There is no such button.");
      const page = await pageOf(userId);
      const around = await placeOf(page, ts, message.thread_ts);
      await around.locator(`[data-ts="${ts}"] button`, { hasText: exactly(wordsOf(element)) }).click();
      if (isObject(element["confirm"])) await page.locator("dialog.confirm button").last().click();
      return taken;
    },
    async submitView({ userId, viewId, values }) {
      const view = slack.views(userId).find(({ id }) => id === viewId);
      if (!view) throw new Error("There is no such form.");
      const page = await pageOf(userId);
      const dialog = page.getByRole("dialog", { name: wordsOf(view, "title") });
      for (const [blockId, value] of Object.entries(values))
        await fill(fieldOf(dialog, view, blockId), value);
      const [answer] = await Promise.all([
        page.waitForResponse((response) => response.url().endsWith("/orders/submit")),
        dialog.locator("footer button[type=submit]").click(),
      ]);
      const sent = (await answer.json()) as Pick<Submission, "result" | "errors">;
      for (const fault of Object.values(sent.errors ?? {}))
        await dialog.getByRole("alert").getByText(fault).waitFor();
      if (sent.result === "closed") await dialog.waitFor({ state: "detached" });
      return { ...sent, ackMs: 0 };
    },
    async closeView({ userId, viewId }) {
      const page = await pageOf(userId);
      if (!slack.views(userId).some(({ id }) => id === viewId)) return { notified: [] };
      await page.getByRole("button", { name: "Close everything" }).click();
      await page.getByRole("dialog").waitFor({ state: "detached" });
      return { notified: [] };
    },
  };
  const shown = new Proxy(slack, {
    get(target, name) {
      if (Object.hasOwn(hands, name)) return hands[name as keyof typeof hands];
      const part = Reflect.get(target, name) as unknown;
      return typeof part === "function" ? (part.bind(target) as unknown) : part;
    },
  });
  return { ...demo, slack: shown };
}

/** The list that this message stands in: its thread is opened where it hangs on another. */
async function placeOf(page: Page, ts: string, thread: string | undefined): Promise<Locator> {
  if (thread === undefined || thread === ts) return messagesOf(page);
  const list = page.getByRole("log", { name: "Messages in the thread" });
  if (!(await list.locator(`[data-ts="${ts}"]`).isVisible())) {
    const close = page.getByRole("button", { name: "Close the thread" });
    if (await close.isVisible()) await close.click();
    await messagesOf(page).locator(`[data-ts="${thread}"] .replies`).click();
  }
  return list;
}

function fieldOf(dialog: Locator, { blocks }: View, blockId: string): Locator {
  const block = blocks.find(({ block_id: id }) => id === blockId) as JsonObject | undefined;
  if (!block) throw new Error(`The form has no field ${blockId}.`);
  const role = textOf((block["element"] as JsonObject | undefined)?.["type"]).endsWith("_select")
    ? "combobox"
    : "textbox";
  return dialog.getByRole(role, { name: wordsOf(block, "label") }).first();
}

async function fill(field: Locator, value: unknown): Promise<void> {
  if (typeof value !== "string") throw new Error("By hand only text is filled in so far.");
  if ((await field.getAttribute("role")) !== "combobox") return field.fill(value);
  if ((await field.inputValue()) === value) return;
  await field.click();
  await field.pressSequentially(value.slice(0, 4));
  await field.page().getByRole("option", { name: value, exact: true }).click();
}

/** What stands on a button, or in one part of something. */
function wordsOf(thing: object, part = "text"): string {
  const text = (thing as JsonObject)[part];
  return isObject(text) ? textOf(text["text"]) : "";
}

const exactly = (words: string): RegExp =>
  new RegExp(`^\\s*${words.replaceAll(/[$()*+.?[\\\]^{|}]/gu, String.raw`\$&`)}\\s*$`, "u");
