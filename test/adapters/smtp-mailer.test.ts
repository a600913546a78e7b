import { type AddressInfo, createServer } from "node:net";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createMailer } from "../../src/core/adapters/smtp-mailer.ts";
import type { Mail } from "../../src/core/kernel/mail/mailer.ts";
import type { ExternalError } from "../../src/core/kernel/external-error.ts";
import type { MailFault } from "../../src/sandbox/mailbox/create-smtp-server.ts";
import { type Mailbox, startMailbox } from "../../src/sandbox/start-sandbox.ts";

let mailbox: Mailbox;
let mailer: ReturnType<typeof createMailer>;

beforeAll(async () => {
  mailbox = await startMailbox();
});
beforeEach(() => {
  mailer = createMailer({ smtpUrl: mailbox.url, from: "Cyclr Access <access@partner.example>" });
});
afterEach(() => {
  mailer.close();
  mailbox.clear();
  mailbox.faults.clear();
});
afterAll(() => mailbox.stop());

const mail = (given: Partial<Mail> = {}): Mail => ({
  to: "ada@acme.example",
  subject: "You are invited",
  text: "Hello.\n",
  html: "<p>Hello.</p>",
  messageId: "invitation-1-1",
  ...given,
});

const trouble = (sending: Promise<void>) =>
  sending.then(
    () => undefined,
    (error: ExternalError) => error,
  );

