import { createTransport, type Transporter } from "nodemailer";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { MailFault } from "../../src/sandbox/mailbox/create-smtp-server.ts";
import { type Mailbox, startMailbox } from "../../src/sandbox/start-sandbox.ts";

let mailbox: Mailbox;
let sender: Transporter;

beforeAll(async () => {
  mailbox = await startMailbox();
  sender = createTransport(mailbox.url);
});

afterEach(() => {
  mailbox.clear();
  mailbox.faults.clear();
});

afterAll(() => mailbox.stop());

const inject = (fault: MailFault) => () => mailbox.faults.inject(fault);

const invitation = {
  from: "Cyclr Access <access@example.com>",
  to: "Ada@Example.com",
  subject: "Your invitation – Grüße",
  text: "Open https://access.example.com/invite?token=abc&x=1. Thank you.",
  html: '<p>Open <a href="https://access.example.com/invite?token=abc&amp;x=1">your invitation</a></p>',
  headers: { "X-Reference": "R-1" },
};

describe("a mailbox", () => {
  test("keeps what was sent, with its links and headers", async () => {
    const sent = await sender.sendMail(invitation);
    const [mail] = mailbox.mailsTo("ada@example.com");
    expect(mail).toMatchObject({
      to: ["Ada@example.com"],
      from: "access@example.com",
      subject: "Your invitation – Grüße",
      messageId: sent.messageId,
      links: ["https://access.example.com/invite?token=abc&x=1"],
    });
    expect(mail?.headers["x-reference"]).toBe("R-1");
    expect(mail?.text).toContain("Thank you.");
    expect(mail?.raw).toContain("X-Reference: R-1");
  });

  test("shows hidden recipients too", async () => {
    await sender.sendMail({ ...invitation, bcc: "eve@example.com" });
    expect(mailbox.mailsTo("eve@example.com")).toHaveLength(1);
  });

  test("waits for a mail that is still to come", async () => {
    const waiting = mailbox.waitForMail((mail) => mail.subject.startsWith("Your"));
    await sender.sendMail(invitation);
    expect((await waiting).to).toEqual(["Ada@example.com"]);
  });

  test("says what came instead when the awaited mail does not come", async () => {
    await sender.sendMail({ ...invitation, subject: "Something else" });
    const waiting = mailbox.waitForMail((mail) => mail.subject === "Nothing", { timeoutMs: 20 });
    await expect(waiting).rejects.toThrow('"Something else" to Ada@example.com');
  });

  test("refuses a wrong password", async () => {
    const stranger = createTransport(mailbox.url.replace(/:[0-9a-f]+@/, ":wrong@"));
    await expect(stranger.sendMail(invitation)).rejects.toMatchObject({ responseCode: 535 });
  });
});

describe("an injected fault", () => {
  test.each([
    ["connect", 421],
    ["auth", 535],
    ["from", 550],
    ["recipient", 550],
    ["data", 554],
  ] as const)("refuses once at the stage %s with %i", async (stage, code) => {
    mailbox.faults.inject({ stage, kind: "refuse" });
    await expect(sender.sendMail(invitation)).rejects.toMatchObject({ responseCode: code });
    await sender.sendMail(invitation);
    expect(mailbox.mails()).toHaveLength(1);
  });

  test.each(["connect", "auth", "from", "recipient", "data"] as const)(
    "cuts the connection at the stage %s",
    async (stage) => {
      mailbox.faults.inject({ stage, kind: "drop" });
      await expect(sender.sendMail(invitation)).rejects.toThrow(/closed|reset|hang up|ended/i);
      expect(mailbox.mails()).toHaveLength(0);
    },
  );

  test("keeps a mail it never confirms", async () => {
    mailbox.faults.inject({ stage: "data", kind: "drop_after_accept" });
    await expect(sender.sendMail(invitation)).rejects.toThrow(/closed|reset|hang up|ended/i);
    expect(mailbox.mails()).toHaveLength(1);
  });

  test("answers with the given code and words as often as told, for one address only", async () => {
    const full = { code: 452, message: "Mailbox full" };
    mailbox.faults.inject({ stage: "recipient", kind: "refuse", times: 2, recipient: /^ada@/i, ...full });
    await sender.sendMail({ ...invitation, to: "bob@example.com" });
    const refused = { responseCode: 452, response: expect.stringContaining("Mailbox full") };
    await expect(sender.sendMail(invitation)).rejects.toMatchObject(refused);
    await expect(sender.sendMail(invitation)).rejects.toMatchObject(refused);
    await sender.sendMail(invitation);
    expect(mailbox.mails()).toHaveLength(2);
  });

  test("makes a stage slow and lets the mail through", async () => {
    mailbox.faults.inject({ stage: "data", kind: "slow", ms: 150 });
    const startedAt = performance.now();
    await sender.sendMail(invitation);
    expect(performance.now() - startedAt).toBeGreaterThan(140);
    expect(mailbox.mails()).toHaveLength(1);
  });

  test("that cannot happen is refused when it is injected", () => {
    expect(inject({ stage: "auth", kind: "drop_after_accept" })).toThrow("no mail to accept");
    expect(inject({ stage: "from", kind: "refuse", recipient: "a@b.c" })).toThrow("not named a recipient");
  });
});

test("a mailbox stops while a sender keeps its connection open", async () => {
  const other = await startMailbox();
  const pooled = createTransport(`${other.url}?pool=true`);
  await pooled.sendMail(invitation);
  await other.stop();
  pooled.close();
  await expect(createTransport(other.url).sendMail(invitation)).rejects.toThrow("ECONNREFUSED");
});
