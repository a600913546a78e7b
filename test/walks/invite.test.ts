import { describe, expect, test } from "vitest";
import { acceptInBrowser, openPage } from "../../src/sandbox/demo/browser.ts";
import { playStory } from "../../src/sandbox/demo/story.ts";
import { backends, startWalk, type Walk } from "../support/walk.ts";

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

  test("puts no password, token or link into the queue", async () => {
    expect(await secretsIn(walk, 1)).toEqual([]);
  });
});

// Once on each store and once on each way of delivery; test/walks/demo.test.ts plays it as a process of its own.
const crossed = backends().filter(({ store, mode }) => (store === "Redis") === (mode === "socket"));

describe.each(crossed)("the demo's story on $store over $mode", (backend) => {
  const walk = startWalk(backend, { RETRY_FIRST_SECONDS: "1", APPROVAL_POLICY: "" });

  test("goes to its end", async () => {
    await expect(playStory(walk.demo, (line) => walk.transcript.push(line))).resolves.toBeUndefined();
  });

  test("puts no password, token or link into the queue", async () => {
    expect(await secretsIn(walk, 5)).toEqual([]);
  });
});

/** What of all that was secret stands in the queue; there must have been so many links at least. */
async function secretsIn({ demo, queue }: Walk, atLeast: number): Promise<string[]> {
  const content = await queue.content();
  const links = demo.mailbox.mails().flatMap((mail) => mail.links);
  const tokens = links.map((link) => link.split("/").at(-1) ?? "").filter((token) => token.length >= 43);
  expect(tokens.length).toBeGreaterThanOrEqual(atLeast);
  expect(content).toContain("reconcile-message");
  const others = [password, "/invitations/", "/passwords/", "@acme.example", "@kestrel.example"];
  return [...tokens, ...others].filter((secret) => content.includes(secret));
}
