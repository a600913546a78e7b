import { acceptInBrowser, openPage } from "../browser.ts";
import { type Chapter, expect } from "../stage.ts";

export const invitationOnOneLine: Chapter = {
  title: "An invitation on one line, accepted",
  async play(stage, { app }) {
    await stage.types("ed", "/cyclr invite new.user@acme.example to “Acme Ltd” as admin");
    await stage.isTold(
      "ed",
      /Sent for approval: the invitation of new\.user@acme\.example to Acme Ltd \(acme\) as Administrator/,
    );
    const note = await stage.sees({ inThread: true }, /This needs approval[\s\S]*new\.user@acme\.example/);
    await stage.clicks("mona", note, "Approve");
    await stage.isTold("mona", /^Approved/);
    await stage.sees({}, /Invitation mailed[\s\S]*new\.user@acme\.example/);
    const link = await stage.getsMail("new.user@acme.example", /Ed Quinn of Northwind Software invites you/);

    const page = await openPage(link);
    stage.note(`[page ${page.status}] ${page.text.split("\n").slice(0, 3).join(" / ")}`);
    const accepted = await acceptInBrowser(link, {
      username: "new.user",
      firstName: "Nia",
      lastName: "Under",
      password: "correct horse battery",
      passwordAgain: "correct horse battery",
    });
    stage.note(`[page ${accepted.status}] ${accepted.text.split("\n").slice(0, 3).join(" / ")}`);
    expect(accepted.status === 200, `the acceptance ends with ${accepted.status}: ${accepted.text}`);
    await stage.sees({}, /Invitation accepted[\s\S]*new\.user/);
    const membership = await app.db.membership.findFirst({
      where: { user: { usernameKey: "new.user" }, account: { apiIdKey: "acme" } },
      include: { grants: true },
    });
    expect(membership?.grants.length === 1, "new.user is not Administrator of Acme Ltd");
    stage.note("new.user is Administrator of Acme Ltd, and of none of its sub-accounts.");
    const used = await openPage(link);
    stage.note(`[page ${used.status}] ${used.text.split("\n").slice(0, 2).join(" / ")}`);
    expect(used.status === 410, `a used link answers ${used.status}`);
  },
};
