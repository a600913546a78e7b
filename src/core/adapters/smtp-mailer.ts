import { createTransport } from "nodemailer";
import type { Mail, Mailer } from "../mail/mailer.ts";
import { readMailbox } from "../mail/read-mailbox.ts";
import { smtpTrouble } from "./smtp-trouble.ts";
import { asciiAddress } from "../text/email.ts";

/** Mail over SMTP. `smtpTrouble` says what becomes of a mail that is not taken. */
export function createMailer(config: { smtpUrl: string; from: string }): Mailer & { close(): void } {
  const transport = createTransport(
    {
      url: config.smtpUrl,
      pool: true,
      maxConnections: 5,
      connectionTimeout: 10_000,
      greetingTimeout: 10_000,
      socketTimeout: 20_000,
    },
    { from: config.from },
  );
  const domain = readMailbox(config.from)?.address.split("@").at(-1) ?? "localhost";
  return {
    async send(mail: Mail) {
      try {
        await transport.sendMail({
          ...mail,
          // An object keeps nodemailer from reading a list or a group into what somebody typed.
          to: { name: "", address: asciiAddress(mail.to) },
          headers: fromAProgram,
          messageId: `<${mail.messageId}@${domain}>`,
          disableFileAccess: true,
          disableUrlAccess: true,
        });
      } catch (error) {
        throw smtpTrouble(error);
      }
    },
    close: () => transport.close(),
  };
}

/** RFC 3834, and the word that Exchange goes by: no absence note and no reply by rule; reports of failure may come. */
const fromAProgram = { "Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "OOF, AutoReply" };