/** A server that takes everything and keeps the bytes: the mailbox shows international domains as they read. */
async function startWire() {
  const said: string[] = [];
  const server = createServer((socket) => {
    let isBody = false;
    socket.write("220 wire\r\n");
    socket.on("error", () => {});
    socket.on("data", (bytes) => {
      const text = bytes.toString();
      said.push(text);
      if (isBody && !text.endsWith("\r\n.\r\n")) return;
      isBody = !isBody && /^DATA\r\n$/m.test(text);
      socket.write(isBody ? "354 go on\r\n" : "250 wire\r\n");
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  return {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    said: () => said.join(""),
    stop: () => new Promise((resolve) => void server.close(resolve)),
  };
}

describe("a mail", () => {
  test("arrives as text and as HTML, from the address in the configuration", async () => {
    await mailer.send(mail({ text: "Grüße 🍕\n", html: "<p>Grüße 🍕</p>" }));
    expect(mailbox.mails()).toMatchObject([
      {
        to: ["ada@acme.example"],
        from: "access@partner.example",
        subject: "You are invited",
        text: "Grüße 🍕\n",
        html: "<p>Grüße 🍕</p>",
      },
    ]);
    expect(mailbox.mails()[0]?.headers["from"]).toBe("Cyclr Access <access@partner.example>");
  });

  test("says that a program wrote it, so that no absence note answers it", async () => {
    await mailer.send(mail());
    expect(mailbox.mails()[0]?.headers).toMatchObject({
      "auto-submitted": "auto-generated",
      "x-auto-response-suppress": "OOF, AutoReply",
    });
  });

  test.each([
    ["ann@münchen.example", "ann@xn--mnchen-3ya.example"],
    ["ann@STRAßE.example", "ann@xn--strae-oqa.example"],
    // Composed of two signs, as macOS writes it: without normal form it would be another domain.
    ["ann@mu\u0308nchen.example", "ann@xn--mnchen-3ya.example"],
    ["ann@пример.испытание", "ann@xn--e1afmkfd.xn--80akhbyknj4f"],
    ["o&leary@acme.example", "o&leary@acme.example"],
    ["a/b=c'd@acme.example", "a/b=c'd@acme.example"],
  ])("to %s goes to %s, in the envelope and in the mail", async (to, ascii) => {
    const wire = await startWire();
    const other = createMailer({ smtpUrl: wire.url, from: "access@partner.example" });
    await other.send(mail({ to }));
    other.close();
    await wire.stop();
    expect(wire.said()).toContain(`RCPT TO:<${ascii}>`);
    expect(wire.said()).toMatch(/^MAIL FROM:<access@partner\.example>$/m);
    expect(wire.said().split(/\r?\n/)).toContain(`To: ${ascii}`);
  });

  test("carries the same Message-ID each time it is tried, so that it is shown once", async () => {
    await mailer.send(mail());
    await mailer.send(mail());
    await mailer.send(mail({ messageId: "invitation-1-2" }));
    expect(mailbox.mails().map(({ messageId }) => messageId)).toEqual([
      "<invitation-1-1@partner.example>",
      "<invitation-1-1@partner.example>",
      "<invitation-1-2@partner.example>",
    ]);
  });

  test.each(["plain@partner.example", "<plain@partner.example>", '"A @ B" <plain@partner.example>'])(
    "has a Message-ID of its sender's domain, with %s as sender",
    async (from) => {
      const other = createMailer({ smtpUrl: mailbox.url, from });
      await other.send(mail());
      other.close();
      expect(mailbox.mails()).toMatchObject([
        { messageId: "<invitation-1-1@partner.example>", from: "plain@partner.example" },
      ]);
    },
  );

  test.each(["Acme 🍕 Gmbh & <b>Söhne</b>", "x".repeat(5_000), "עברית \u202E reversed"])(
    "keeps its subject: %s",
    async (subject) => {
      await mailer.send(mail({ subject }));
      expect(mailbox.mails()[0]?.subject).toBe(subject);
    },
  );

  test("of many at once arrives each once", async () => {
    const names = Array.from({ length: 50 }, (_, index) => `user${index}@acme.example`);
    await Promise.all(names.map((to) => mailer.send(mail({ to, messageId: to }))));
    expect(
      mailbox
        .mails()
        .flatMap(({ to }) => to)
        .toSorted(),
    ).toEqual(names.toSorted());
  });
});

describe("nothing that a person typed", () => {
  test.each([
    "Acme\r\nBcc: eve@evil.example",
    "Acme\nBcc: eve@evil.example\n\nAnother body",
    "Acme\rX-Evil: 1",
    "Acme\u2028Bcc: eve@evil.example",
    "Acme\u0000Bcc: eve@evil.example",
  ])("in a subject makes a header or a recipient: %j", async (subject) => {
    await mailer.send(mail({ subject }));
    const [sent, ...others] = mailbox.mails();
    expect(others).toEqual([]);
    expect(sent?.to).toEqual(["ada@acme.example"]);
    expect(sent?.headers).not.toHaveProperty("bcc");
    expect(sent?.headers).not.toHaveProperty("x-evil");
    expect(sent?.text).toBe("Hello.\n");
  });

  test.each([
    "ada@acme.example, eve@evil.example",
    "ada@acme.example\r\nRCPT TO:<eve@evil.example>",
    "ada@acme.example> <eve@evil.example",
    "group: eve@evil.example;",
    "Eve <eve@evil.example>",
  ])("as an address reaches anybody else: %j", async (to) => {
    await trouble(mailer.send(mail({ to })));
    expect(mailbox.mailsTo("eve@evil.example")).toEqual([]);
  });

  test("in the text or the HTML reads a file or a site of the server", async () => {
    await mailer.send(mail({ text: "file:///etc/passwd", html: '<img src="file:///etc/passwd">' }));
    expect(mailbox.mails()[0]?.raw).not.toContain("root:");
  });
});

describe("an odd address is reached:", () => {
  test.each([
    "o'neill+access@acme.example",
    "a.b-c_d@sub.acme.example",
    "UPPER@acme.example",
    "ada@bücher.example",
    `${"a".repeat(64)}@acme.example`,
  ])("%s", async (to) => {
    await mailer.send(mail({ to }));
    expect(mailbox.mails()[0]?.to).toEqual([to]);
  });
});

describe("a mail that is not taken", () => {
  test.each<[string, MailFault, Partial<ExternalError>, string]>([
    [
      "for now",
      { stage: "recipient", kind: "refuse", code: 451 },
      { retryable: true, reason: "451" },
      "now (451)",
    ],
    [
      "for now",
      { stage: "data", kind: "refuse", code: 452 },
      { retryable: true, reason: "452" },
      "now (452)",
    ],
    [
      "for now",
      { stage: "connect", kind: "refuse", code: 421 },
      { retryable: true, reason: "421" },
      "now (421)",
    ],
    [
      "for good",
      { stage: "recipient", kind: "refuse", code: 550 },
      { retryable: false, reason: "550", concerns: "recipient" },
      "refuses this address (550). Check it.",
    ],
    ["by a lost line", { stage: "data", kind: "drop" }, { retryable: true }, "cannot be reached"],
    ["by a lost line", { stage: "from", kind: "drop" }, { retryable: true }, "cannot be reached"],
  ])("%s says so and whether it can pass (%j)", async (_, fault, expected, words) => {
    mailbox.faults.inject(fault);
    const error = await trouble(mailer.send(mail()));
    expect(error).toMatchObject({
      name: "ExternalError",
      ...expected,
      message: expect.stringContaining(words),
    });
    expect(mailbox.mails()).toEqual([]);
    await mailer.send(mail());
    expect(mailbox.mails()).toHaveLength(1);
  });

  test("as far as anybody can tell, but was, may be sent again as the same mail", async () => {
    mailbox.faults.inject({ stage: "data", kind: "drop_after_accept" });
    expect(await trouble(mailer.send(mail()))).toMatchObject({ retryable: true });
    await mailer.send(mail());
    expect(new Set(mailbox.mails().map(({ messageId }) => messageId)).size).toBe(1);
    expect(mailbox.mails()).toHaveLength(2);
  });

  test("by a server that drops every connection may pass", async () => {
    mailbox.faults.inject({ stage: "connect", kind: "drop", times: 1_000 });
    expect(await trouble(mailer.send(mail()))).toMatchObject({ retryable: true, reason: "connection" });
    mailbox.faults.clear();
    await mailer.send(mail());
    expect(mailbox.mails()).toHaveLength(1);
  });

  test("because nobody is there may pass", async () => {
    const nowhere = createMailer({
      smtpUrl: "smtp://127.0.0.1:1",
      from: "a@partner.example",
    });
    expect(await trouble(nowhere.send(mail()))).toMatchObject({ retryable: true, reason: "connection" });
    nowhere.close();
  });
});
