import { createTransport } from "nodemailer";
import { composeAtOnce } from "./compose-mail.ts";
import type { Mail, Mailer } from "../kernel/mail/mailer.ts";
import { readMailbox } from "../kernel/mail/read-mailbox.ts";
import { asciiAddress } from "../kernel/text/identity-key.ts";
import { ExternalError } from "../kernel/external-error.ts";

interface SmtpError {
  code?: string;
  originalCode?: string;
  /** The command that was answered; `CONN` for the greeting. */
  command?: string;
  responseCode?: number;
  /** The server's own words. */
  response?: string;
}

/**
 * What a mail that did not go out is to people. Only a refusal of the recipient blames the address; whatever else a server refuses
 * for good, every other mail of ours would meet as well. The server's own words stay with the cause, for the log.
 */
function smtpTrouble(cause: unknown): ExternalError {
  const error = cause as SmtpError;
  const { responseCode, response = "", command } = error;
  if (isTls(error)) return ofSender("TLS", cause);
  if (error.code === "EAUTH" || error.code === "ENOAUTH") return ofSender(responseCode ?? "login", cause);
  if (!responseCode) {
    return new ExternalError("The mail server cannot be reached.", {
      retryable: true,
      reason: "connection",
      cause,
    });
  }
  const named = command === "RCPT TO" || command === "DATA";
  if (responseCode < 500) {
    if (named && isOfSender(response)) return ofSender(responseCode, cause);
    const sentence = `The mail server cannot take the mail now (${responseCode}).`;
    // 421 is the mail server's goodbye to everyone.
    const concerns = named && responseCode !== 421 ? ({ concerns: "recipient" } as const) : {};
    return new ExternalError(sentence, { retryable: true, reason: String(responseCode), ...concerns, cause });
  }
  const blamed =
    command === "RCPT TO" ? !isOfSender(response) : command === "DATA" && ofMailbox.test(response);
  if (!blamed) return ofSender(responseCode, cause);
  const sentence = `The mail server refuses this address (${responseCode}). Check it.`;
  return new ExternalError(sentence, {
    retryable: false,
    reason: String(responseCode),
    concerns: "recipient",
    cause,
  });
}

function ofSender(reason: string | number, cause: unknown): ExternalError {
  const sentence = `The mail server refuses our sender (${reason}). The log has the reason. Ask the operator to correct it.`;
  const word = String(reason).toLowerCase();
  return new ExternalError(sentence, { retryable: true, reason: word, concerns: "sender", cause });
}

/** RFC 3463: no such mailbox or system, not an address, moved; or the mailbox is disabled, full, or takes no mail so large. */
const ofMailbox = /^\d{3}[ -][45]\.(?:1\.(?:[12346]|10)|2\.\d+)\b/u;
/** Bad sender, and the limits that some put on one, before the words by which those say it who give no such code. */
const ofSenderCode = /^\d{3}[ -][45]\.(?:1\.[78]|4\.5|7\.(?:[89]|1[0-9]|2[0-9]))\b/u;
const senderWords =
  /\b(?:sender|from address|relay(?:ing)?|(?:daily|hourly|sending|message|rate|user) (?:\w+ )?(?:limit|quota)|limit exceeded|rate limited|throttl\w*|authenticat\w*|starttls|block(?:ed|list\w*)|blacklist\w*|not (?:permitted|allowed|authori[sz]ed) to send)\b/iu;

function isOfSender(response: string): boolean {
  if (ofMailbox.test(response)) return false;
  // A server says the address back: "sender@acme.example" is a name and no reason.
  return ofSenderCode.test(response) || senderWords.test(response.replace(/<[^>]*>|\S+@\S+/gu, " "));
}

function isTls({ code, originalCode = "", responseCode }: SmtpError): boolean {
  if (responseCode && responseCode < 500) return false;
  return code === "ETLS" || tlsCodes.test(originalCode);
}

/** Certificates that do not hold, and handshakes that fail: Node's and OpenSSL's codes. */
const tlsCodes =
  /^(?:ERR_TLS_|ERR_SSL_|EPROTO$|CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|HOSTNAME_MISMATCH)/u;

/** The answer to a whole mail may take long where its content is looked through. */
const answerWithinMs = 120_000;
/** A mail with all its answers, and its wait for a connection. */
const sentWithinMs = 5 * 60_000;

interface MailerConfig {
  smtpUrl: string;
  /** How many mails go out at the same time: 10, unless told. */
  connections?: number;
  from: string;
}

/** Mail over SMTP. `smtpTrouble` says what becomes of a mail that is not taken. */
export function createMailer(config: MailerConfig): Mailer & { close(): void } {
  const transport = createTransport(
    {
      url: config.smtpUrl,
      pool: true,
      maxConnections: config.connections ?? 10,
      connectionTimeout: 10_000,
      greetingTimeout: 10_000,
      socketTimeout: answerWithinMs,
    },
    { from: config.from },
  );
  transport.use("stream", composeAtOnce);
  const domain = readMailbox(config.from)?.address.split("@").at(-1) ?? "localhost";
  return {
    async send(mail: Mail) {
      try {
        const sending = transport.sendMail({
          ...mail,
          // An object keeps nodemailer from reading a list or a group into what somebody typed.
          to: { name: "", address: asciiAddress(mail.to) },
          headers: fromAProgram,
          messageId: `<${mail.messageId}@${domain}>`,
          disableFileAccess: true,
          disableUrlAccess: true,
        });
        await inTime(sending);
      } catch (error) {
        throw smtpTrouble(error);
      }
    },
    close: () => transport.close(),
  };
}

async function inTime(sending: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("no answer in time")), sentWithinMs).unref();
  });
  await Promise.race([sending, late]).finally(() => clearTimeout(timer));
}

/** RFC 3834, and the word that Exchange goes by: no absence note and no reply by rule; reports of failure may come. */
const fromAProgram = { "Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "OOF, AutoReply" };
