import { randomBytes } from "node:crypto";
import { createSmtpServer } from "./mailbox/create-smtp-server.ts";
import { createFaultList, type MailFaults } from "./mailbox/mail-faults.ts";
import { readMail, type ReceivedMail } from "./mailbox/received-mail.ts";

export interface Mailbox {
  /** smtp://user:password@127.0.0.1:port, without TLS. */
  url: string;
  /** In the order of their arrival. */
  mails(): ReceivedMail[];
  mailsTo(address: string): ReceivedMail[];
  /** The first mail that fits, of those that have come already or within five seconds unless told otherwise. */
  waitForMail(
    predicate: (mail: ReceivedMail) => boolean,
    options?: { timeoutMs?: number },
  ): Promise<ReceivedMail>;
  clear(): void;
  faults: MailFaults;
  stop(): Promise<void>;
}

/** A mailbox for every address behind a real SMTP port on 127.0.0.1. */
export async function startMailbox({ port = 0 }: { port?: number } = {}): Promise<Mailbox> {
  const login = { user: "sandbox", password: randomBytes(12).toString("hex") };
  const faults = createFaultList();
  const arrivals = new EventTarget();
  let mails: ReceivedMail[] = [];
  const server = createSmtpServer(login, faults, async (raw, envelope) => {
    mails.push(await readMail(raw, envelope));
    arrivals.dispatchEvent(new Event("mail"));
  });
  const boundPort = await server.listen(port);
  return {
    url: `smtp://${login.user}:${login.password}@127.0.0.1:${boundPort}`,
    mails: () => [...mails],
    mailsTo: (address) =>
      mails.filter(({ to }) => to.some((one) => one.toLowerCase() === address.toLowerCase())),
    waitForMail: (predicate, { timeoutMs = 20_000 } = {}) =>
      firstMail(() => mails, arrivals, predicate, AbortSignal.timeout(timeoutMs)),
    clear: () => {
      mails = [];
    },
    faults,
    stop: () => server.close(),
  };
}

function firstMail(
  mails: () => ReceivedMail[],
  arrivals: EventTarget,
  predicate: (mail: ReceivedMail) => boolean,
  deadline: AbortSignal,
): Promise<ReceivedMail> {
  return new Promise((resolve, reject) => {
    const look = (): void => {
      const found = mails().find(predicate);
      if (found) resolve(found);
    };
    arrivals.addEventListener("mail", look, { signal: deadline });
    deadline.addEventListener("abort", () => reject(new Error(`No such mail came. ${whatCame(mails())}`)));
    look();
  });
}

function whatCame(mails: ReceivedMail[]): string {
  if (mails.length === 0) return "The mailbox is empty.";
  return `There is: ${mails.map(({ to, subject }) => `"${subject}" to ${to.join(", ")}`).join("; ")}.`;
}
