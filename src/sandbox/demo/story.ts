import { acceptInBrowser, openPage } from "./accept-in-browser.ts";
import { createStage } from "./stage.ts";
import type { Demo } from "./start-demo.ts";

/** Plays the story of a first day, and throws at the first step that differs. */
export async function playStory(demo: Demo, print: (line: string) => void): Promise<void> {
  const stage = createStage(demo, print);
  const { slack, channelId, mailbox, app } = demo;

  stage.chapter("1. Who may not, is told why, and who can help");
  await stage.types("vera", '/cyclr invite new.user@acme.example to "Acme Ltd" as admin');
  await stage.isTold("vera", /“users: edit”, which you do not have\. Ask one of these: Olivia Reyes/);
  await stage.types("sam", "/cyclr invite");
  await stage.isTold("sam", /not a Console User here\. Ask one of these: Olivia Reyes/);
  await stage.types("gus", "/cyclr invite someone@acme.example to acme");
  await stage.isTold("gus", /Guests of this workspace cannot be Console Users/);

  stage.chapter("2. Help, and a word that is nearly right");
  await stage.types("ed", "/cyclr");
  await stage.isTold("ed", /Users[\s\S]*\/cyclr invite/);
  await stage.types("ed", "/cyclr invte");
  await stage.isTold("ed", /Did you mean `\/cyclr invite`/);

  stage.chapter("3. An invitation on one line");
  await stage.types("ed", "/cyclr invite new.user@acme.example to “Acme Ltd” as admin");
  await stage.isTold(
    "ed",
    /Queued: the invitation of new\.user@acme\.example to Acme Ltd \(acme\) as Administrator/,
  );
  await stage.sees({}, /Invitation mailed[\s\S]*new\.user@acme\.example/);
  const link = await stage.getsMail("new.user@acme.example", /Ed Quinn of Northwind Software invites you/);

  stage.chapter("4. The invited person follows the link, and the card follows the person");
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

  stage.chapter("5. The same through the form, with an error at its field");
  await stage.types("olivia", "/cyclr invite");
  await stage.seesForm("olivia", /Invite a user[\s\S]*Account/);
  const harbour = "Harbour Foods (harbour)";
  await stage.submits(
    "olivia",
    { accountId: harbour, email: "hanna@harbour.example" },
    /errors email: .*already a member/,
  );
  await stage.submits("olivia", { accountId: harbour, email: "hugo@harbour.example" }, /closed/);
  await stage.sees({}, /Invitation mailed[\s\S]*hugo@harbour\.example/);

  stage.chapter("6. A name that two Accounts share");
  await stage.types("ed", "/cyclr invite gil@globex.example to globex");
  await stage.isTold("ed", /Several Accounts are called “globex”[\s\S]*globex-eu[\s\S]*globex-us/);

  stage.chapter("7. A mail server that is busy for a moment, and one that refuses");
  mailbox.faults.inject({
    stage: "recipient",
    kind: "refuse",
    code: 451,
    message: "Try again later",
    times: 99,
    recipient: "kit@kestrel.example",
  });
  await stage.types("ed", "/cyclr invite kit@kestrel.example to kestrel");
  await stage.sees({}, /Invitation delayed[\s\S]*Retry \d of 5/);
  mailbox.faults.clear();
  await stage.sees({}, /Invitation mailed[\s\S]*kit@kestrel\.example/);
  mailbox.faults.inject({
    stage: "recipient",
    kind: "refuse",
    code: 550,
    message: "No such user",
    recipient: "nobody@kestrel.example",
  });
  await stage.types("ed", "/cyclr invite nobody@kestrel.example to kestrel");
  await stage.sees({}, /Invitation failed[\s\S]*550/);
  await stage.sees({ inThread: true }, /This did not work[\s\S]*550/);

  stage.chapter("8. A channel that the bot was removed from");
  slack.updateChannel(channelId, { botIsMember: false });
  await stage.types("ed", "/cyclr invite uma@umbra.example to umbra");
  await stage.sees({ who: "ed" }, /Invitation mailed[\s\S]*uma@umbra\.example/);
  slack.updateChannel(channelId, { botIsMember: true });
}

function expect(truth: boolean, otherwise: string): void {
  if (!truth) throw new Error(otherwise);
}
