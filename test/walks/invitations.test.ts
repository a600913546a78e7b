import { describe, expect, test } from "vitest";
import { openPage } from "../../src/sandbox/demo/browser.ts";
import { startWalk } from "../support/walk.ts";

describe("/cyclr invitations, resend-invitation and revoke-invitation", () => {
  const walk = startWalk({ store: "PostgreSQL", mode: "http" });
  const me = (who: string) => walk.demo.people[who] ?? "";
  const latest = (who: string) => walk.demo.slack.ephemerals(me(who)).at(-1);
  /** Presses the first button with this action in what somebody alone sees. */
  const press = async (who: string, actionId: string) => {
    const message = latest(who);
    const has = (block: object) => JSON.stringify(block).includes(`"action_id":"${actionId}"`);
    const blockId = message?.blocks?.find(has)?.block_id;
    const place = { userId: me(who), channelId: walk.demo.channelId, ts: message?.ts ?? "" };
    return walk.demo.slack.click({ ...place, actionId, ...(blockId && { blockId }) });
  };
  const hears = (who: string, words: RegExp) =>
    walk.demo.slack.waitFor(() => words.test(latest(who)?.text ?? "") && latest(who), { what: `${words}` });

  test("lists what is pending, to those who may view, with buttons only for those who may edit", async () => {
    const { stage } = walk;
    await stage.types("vera", "/cyclr invitations cedar");
    await stage.isTold("vera", /pat@cedar\.example[\s\S]*as Access[\s\S]*open · sent/);
    expect(JSON.stringify(latest("vera")?.blocks)).not.toContain("Revoke");
    expect(JSON.stringify(latest("vera")?.blocks)).toContain("resend-invitation");
    await stage.types("nora", "/cyclr invitations cedar");
    await stage.isTold("nora", /users: view/);
    await stage.types("ed", "/cyclr invitations");
    await stage.isTold("ed", /pat@cedar\.example/);
    expect(JSON.stringify(latest("ed")?.blocks)).toContain("Revoke");
  });

  test("resends by the button: a new link, the old one is dead, the card of the invitation follows", async () => {
    const { stage, demo } = walk;
    await stage.types("ed", "/cyclr invite again@cedar.example to cedar");
    await stage.sees({}, /Invitation mailed[\s\S]*again@cedar\.example/);
    const first = await stage.getsMail("again@cedar.example", /invited to Cedar & Sons/);
    await demo.app.db.invitation.deleteMany({ where: { emailKey: "pat@cedar.example" } });
    await stage.types("ed", "/cyclr invitations cedar");
    await stage.isTold("ed", /Pending invitations[\s\S]*again@cedar\.example/);
    await press("ed", "resend-invitation");
    await stage.sees({}, /Invitation resent[\s\S]*again@cedar\.example[\s\S]*A new link went out/);
    const [, second] = demo.mailbox.mailsTo("again@cedar.example");
    const link = second?.links.find((one) => one.includes("/invitations/")) ?? "";
    expect((await openPage(first)).status).not.toBe(200);
    expect((await openPage(link)).status).toBe(200);
    const card = demo.slack
      .messages(demo.channelId)
      .find(({ text }) => text.includes("earlier one no longer works"));
    expect(card?.text).toMatch(/^Invitation resent/);
  });

  test("resends on one line, at most three times within ten minutes, and --plan does nothing", async () => {
    const { stage } = walk;
    await stage.types("ed", "/cyclr resend-invitation again@cedar.example to cedar --plan");
    await stage.isTold("ed", /nothing is done[\s\S]*stops working at once/);
    for (const count of [3, 4]) {
      await stage.types("ed", "/cyclr resend-invitation again@cedar.example to cedar");
      await stage.isTold("ed", /Queued: a new link/);
      await walk.demo.slack.waitFor(() => walk.demo.mailbox.mailsTo("again@cedar.example").length === count);
      // The card of the invitation itself says "resent" before the request has ended.
      const resent = ({ text }: { text: string }) =>
        /^Invitation resent[\s\S]*A new link went out/.test(text);
      await walk.demo.slack.waitFor(
        () => walk.demo.slack.messages(walk.demo.channelId).filter(resent).length === count - 1,
      );
    }
    await stage.types("ed", "/cyclr resend-invitation again@cedar.example to cedar");
    await stage.isTold("ed", /resent 3 times within ten minutes/);
    await stage.types("ed", "/cyclr resend-invitation nobody@cedar.example to cedar");
    await stage.isTold("ed", /Nobody has invited nobody@cedar\.example to Cedar/);
    await stage.types("vera", "/cyclr resend-invitation again@cedar.example to cedar");
    await stage.isTold("vera", /users: edit/);
    expect(walk.demo.mailbox.mailsTo("again@cedar.example")).toHaveLength(4);
  });

  test("asks before it revokes; then the link is dead and its card says so", async () => {
    const { stage, demo } = walk;
    const link = demo.mailbox.mailsTo("again@cedar.example").at(-1)?.links[0] ?? "";
    await stage.types("ed", "/cyclr invitations cedar");
    await stage.isTold("ed", /Pending invitations[\s\S]*again@cedar\.example/);
    await press("ed", "revoke-invitation");
    await hears("ed", /This would be done:[\s\S]*stops working at once/);
    expect((await openPage(link)).status).toBe(200);
    await press("ed", "confirm-request");
    await stage.sees({}, /Invitation revoked[\s\S]*again@cedar\.example/);
    expect((await openPage(link)).status).not.toBe(200);
    await demo.slack.waitFor(() =>
      demo.slack.messages(demo.channelId)[0]?.text.startsWith("Invitation revoked"),
    );
    await stage.types("ed", "/cyclr invitations cedar");
    await stage.isTold("ed", /No invitation fits\./);
  });

  test("revokes by its form, at the field that is wrong", async () => {
    const { stage } = walk;
    await stage.types("ed", "/cyclr invite form@cedar.example to cedar");
    await stage.sees({}, /Invitation mailed[\s\S]*form@cedar\.example/);
    await stage.types("ed", "/cyclr revoke-invitation");
    await stage.seesForm("ed", /E-mail/);
    const accountId = "Cedar & Sons (cedar)";
    await stage.submits(
      "ed",
      { accountId, email: "other@cedar.example" },
      /errors email: Nobody has invited/,
    );
    await stage.submits("ed", { accountId, email: "form@cedar.example" }, /updated|update/);
    const asked = await stage.seesForm("ed", /form@cedar\.example[\s\S]*stops working at once/);
    await walk.demo.slack.submitView({ userId: me("ed"), viewId: asked.id, values: {} });
    await stage.sees({}, /Invitation revoked[\s\S]*form@cedar\.example/);
    const where = { emailKey: "form@cedar.example", revokedAt: { not: null } };
    expect(await walk.demo.app.db.invitation.count({ where })).toBe(1);
  });

  test("shows the next page in place", async () => {
    const { stage, demo } = walk;
    const addresses = Array.from({ length: 12 }, (_, index) => `page${index}@delta.example`);
    await stage.types("ed", `/cyclr invite ${addresses.join(", ")} to delta`);
    await stage.sees({}, /12 addresses: all done/);
    await stage.types("vera", "/cyclr invitations delta");
    await stage.isTold("vera", /page0@/);
    await press("vera", "invitations-page");
    await demo.slack.waitFor(() => latest("vera")?.text.includes("page11@"));
    expect(latest("vera")?.text).not.toContain("page0@");
  });
});

