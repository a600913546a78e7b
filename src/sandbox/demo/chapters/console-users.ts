import { acceptInBrowser } from "../browser.ts";
import { type Chapter, expect } from "../stage.ts";

export const consoleUsers: Chapter = {
  title: "The Partner's own team: who may what, a new colleague, and what nobody can do",
  async play(stage, { mailbox, app }) {
    await stage.types("vera", "/cyclr whoami");
    await stage.isTold("vera", /You are Vera Lind[\s\S]*users: view/);
    await stage.types("vera", "/cyclr why grant-admin");
    await stage.isTold("vera", /“users: edit”[\s\S]*Ask one of these: Olivia/);

    await stage.types(
      "olivia",
      "/cyclr invite-console-user sam@northwind.example with users:edit, accounts:view",
    );
    await stage.isTold(
      "olivia",
      /Sent for approval: the invitation of sam@northwind\.example to the Console/,
    );
    const invited = await stage.sees({ inThread: true }, /This needs approval[\s\S]*sam@northwind\.example/);
    await stage.clicks("mona", invited, "Approve");
    await stage.sees({}, /Console invitation mailed[\s\S]*sam@northwind\.example/);
    const mail = await mailbox.waitForMail(({ to }) => to.includes("sam@northwind.example"));
    const link = mail.links.find((one) => one.includes("/console-invitations/")) ?? "";
    const password = "a staple for every horse";
    const fields = { firstName: "Sam", lastName: "Okafor", password, passwordAgain: password };
    const page = await acceptInBrowser(link, fields);
    stage.note(`[page ${page.status}] ${page.text.split("\n").slice(0, 2).join(" / ")}`);
    await stage.sees({}, /Console invitation accepted/);
    await stage.types("sam", "/cyclr whoami");
    await stage.isTold("sam", /You are Sam Okafor[\s\S]*users: edit/);

    await stage.types("olivia", "/cyclr permissions sam set users:view");
    await stage.isTold("olivia", /This would be done[\s\S]*users/);
    await stage.presses("olivia", "Do it");
    await stage.isTold("olivia", /^Sent for approval/);
    const changed = await stage.sees({ inThread: true }, /This needs approval[\s\S]*Sam Okafor/);
    await stage.clicks("mona", changed, "Approve");
    await stage.sees({}, /Permissions changed[\s\S]*Sam Okafor/);
    await stage.types("sam", "/cyclr invite late@acme.example to acme");
    await stage.isTold("sam", /“users: edit”, which you do not have/);

    await stage.types("olivia", "/cyclr remove-console-user olivia@northwind.example");
    await stage.isTold("olivia", /last|Full Access/);
    const full = await app.db.consoleUser.count({ where: { fullAccess: true, removedAt: null } });
    expect(full === 1, "the last Console User with Full Access is gone");
  },
};
