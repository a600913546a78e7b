import { describe, expect, test } from "vitest";
import { findBrowser } from "../../support/requirements.ts";
import { actAs, composerOf, messagesOf, send, workspaceScene } from "./workspace-scene.ts";

const executablePath = findBrowser();

describe.skipIf(!executablePath)("the workspace in a browser", () => {
  const scene = workspaceScene(executablePath);

  test("invites on a line that it helps to write, and the card changes while one looks", async () => {
    const page = await scene.open("Ed Quinn");
    const composer = composerOf(page);
    await composer.pressSequentially("/cyclr invit");
    const offered = page.getByRole("listbox").getByRole("option");
    await offered.filter({ hasText: "invite one or many" }).waitFor();
    // What belongs to what was typed before is not taken.
    await expect
      .poll(async () => {
        await composer.press("Tab");
        return composer.inputValue();
      })
      .toBe("/cyclr invite ");
    await composer.pressSequentially("kim@initech.example to init");
    await expect.poll(() => offered.allTextContents()).toEqual(["initechInitech"]);
    await composer.press("Tab");
    expect(await composer.inputValue()).toBe("/cyclr invite kim@initech.example to initech ");
    await composer.press("Escape");
    await composer.press("Enter");
    const card = messagesOf(page)
      .getByRole("article")
      .filter({ hasText: "kim@initech.example" })
      .filter({ hasText: "Invitation mailed" });
    await card.waitFor();
    expect(await card.textContent()).toContain("Initech");
    expect(scene.demo.mailbox.mailsTo("kim@initech.example")).toHaveLength(1);
  });

  test("has an Administrator asked for by one person, and approved by another in the thread", async () => {
    const page = await scene.open("Ed Quinn");
    await send(page, "/cyclr invite boss@acme.example to acme as admin");
    const only = messagesOf(page).getByRole("article").filter({ hasText: "Only visible to you" });
    await only.filter({ hasText: "Sent for approval" }).waitFor();
    const card = messagesOf(page)
      .getByRole("article")
      .filter({ hasText: "boss@acme.example" })
      .filter({ hasText: "waits for approval" });
    await card.waitFor();
    await actAs(page, "Mona Iversen");
    await expect.poll(() => only.count()).toBe(0);
    await card.getByRole("button", { name: /^1 reply/ }).click();
    const thread = page.getByRole("complementary", { name: "Thread" });
    await thread.getByRole("button", { name: "Approve" }).click();
    await messagesOf(page)
      .getByRole("article")
      .filter({ hasText: "boss@acme.example" })
      .filter({ hasText: "Invitation mailed" })
      .waitFor();
    expect(scene.demo.mailbox.mailsTo("boss@acme.example")).toHaveLength(1);
  });

  test("fills a form by keyboard: an Account that one types for, an error at its field, and what was typed stays", async () => {
    const page = await scene.open("Olivia Reyes");
    await send(page, "/cyclr invite");
    const form = page.getByRole("dialog", { name: "Invite a user" });
    const account = form.getByRole("combobox", { name: "Account" });
    await account.click();
    await account.pressSequentially("harb");
    await form.getByRole("option", { name: "Harbour Foods (harbour)" }).waitFor();
    await account.press("Enter");
    await expect.poll(() => account.inputValue()).toBe("Harbour Foods (harbour)");
    const email = form.getByRole("textbox", { name: "E-mail (optional)" });
    await email.fill("hanna@harbour.example");
    await email.press("Enter");
    const fault = form.getByRole("alert");
    await fault.waitFor();
    expect(await fault.textContent()).toContain("already a member");
    expect(await email.getAttribute("aria-invalid")).toBe("true");
    expect(await page.evaluate("document.activeElement.getAttribute('aria-invalid')")).toBe("true");
    expect(await account.inputValue()).toBe("Harbour Foods (harbour)");
    await email.fill("hugo@harbour.example");
    await email.press("Enter");
    await form.waitFor({ state: "detached" });
    await messagesOf(page)
      .getByRole("article")
      .filter({ hasText: "hugo@harbour.example" })
      .filter({ hasText: "Invitation mailed" })
      .waitFor();
  });

  test("puts the focus into the first field of a form that is filled a moment after it was opened", async () => {
    const page = await scene.open("Ed Quinn");
    const { faults } = scene.demo.slack;
    for (let round = 0; round < 3; round += 1) {
      faults.inject({ method: "views.update", kind: "slow", ms: 400 });
      await send(page, "/cyclr invite");
      const form = page.getByRole("dialog", { name: "Invite a user" });
      await form.getByText("One moment").waitFor();
      await expect.poll(() => page.evaluate("document.activeElement.textContent")).toBe("Close");
      const account = form.getByRole("combobox", { name: "Account" });
      await account.waitFor();
      await expect
        .poll(() => account.evaluate((field) => field === field.ownerDocument.activeElement))
        .toBe(true);
      await page.keyboard.press("Escape");
      await form.waitFor({ state: "detached" });
    }
  });

  test("leaves the focus where it was moved to before the form was filled", async () => {
    const page = await scene.open("Ed Quinn");
    scene.demo.slack.faults.inject({ method: "views.update", kind: "slow", ms: 400 });
    await send(page, "/cyclr invite");
    const form = page.getByRole("dialog", { name: "Invite a user" });
    await form.getByText("One moment").waitFor();
    const away = form.getByRole("button", { name: "Close everything" });
    await away.focus();
    await form.getByRole("combobox", { name: "Account" }).waitFor();
    expect(await away.evaluate((button) => button === button.ownerDocument.activeElement)).toBe(true);
    await page.keyboard.press("Escape");
    await form.waitFor({ state: "detached" });
  });

  test("draws a list as a table, which one sorts and leafs through", async () => {
    const page = await scene.open("Vera Lind");
    await send(page, "/cyclr accounts");
    const table = messagesOf(page).getByRole("table", { name: "Accounts" });
    await table.waitFor();
    // Its heading says the same already.
    expect((await table.locator("caption").boundingBox())?.height).toBeLessThan(2);
    const first = () => table.getByRole("rowheader").first().textContent();
    expect(await first()).toBe("Acme France");
    expect(await table.getByRole("row").count()).toBe(11);
    await messagesOf(page).getByRole("button", { name: "Next", exact: true }).click();
    await messagesOf(page).getByText("Page 2 of 2").waitFor();
    expect(await table.getByRole("row").count()).toBe(4);
    const sort = table
      .getByRole("columnheader", { name: "Account", exact: false })
      .first()
      .getByRole("button");
    await sort.click();
    await sort.click();
    expect(await first()).toContain("Umbra Studio");
  });

  test("shows each person their own Home, and marks what they have not read", async () => {
    const page = await scene.open("Vera Lind");
    await page.getByRole("button", { name: "App Home" }).click();
    await page.getByRole("region", { name: "Home of Cyclr" }).getByText("Vera Lind").waitFor();
    scene.demo.slack.say({
      userId: scene.demo.people["sam"] ?? "",
      channelId: scene.demo.channelId,
      text: "Good *morning*",
    });
    await page.getByLabel(/\d+ unread/).waitFor();
    await page.getByRole("button", { name: /access/ }).click();
    await messagesOf(page).getByText("morning").waitFor();
    expect(await page.getByLabel(/\d+ unread/).count()).toBe(0);
  });

  test("says what it cannot draw, and draws no markup but Slack's own", async () => {
    const page = await scene.open("Ed Quinn");
    scene.demo.slack.workspace.messages.post({
      channel: scene.demo.channelId,
      user: scene.demo.slack.botUserId,
      text: "hidden",
      blocks: [
        { type: "video", title: "A film" },
        {
          type: "section",
          text: { type: "mrkdwn", text: "<b>no</b> <javascript:alert(1)|link> &lt;img&gt;" },
        },
      ],
    });
    await messagesOf(page).getByText("This page cannot draw “video”").waitFor();
    expect(await messagesOf(page).locator("b, img, a[href^='javascript']").count()).toBe(0);
  });

  test("draws the newest of many messages, and earlier ones as one goes up to them", async () => {
    const { slack, people, channelId } = scene.demo;
    for (let line = 0; line < 120; line += 1)
      slack.say({ userId: people["sam"] ?? "", channelId, text: `Line ${line} of many` });
    const page = await scene.open("Ed Quinn");
    const list = messagesOf(page);
    await list.getByText("Line 119 of many").waitFor();
    expect(await list.getByRole("article").count()).toBeLessThan(60);
    const top = () => list.evaluate((element) => element.scrollTop);
    // Whoever stands at the very top keeps in view what they look at.
    await list.evaluate((element) => (element.scrollTop = 0));
    await expect.poll(top).toBeGreaterThan(100);
    await list.focus();
    await expect
      .poll(async () => {
        await page.keyboard.press("Home");
        return list.getByText("Line 0 of many").count();
      })
      .toBe(1);
    await page.keyboard.press("Home");
    await expect.poll(top).toBe(0);
    // One that comes moves nobody who reads above it.
    const seen = await list.getByText("Line 0 of many").boundingBox();
    slack.say({ userId: people["vera"] ?? "", channelId, text: "The last of all" });
    await list.getByText("The last of all").waitFor({ state: "attached" });
    expect(await list.getByText("Line 0 of many").boundingBox()).toEqual(seen);
    await page.keyboard.press("End");
    await expect.poll(() => list.getByRole("article").count()).toBeLessThan(60);
    await expect.poll(() => list.getByText("The last of all").isVisible()).toBe(true);
  });

  test("broke no rule of its own Content-Security-Policy, and threw nothing", () => {
    expect(scene.said).toEqual([]);
  });
});
