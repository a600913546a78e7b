import { noHints } from "./no-hints.ts";
import type { Mail, Mailer } from "../../src/core/kernel/mail/mailer.ts";

export interface RecordedMailer extends Mailer {
  sent: Mail[];
  /** Thrown by the next sends, one each. */
  failures: Error[];
}

export function recordedMailer(): RecordedMailer {
  const sent: Mail[] = [];
  const failures: Error[] = [];
  return {
    sent,
    failures,
    async send(mail) {
      const failure = failures.shift();
      if (failure) throw failure;
      noHints(mail);
      sent.push(mail);
    },
  };
}