describe("/cyclr invite with many addresses", () => {
  const walk = startWalk({ store: "PostgreSQL", mode: "http" });
  const latest = () => walk.demo.slack.ephemerals(walk.demo.people["ed"] ?? "").at(-1);
  const press = (actionId: string) => {
    const userId = walk.demo.people["ed"] ?? "";
    return walk.demo.slack.click({
      userId,
      channelId: walk.demo.channelId,
      ts: latest()?.ts ?? "",
      actionId,
    });
  };
  const hears = (words: RegExp) =>
    walk.demo.slack.waitFor(() => words.test(latest()?.text ?? ""), { what: `${words}` });

  test("on one line: one card, a result for each, and a retry of those that failed", async () => {
    const { stage, demo } = walk;
    demo.mailbox.faults.inject({ stage: "recipient", kind: "refuse", recipient: "b@kes.example" });
    const line =
      '/cyclr invite a@kes.example, b@kes.example; "C, D" <c@kes.example> <!channel> to kestrel as access';
    await stage.types("ed", `${line} --plan`);
    await stage.isTold("ed", /nothing is done[\s\S]*addresses? (are|is) invited to Kestrel/);
    await stage.types("ed", line);
    await stage.sees({}, /3 addresses: 1 done, 2 failed/);
    expect(demo.slack.messages(demo.channelId)).toHaveLength(1);
    await press("show-invite-results");
    await hears(
      /Results of 3 addresses[\s\S]*a@kes\.example: invited[\s\S]*b@kes\.example: failed: .*\(550\)/,
    );
    await press("retry-invites");
    await hears(/Queued: 2 once more/);
    await stage.sees({}, /3 addresses: 2 done, 1 failed[\s\S]*Invited: 2/);
    await stage.types("ed", "/cyclr invite-results --failed");
    await stage.isTold("ed", /Results of 3[\s\S]*failed: This is not an e-mail address/);
    expect(latest()?.text).not.toContain("a@kes.example: invited");
  });

  test("in the form: a list pasted into it, also to all sub-accounts", async () => {
    const { stage, demo } = walk;
    await stage.types("ed", "/cyclr invite m1@acme.example, m2@acme.example");
    const view = await stage.seesForm("ed", /More addresses/);
    expect(view.state.values["addresses"]).toMatchObject({
      addresses: { value: "m1@acme.example, m2@acme.example" },
    });
    const accountId = "Acme Ltd (acme)";
    await stage.submits("ed", { accountId, addresses: "nobody\nat all" }, /errors addresses: None of these/);
    const addresses = "email,account,level\nm1@acme.example,,admin\nm2@acme.example,kestrel,\n";
    await stage.submits("ed", { accountId, addresses, withSubAccounts: true }, /closed/);
    await stage.sees({}, /4 addresses: all done[\s\S]*with its sub-accounts/);
    const rows = await demo.app.db.invitation.findMany({
      where: { emailKey: "m1@acme.example" },
      include: { account: true },
    });
    expect(
      rows.map(({ account, asAdministrator }) => `${account.apiId} ${asAdministrator}`).toSorted(),
    ).toEqual(["acme true", "acme-de true", "acme-fr true"]);
    expect(demo.mailbox.mailsTo("m1@acme.example")).toHaveLength(3);
    expect(demo.mailbox.mailsTo("m2@acme.example")).toHaveLength(1);
  });

  test("one address with sub-accounts is a list too; a line that is no list is refused at its word", async () => {
    const { stage } = walk;
    await stage.types(
      "ed",
      "/cyclr invite s@delta.example to Delta Clinics as admin with sub-accounts --plan",
    );
    await stage.isTold(
      "ed",
      /1 address is invited to Delta Clinics[\s\S]*its sub-account: each Account gets/,
    );
    await stage.types("ed", "/cyclr invite s@delta.example, bob");
    await stage.isTold("ed", /I read email “s@delta\.example”, account “bob”/);
    await stage.types("ed", "/cyclr invite-results 12");
    await stage.isTold("ed", /Give the number that the card shows/);
    expect(await walk.demo.app.db.invitation.count({ where: { emailKey: "s@delta.example" } })).toBe(0);
  });

  test("refuses a caller who may not, before anything is looked up", async () => {
    await walk.stage.types("vera", "/cyclr invite a@x.example, b@x.example to no-such-account");
    await walk.stage.isTold("vera", /users: edit/);
    const requester = { requester: { emailKey: "vera@northwind.example" } };
    expect(await walk.demo.app.db.request.count({ where: requester })).toBe(0);
  });
});
