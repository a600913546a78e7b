import type { AddressInfo } from "node:net";
import { pino } from "pino";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createMailer } from "../../src/core/adapters/smtp-mailer.ts";
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
  mailbox.faults.clear();
});
afterAll(() => mailbox.stop());

const mail = () => ({
  to: "ada@acme.example",
  subject: "You are invited",
  text: "Hello.\n",
  html: "<p>Hello.</p>",
  messageId: "invitation-1-1",
});

const trouble = (sending: Promise<void>) =>
  sending.then(
    () => undefined,
    (error: ExternalError) => error,
  );

const logged = (err: unknown): string => {
  const lines: string[] = [];
  pino({}, { write: (line: string) => void lines.push(line) }).warn({ err });
  return lines.join("");
};

describe("only a refusal of the recipient blames the address:", () => {
  test.each<[MailFault["stage"], number, string]>([
    ["recipient", 550, "5.1.1 No such user here"],
    ["recipient", 550, "No such user here"],
    ["recipient", 552, "5.2.2 The mailbox is over its quota"],
    ["recipient", 553, "5.1.3 Bad recipient address syntax; sender was told"],
    ["recipient", 550, "<relay-sender@acme.example>: Recipient address rejected: User unknown"],
    ["recipient", 550, "5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient sender@acme.example not found"],
    // Some servers ask the recipient's server only once they have the mail.
    ["data", 550, "5.1.1 The email account that you tried to reach does not exist"],
  ])("at %s %i %s does", async (stage, code, message) => {
    mailbox.faults.inject({ stage, kind: "refuse", code, message });
    expect(await trouble(mailer.send(mail()))).toMatchObject({ retryable: false, concerns: "recipient" });
  });

  test.each<[MailFault["stage"], number, string]>([
    ["connect", 554, "5.7.1 Your network is on a block list"],
    ["connect", 521, "This server takes no mail"],
    ["auth", 535, "5.7.8 Authentication failed"],
    ["auth", 454, "4.7.0 Daily message quota exceeded"],
    ["from", 550, "5.7.1 Sender not permitted"],
    ["from", 553, "5.1.8 Sender address rejected: domain not found"],
    ["from", 530, "5.7.0 Must issue a STARTTLS command first"],
    ["recipient", 550, "5.4.5 Daily user sending limit exceeded"],
    ["recipient", 550, "5.1.8 Access denied, bad outbound sender"],
    ["recipient", 554, "5.7.1 Relay access denied"],
    ["recipient", 550, "Sender not permitted"],
    ["data", 554, "Message rejected: Email address is not verified"],
    ["data", 550, "5.4.5 Daily user sending limit exceeded"],
    ["data", 554, "5.7.1 Refused by policy"],
  ])("at %s %i %s is one of our sender", async (stage, code, message) => {
    mailbox.faults.inject({ stage, kind: "refuse", code, message, times: 3 });
    const error = await trouble(mailer.send(mail()));
    expect(error).toMatchObject({ retryable: true, reason: String(code), concerns: "sender" });
    expect(error?.message).toContain(`The mail server refuses our sender (${code}).`);
    // Its own words are for the log, where a cause is shown, and not for people.
    expect(error?.message).not.toContain(message);
    expect(logged(error)).toContain(message);
  });

  test("a greeting by name that is not taken, and a login that is not known, are of our sender", async () => {
    const deaf = await smtpServer({ disabledCommands: ["EHLO", "HELO", "STARTTLS"] });
    const unknown = mailbox.url.replace(/:[^:@]*@/, ":wrong@");
    const none = mailbox.url.replace(/\/\/.*@/, "//");
    const said = await Promise.all([deaf.url, unknown, none].map((smtpUrl) => refusedFor({ smtpUrl })));
    await deaf.stop();
    expect(said).toMatchObject([
      { retryable: true, concerns: "sender", reason: "500" },
      { retryable: true, concerns: "sender", reason: "535" },
      { retryable: true, concerns: "sender", reason: "530" },
    ]);
    expect(said.map((error) => error?.message).join()).not.toMatch(/wrong|address/);
  });

  test("a certificate that nobody vouches for is of our sender, at STARTTLS and from the start", async () => {
    const [later, fromTheStart] = [await smtpServer({}), await smtpServer({ secure: true })];
    const said = [
      await refusedFor({ smtpUrl: later.url }),
      await refusedFor({ smtpUrl: fromTheStart.url.replace("smtp:", "smtps:") }),
    ];
    await Promise.all([later.stop(), fromTheStart.stop()]);
    expect(said).toMatchObject([
      { retryable: true, concerns: "sender", reason: "tls" },
      { retryable: true, concerns: "sender", reason: "tls" },
    ]);
    expect(said[0]?.message).toContain("refuses our sender (TLS)");
  });

  test("and one for now is of one mail at the recipient, and of all before it", async () => {
    mailbox.faults.inject({ stage: "recipient", kind: "refuse", code: 451 });
    expect(await trouble(mailer.send(mail()))).toMatchObject({ retryable: true, concerns: "recipient" });
    mailbox.faults.inject({ stage: "from", kind: "refuse", code: 451 });
    expect((await trouble(mailer.send(mail())))?.concerns).toBeUndefined();
    mailbox.faults.inject({
      stage: "recipient",
      kind: "refuse",
      code: 452,
      message: "4.7.1 Sender rate limited",
    });
    expect(await trouble(mailer.send(mail()))).toMatchObject({ retryable: true, concerns: "sender" });
  });
});

const refusedFor = async ({ smtpUrl }: { smtpUrl: string }) => {
  const other = createMailer({ smtpUrl, from: "a@partner.example" });
  const error = await trouble(other.send(mail()));
  other.close();
  return error;
};

/** Without a login, and with a certificate of its own making unless told otherwise. */
async function smtpServer(options: SMTPServerOptions) {
  const server = new SMTPServer({
    authOptional: true,
    disableReverseLookup: true,
    logger: false,
    ...options,
  });
  server.on("error", () => undefined);
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    stop: () => new Promise<void>((resolve) => server.close(resolve)),
  };
}
