import { describe, expect, test } from "vitest";
import { acceptInBrowser, openPage } from "../../src/sandbox/demo/accept-in-browser.ts";
import { playStory } from "../../src/sandbox/demo/story.ts";
import { backends, startWalk } from "../support/walk.ts";

const password = "correct horse battery";

describe.each(backends())("/cyclr invite on $store over $mode", (backend) => {
  const walk = startWalk(backend, { RETRY_FIRST_SECONDS: "1" });

  test("goes from the command to the Membership, and the card follows", async () => {
    const { stage, demo } = walk;
    await stage.types("ed", '/cyclr invite Ann@Acme.example to "acme ltd" AS Admin');
    await stage.isTold("ed", /Queued/);
    await stage.sees({}, /Invitation mailed[\s\S]*Ann@Acme\.example/);
    const link = await stage.getsMail("Ann@Acme.example", /you are invited to Acme Ltd/);
    expect((await openPage(link)).status).toBe(200);
    const fields = { username: "ann", firstName: "Ann", lastName: "Lee", password, passwordAgain: password };
    expect((await acceptInBrowser(link, fields)).text).toContain("Your access is open");
    await stage.sees({}, /Invitation accepted[\s\S]*Accepted as ann/);
    const memberships = await demo.app.db.membership.findMany({
      where: { user: { usernameKey: "ann" } },
      include: { account: true, grants: true },
    });
    expect(memberships).toMatchObject([{ account: { apiId: "acme" }, grants: [{ endsAt: null }] }]);
  });

  // The long story once on each store and once on each way of delivery; test/walks/demo.test.ts plays it as a process.
  const long = (backend.store === "Redis") === (backend.mode === "socket");
  if (long) {
    test("plays the story of the demo to its end", async () => {
      await expect(playStory(walk.demo, (line) => walk.transcript.push(line))).resolves.toBeUndefined();
    });
  }

  test("puts no password, token or link into the queue", async () => {
    const { demo, queue } = walk;
    const content = await queue.content();
    const tokens = demo.mailbox
      .mails()
      .flatMap(({ links }) => links.map((link) => link.split("/").at(-1) ?? ""));
    expect(tokens.length).toBeGreaterThan(long ? 2 : 0);
    expect(content).toContain("invite-user.draw");
    for (const secret of [...tokens, password, "/invitations/", "@acme.example", "@kestrel.example"]) {
      expect(content).not.toContain(secret);
    }
  });
});
