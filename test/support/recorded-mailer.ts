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

/** While the work goes on, this is how the mail server behaves; `deliver` is how it does otherwise. */
export async function whileMailServer(
  mailer: RecordedMailer,
  behaves: (mail: Mail, deliver: () => Promise<void>) => Promise<void>,
  work: () => Promise<unknown>,
): Promise<void> {
  const deliver = mailer.send.bind(mailer);
  mailer.send = (mail) => behaves(mail, () => deliver(mail));
  try {
    await work();
  } finally {
    mailer.send = deliver;
  }
}
