import { describe, expect, test } from "vitest";
import { acceptInBrowser } from "../../src/sandbox/demo/browser.ts";
import { readView } from "../../src/sandbox/slack/read-message.ts";
import { startWalk } from "../support/walk.ts";

const password = "correct horse battery";

describe("the Console Users' commands", () => {
  const walk = startWalk({ store: "PostgreSQL", mode: "http" });
  const idOf = (who: string) => walk.demo.people[who] ?? "";
  const row = (who: string) =>
    walk.demo.app.db.consoleUser.findUniqueOrThrow({ where: { emailKey: `${who}@northwind.example` } });
  const said = (who: string) => walk.demo.slack.ephemerals(idOf(who)).at(-1);
  const press = (who: string, action: string) =>
    walk.demo.slack.click({
      userId: idOf(who),
      channelId: walk.demo.channelId,
      ts: said(who)?.ts ?? "",
      actionId: action,
    });
  const view = (who: string) => {
    const top = walk.demo.slack.views(idOf(who)).at(-1);
    if (!top) throw new Error(`${who} has no form open`);
    return top;
  };
  const submit = (who: string, values: Parameters<typeof walk.demo.slack.submitView>[0]["values"] = {}) =>
    walk.demo.slack.submitView({ userId: idOf(who), viewId: view(who).id, values });

  test("whoami and why tell what one may do, and who could help", async () => {
    const { stage } = walk;
    await stage.types("vera", "/cyclr whoami");
    await stage.isTold(
      "vera",
      /You are Vera Lind \(vera@northwind\.example\)[\s\S]*users: view \(list, look up[\s\S]*settings: none/,
    );
    await stage.types("sam", "/cyclr whoami");
    await stage.isTold("sam", /not a Console User here\. Ask one of these: Olivia Reyes/);
    await stage.types("vera", "/cyclr why invite");
    await stage.isTold(
      "vera",
      /“users: edit” \(list, look up[\s\S]*edit is missing[\s\S]*Olivia Reyes, Ed Quinn[\s\S]*Ask one of these: Olivia/,
    );
    await stage.types("ed", "/cyclr why invite");
    await stage.isTold("ed", /You may: your level for users is edit/);
    await stage.types("nora", "/cyclr why");
    await stage.isTold("nora", /✗ `\/cyclr invite` \(users: edit\)[\s\S]*✓ `\/cyclr whoami`/);
    await stage.types("nora", "/cyclr why whoami");
    await stage.isTold("nora", /every Console User may/);
    expect(await row("nora")).toMatchObject({ chatUserId: idOf("nora") });
  });

  test("console-users lists who may what, and whom Slack knows", async () => {
    await walk.stage.types("olivia", "/cyclr console-users");
    await walk.stage.isTold(
      "olivia",
      /Ed Quinn\* \(ed@northwind\.example\)[\s\S]*users: edit[\s\S]*linked to Slack[\s\S]*Olivia Reyes[\s\S]*Full Access · linked/,
    );
    await walk.stage.types("ed", "/cyclr console-users");
    await walk.stage.isTold("ed", /“console-users: view”, which you do not have/);
    expect(
      await walk.demo.app.db.auditEvent.count({ where: { action: "refused", actorName: "Ed Quinn" } }),
    ).toBe(1);
  });

  test("an invitation on one line leads to a Console User whom Slack then knows", async () => {
    const { stage, demo } = walk;
    await stage.types(
      "olivia",
      "/cyclr invite-console-user sam@northwind.example with users:view, console-users:manage --plan",
    );
    await stage.isTold(
      "olivia",
      /nothing is done[\s\S]*sam@northwind\.example[\s\S]*users: view, console-users: manage/,
    );
    await stage.types(
      "olivia",
      "/cyclr invite-console-user sam@northwind.example with users:view, console-users:manage",
    );
    await stage.isTold("olivia", /Queued: the invitation of sam@northwind\.example to the Console/);
    await stage.sees({}, /Console invitation mailed[\s\S]*users: view, console-users: manage/);
    const [mail] = demo.mailbox.mailsTo("sam@northwind.example");
    const link = mail?.links.find((one) => one.includes("/console-invitations/")) ?? "";
    const fields = { firstName: "Sam", lastName: "<!channel>", password, passwordAgain: password };
    expect((await acceptInBrowser(link, fields)).text).toContain("Welcome to the Partner Console");
    await stage.sees({}, /Console invitation accepted/);
    await stage.types("sam", "/cyclr whoami");
    await stage.isTold(
      "sam",
      /You are Sam <!channel> \(sam@northwind\.example\)[\s\S]*console-users: manage/,
    );
    expect(said("sam")?.text).toContain("Sam &lt;!channel&gt;");
    await demo.app.db.consoleUser.update({
      where: { emailKey: "sam@northwind.example" },
      data: { lastName: "Okafor" },
    });
  });

  test("the form of an invitation says at its field what is wrong, and keeps what was typed", async () => {
    const { stage } = walk;
    await stage.types("sam", "/cyclr invite-console-user");
    await stage.seesForm("sam", /Invite a Console User[\s\S]*Full Access[\s\S]*Accounts[\s\S]*Console users/);
    const taken = await submit("sam", { email: "vera@northwind.example" });
    expect(taken).toMatchObject({
      result: "errors",
      errors: { email: expect.stringContaining("already") as string },
    });
    const full = await submit("sam", { email: "new@northwind.example", fullAccess: true });
    expect(full).toMatchObject({
      errors: { fullAccess: expect.stringContaining("Only a Console User with Full") as string },
    });
    const lacked = await submit("sam", { fullAccess: false, "permissions.users": "edit" });
    expect(lacked).toMatchObject({
      errors: { "permissions.users": expect.stringContaining("You cannot give") as string },
    });
    expect(readView(view("sam"))).toContain("new@northwind.example");
    expect((await submit("sam", { "permissions.users": "view" })).result).toMatch(/closed|cleared/);
    await stage.sees({}, /Console invitation mailed[\s\S]*new@northwind\.example/);
  });

  test("permissions shows the grid as it is, asks, and shows the difference", async () => {
    const { stage } = walk;
    await stage.types("sam", "/cyclr permissions vera");
    await stage.seesForm("sam", /Console permissions[\s\S]*Vera Lind/);
    expect(view("sam").state.values["permissions.users"]).toMatchObject({
      "permissions.users": { selected_option: { value: "view" } },
    });
    const answer = await submit("sam", { "permissions.accounts": "none" });
    expect(answer.result).toBe("updated");
    await stage.seesForm("sam", /Vera Lind has now: [\s\S]*Changes: accounts: view → none/);
    await submit("sam");
    await stage.sees({}, /Permissions changed[\s\S]*accounts: view → none/);
    expect((await row("vera")).permissions).toEqual({ users: "view", marketplaces: "view" });
  });

  test("permissions without a name leaves as it is what is not chosen", async () => {
    const { stage, demo } = walk;
    await stage.types("olivia", "/cyclr permissions");
    await stage.seesForm("olivia", /Console permissions[\s\S]*as it is/);
    const offer = {
      userId: idOf("olivia"),
      viewId: view("olivia").id,
      actionId: "console-user",
      query: "vera",
    };
    await demo.slack.loadOptions(offer);
    await submit("olivia", {
      consoleUserId: "Vera Lind (vera@northwind.example)",
      "permissions.audit": "view",
    });
    await stage.seesForm("olivia", /Changes: audit: none → view/);
    await submit("olivia");
    await stage.sees({}, /Permissions changed[\s\S]*audit: none → view/);
    expect((await row("vera")).permissions).toEqual({ users: "view", marketplaces: "view", audit: "view" });
  });

  test("permissions on one line asks, and refuses what one may not give", async () => {
    const { stage } = walk;
    await stage.types("sam", "/cyclr permissions nora set users:manage");
    await stage.isTold("sam", /You cannot give “users: manage”/);
    await stage.types("sam", "/cyclr permissions sam set full access");
    await stage.isTold("sam", /You cannot raise your own permissions/);
    await stage.types("olivia", "/cyclr permissions olivia set none");
    await stage.isTold("olivia", /last Console User with Full Access/);
    await stage.types("olivia", "/cyclr permissions nora set everything");
    await stage.isTold("olivia", /“everything” names no area/);
    await stage.types("olivia", "/cyclr permissions nora set full access");
    await stage.isTold("olivia", /Nora Berg would have: Full Access[\s\S]*Full Access allows everything/);
    await press("olivia", "confirm-request");
    await stage.sees({}, /Permissions changed[\s\S]*no permissions[\s\S]*→ Full Access/);
    expect(await row("nora")).toMatchObject({ fullAccess: true });
  });

  test("remove-console-user asks, removes, and stops what they asked for", async () => {
    const { stage } = walk;
    await stage.types("sam", "/cyclr remove-console-user");
    await stage.seesForm("sam", /Remove a Console User[\s\S]*Continue/);
    const offer = { userId: idOf("sam"), viewId: view("sam").id, actionId: "console-user", query: "olivia" };
    await walk.demo.slack.loadOptions(offer);
    const refused = await submit("sam", { consoleUserId: "Olivia Reyes (olivia@northwind.example)" });
    expect(refused.errors).toEqual({
      consoleUserId: expect.stringContaining("give or take Full Access") as string,
    });
    await stage.types("olivia", `/cyclr remove-console-user <@${idOf("sam")}|sam>`);
    await stage.isTold(
      "olivia",
      /Sam Okafor loses: users: view[\s\S]*Slack user is removed[\s\S]*Withdrawn: 1 open invitation/,
    );
    await press("olivia", "confirm-request");
    await stage.sees({}, /Console User removed|Console invitation withdrawn/);
    await walk.demo.slack.waitFor(() =>
      walk.demo.slack
        .messages(walk.demo.channelId)
        .some(({ text }) => text.startsWith("Console invitation withdrawn")),
    );
    await stage.types("sam", "/cyclr whoami");
    await stage.isTold("sam", /not a Console User here/);
  });

  test("whom Slack names by another e-mail than the link was made by has to be linked again", async () => {
    const { stage, demo } = walk;
    // Slack's answers about people are kept for a minute, so it is our side that has another address here.
    const rename = (from: string, email: string) =>
      demo.app.db.consoleUser.update({
        where: { emailKey: from },
        data: { email, emailKey: email, chatEmailKey: email },
      });
    await rename("vera@northwind.example", "vera@elsewhere.example");
    await stage.types("vera", "/cyclr whoami");
    await stage.isTold("vera", /Your e-mail in Slack has changed[\s\S]*Ask one of these/);
    await rename("vera@elsewhere.example", "vera@northwind.example");
    await stage.types("vera", "/cyclr whoami");
    await stage.isTold("vera", /You are Vera Lind/);
    expect(await row("vera")).toMatchObject({ chatEmailKey: "vera@northwind.example" });
  });
});
