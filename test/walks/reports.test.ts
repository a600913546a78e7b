import { describe, expect, test } from "vitest";
import { readBlocks } from "../../src/sandbox/slack/read-message.ts";
import { readCsv } from "../support/read-csv.ts";
import { startWalk } from "../support/walk.ts";

describe("the dashboard and the reports, from Slack", () => {
  const walk = startWalk({ store: "PostgreSQL", mode: "socket" });
  const idOf = (who: string) => walk.demo.people[who] ?? "";
  const latest = (who: string) => {
    const message = walk.demo.slack.ephemerals(idOf(who)).at(-1);
    return message ? readBlocks(message.blocks ?? [], message.text) : "";
  };
  const says = async (who: string, text: string, told: RegExp) => {
    await walk.stage.types(who, text);
    await walk.stage.isTold(who, told);
  };

  test("are for every Console User without a permission, and for nobody else", async () => {
    await says(
      "nora",
      "/cyclr dashboard",
      /Dashboard[\s\S]*Accounts · 13 · 13 new[\s\S]*▁▁▁▁▁▁▁█ 0, 0, 0, 0, 0, 0, 0, 13\nUsers · 1 ·/,
    );
    await says(
      "nora",
      "/cyclr report",
      /Users and Administrators per Account[\s\S]*Acme Ltd · acme · – · – · 0 · 0 · 0[\s\S]*New users a week: ▁▁▁▁▁▁▁█ 0, 0, 0, 0, 0, 0, 0, 1 /,
    );
    for (const text of ["/cyclr dashboard", "/cyclr report users", "/cyclr report users --export csv"])
      await says("sam", text, /Console User/);
    expect(walk.demo.slack.files()).toEqual([]);
  });

  test("count what was done", async () => {
    await says("ed", "/cyclr invite new@acme.example to acme", /Queued/);
    await walk.stage.sees({}, /Invitation mailed/);
    await says("nora", "/cyclr dashboard", /Invitations · 2 open · 2 sent \(\+2\)/);
    await says(
      "nora",
      "/cyclr report activity",
      /Ed Quinn · ed@northwind\.example · invite-user · 1 · 0 · 0/,
    );
    await says("nora", "/cyclr report invitations", /No invitation is open for more than 3 days/);
    expect(latest("nora")).toContain("Stale invitations");
  });

  test("come whole, as a table that Slack leafs through", async () => {
    await says("nora", "/cyclr report users", /Acme France[\s\S]*Umbra Studio/);
    expect(latest("nora")).not.toContain("Next page");
  });

  test("go as a file to whoever asks, alone", async () => {
    const { slack } = walk.demo;
    await says("nora", "/cyclr report users --export csv", /Sent to you as a file.*13 rows/);
    const [message] = slack.directMessages(idOf("nora")).slice(-1);
    expect(message).toMatchObject({ files: [{ mimetype: "text/csv" }] });
    const [file] = slack.files();
    const rows = readCsv(file?.content?.toString("utf8") ?? "");
    expect(rows).toHaveLength(14);
    expect(rows[1]).toEqual(["Acme France", "acme-fr", "acme", "", "0", "0", "0"]);
    expect(slack.messages(walk.demo.channelId).some(({ files }) => files)).toBe(false);
    expect(await walk.demo.app.db.auditEvent.count({ where: { action: "report-exported" } })).toBe(1);
  });

  test("name what there is where a word is wrong", async () => {
    await says("nora", "/cyclr report moons", /There are: users, invitations, activity, deployments/);
    await says("nora", "/cyclr report users please", /Users and Administrators per Account/);
    await says("nora", "/cyclr report users daily", /Unexpected word “daily”/);
    expect(walk.demo.slack.files()).toHaveLength(1);
  });
});
