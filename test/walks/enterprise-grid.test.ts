import { describe, expect, test } from "vitest";
import { readView } from "../../src/sandbox/slack/read-message.ts";
import { startWalk } from "../support/walk.ts";

describe("in an Enterprise Grid", () => {
  const walk = startWalk({ store: "PostgreSQL", mode: "http" });
  const enterprise = (...teams: string[]) => ({ id: "E0ORG", teams });
  const join = async (name: string, teamId: string, teams: string[]) => {
    const { slack, app } = walk.demo;
    const email = `${name}@northwind.example`;
    await app.db.consoleUser.create({ data: { email, emailKey: email, permissions: { users: "edit" } } });
    const { id } = slack.addUser({
      id: `W0${name.toUpperCase()}`,
      name,
      email,
      teamId,
      enterprise: enterprise(...teams),
    });
    walk.demo.people[name] = id;
    return id;
  };
  const types = (userId: string, text: string) =>
    walk.demo.slack.runCommand({ userId, channelId: walk.demo.slack.openDirect(userId).id, text });
  const home = (userId: string, words: RegExp) =>
    walk.demo.slack.waitFor(
      () => {
        const view = walk.demo.slack.home(userId);
        return view && words.test(readView(view)) ? view : undefined;
      },
      { timeoutMs: 60_000, what: `a Home like ${words}` },
    );

  test("a member of ours whose team is a sister workspace's has commands, Home and buttons", async () => {
    const { slack, app } = walk.demo;
    const id = await join("wanda", "T0SISTER", ["T0SISTER", slack.team.id]);
    await types(id, "whoami");
    await walk.stage.isTold("wanda", /You are .*wanda@northwind\.example/);
    await slack.openHome(id);
    const view = await home(id, /\[Invite a user\]/);
    await slack.clickInView({
      userId: id,
      viewId: view.id,
      actionId: buttonOf(view.blocks, "Invite a user"),
    });
    await walk.stage.seesForm("wanda", /Invite a user/);
    const row = await app.db.consoleUser.findUnique({ where: { emailKey: "wanda@northwind.example" } });
    expect(row).toMatchObject({ chatUserId: id, chatTeamId: slack.team.id });
  });

  test("a member of a sister workspace alone has none of them", async () => {
    const { slack, app } = walk.demo;
    const id = await join("walt", "T0SISTER", ["T0SISTER"]);
    await types(id, "whoami");
    await walk.stage.isTold("walt", /Only members of this workspace can be Console Users/);
    await slack.openHome(id);
    await home(id, /Only members of this workspace/);
    const row = await app.db.consoleUser.findUnique({ where: { emailKey: "walt@northwind.example" } });
    expect(row?.chatUserId).toBeNull();
  });
});

function buttonOf(blocks: unknown[], label: string): string {
  const elements = (blocks as { elements?: Button[] }[]).flatMap((block) => block.elements ?? []);
  return elements.find(({ text }) => text?.text === label)?.action_id ?? "";
}

interface Button {
  action_id?: string;
  text?: { text?: string };
}
