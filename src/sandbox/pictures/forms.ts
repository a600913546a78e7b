import { WebClient } from "@slack/web-api";
import type { Page } from "playwright-core";
import type { Form } from "../../bot/slack/command.ts";
import { commands } from "../../bot/features.ts";
import { openFormAction } from "../../core/home/openings.ts";
import type { Demo } from "../demo/console-commands.ts";
import { take } from "./camera.ts";

const loading = "One moment";

/** The form of every command that changes something, as somebody with all permissions meets it empty. */
export async function takeForms(page: Page, demo: Demo, who: string): Promise<void> {
  // So high that none has to be scrolled.
  await page.setViewportSize({ width: 760, height: 1600 });
  for (const { name, changes, forms: [form] = [] } of commands) {
    if (!changes || !form) continue;
    await open(demo, who, form);
    const dialog = page.getByRole("dialog", { name: form.title });
    await dialog.waitFor();
    await dialog.getByText(loading).waitFor({ state: "detached" });
    await page.evaluate("document.activeElement?.blur()");
    await take(page, `form-${name}`, dialog);
    for (const { id } of demo.slack.views(demo.people[who] ?? "").toReversed())
      await demo.slack.closeView({ userId: demo.people[who] ?? "", viewId: id });
    await dialog.waitFor({ state: "detached" });
  }
}

/** By a button of the Home, where every form can be opened from. */
async function open({ slack, people }: Demo, who: string, { name }: Form): Promise<void> {
  const userId = people[who] ?? "";
  const actionId = openFormAction(name);
  const text = { type: "plain_text" as const, text: name };
  const elements = [{ type: "button" as const, action_id: actionId, value: name, text }];
  const view = { type: "home" as const, blocks: [{ type: "actions" as const, elements }] };
  await new WebClient(slack.botToken, { slackApiUrl: slack.apiUrl }).views.publish({ user_id: userId, view });
  await slack.clickInView({ userId, viewId: slack.home(userId)?.id ?? "", actionId });
}
