import { createTransport } from "nodemailer";
import type { Mail, Mailer } from "../mail/mailer.ts";
import { Trouble } from "../trouble.ts";

/**
 * Mail over SMTP. A refusal for good (5xx) does not pass; a refusal for now (4xx), a lost connection and a login that
 * an operator can put right do.
 */
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
  const domain = config.from.split("@").at(-1)?.replace(/[>\s]/g, "") ?? "localhost";
  return {
    async send(mail: Mail) {
      try {
        await transport.sendMail({
          ...mail,
          // An object keeps nodemailer from reading a list or a group into what somebody typed.
          to: { name: "", address: mail.to },
          messageId: `<${mail.messageId}@${domain}>`,
          disableFileAccess: true,
          disableUrlAccess: true,
        });
      } catch (error) {
        throw asTrouble(error);
      }
    },
    close: () => transport.close(),
  };
}

function asTrouble(cause: unknown): Trouble {
  const { code, responseCode } = cause as { code?: string; responseCode?: number };
  if (!responseCode) {
    return new Trouble("The mail server cannot be reached.", { passing: true, reason: "connection", cause });
  }
  if (code === "EAUTH") {
    const sentence = `The mail server does not take this program's login (${responseCode}).`;
    return new Trouble(sentence, { passing: true, reason: String(responseCode), cause });
  }
  const passing = responseCode < 500;
  const sentence = passing
    ? `The mail server cannot take the mail now (${responseCode}).`
    : `The mail server refuses the mail for good (${responseCode}). Check the address.`;
  return new Trouble(sentence, { passing, reason: String(responseCode), cause });
}
