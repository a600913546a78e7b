import type { Socket } from "node:net";
import { buffer } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { SMTPServer, type SMTPServerSession } from "smtp-server";
import { type AddressObject, simpleParser } from "mailparser";

export interface Login {
  user: string;
  password: string;
}

export interface SmtpServer {
  listen(port: number): Promise<number>;
  close(): Promise<void>;
}

type Receive = (raw: Buffer, envelope: Envelope) => Promise<void>;
type Outcome = "continue" | "dropped" | "accept_then_drop" | { acceptThenWaitMs: number };
type Reply = (error?: Error | null) => void;

/** An SMTP server that lets mail in with the given login and misbehaves as the fault list says. */
export function createSmtpServer(login: Login, faults: FaultList, receive: Receive): SmtpServer {
  const sockets = new Map<number, Socket>();

  async function pass(stage: Stage, session: SMTPServerSession, recipients?: string[]): Promise<Outcome> {
    const fault = faults.take(stage, recipients);
    if (fault?.kind === "refuse") throw refusal(fault);
    const waitMs = fault?.ms ?? 1000;
    if (fault?.kind === "slow" && fault.accepted) return { acceptThenWaitMs: waitMs };
    if (fault?.kind === "slow") await sleep(waitMs, undefined, { ref: false });
    if (fault?.kind === "drop") sockets.get(session.remotePort)?.destroy();
    if (fault?.kind === "drop_after_accept") return "accept_then_drop";
    return fault?.kind === "drop" ? "dropped" : "continue";
  }

  function at(stage: Stage, session: SMTPServerSession, reply: Reply, recipients?: string[]): void {
    answer(pass(stage, session, recipients), reply);
  }

  const server = new SMTPServer({
    name: "mailbox.localhost",
    disabledCommands: ["STARTTLS"],
    authMethods: ["PLAIN", "LOGIN"],
    allowInsecureAuth: true,
    disableReverseLookup: true,
    logger: false,
    onConnect: (session, reply) => at("connect", session, reply),
    onMailFrom: (_address, session, reply) => at("from", session, reply),
    onRcptTo: ({ address }, session, reply) => at("recipient", session, reply, [address]),
    onAuth: ({ username, password }, session, reply) => {
      const known = username === login.user && password === login.password;
      at("auth", session, (error) => reply(error, known ? { user: username } : { message: "Unknown login" }));
    },
    onData: (stream, session, reply) => {
      const envelope = envelopeOf(session);
      const accepted = pass("data", session, envelope.to).then(async (outcome) => {
        if (outcome === "dropped") return outcome;
        await receive(await buffer(stream), envelope);
        if (outcome === "accept_then_drop") sockets.get(session.remotePort)?.destroy();
        if (typeof outcome === "string") return outcome;
        await sleep(outcome.acceptThenWaitMs, undefined, { ref: false });
        return "continue";
      });
      answer(accepted, reply);
    },
  });
  server.on("error", () => undefined);
  server.server.on("connection", (socket) => {
    const port = socket.remotePort ?? 0;
    sockets.set(port, socket);
    socket.once("close", () => sockets.delete(port));
  });
  return {
    listen: (port) => listen(server, port),
    close: () => close(server, sockets),
  };
}

// A dropped connection gets no reply: whoever was waiting for one is gone.
function answer(passed: Promise<Outcome>, reply: Reply): void {
  passed.then(
    (outcome) => {
      if (outcome === "continue") reply();
      return undefined;
    },
    (error: Error) => reply(error),
  );
}

function envelopeOf({ envelope }: SMTPServerSession): Envelope {
  return {
    from: envelope.mailFrom === false ? "" : envelope.mailFrom.address,
    to: envelope.rcptTo.map(({ address }) => address),
  };
}

function listen(server: SMTPServer, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      const address = server.server.address();
      resolve(typeof address === "object" && address ? address.port : port);
    });
  });
}

// Pooled connections of a sender would hold the server open, so they are cut.
function close(server: SMTPServer, sockets: Map<number, Socket>): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    for (const socket of sockets.values()) socket.destroy();
  });
}

type Stage = "connect" | "auth" | "from" | "recipient" | "data";

export interface MailFault {
  stage: Stage;
  /** `drop` cuts the connection; `drop_after_accept`, for data, keeps the mail and then cuts it without the 250. */
  kind: "refuse" | "drop" | "drop_after_accept" | "slow";
  /** The reply of a refusal; without it the usual one for the stage. */
  code?: number;
  message?: string;
  /** How long `slow` waits. */
  ms?: number;
  /** For `slow`, at data: the mail is kept first, and only the answer is late. */
  accepted?: boolean;
  /** How often it happens; once without it. */
  times?: number;
  /** Only for this address; for the stages recipient and data. */
  recipient?: string | RegExp;
}

export interface MailFaults {
  inject(fault: MailFault): void;
  clear(): void;
}

interface FaultList extends MailFaults {
  /** Takes the next fault of a stage off the list. */
  take(stage: Stage, recipients?: string[]): MailFault | undefined;
}

export function createFaultList(): FaultList {
  let faults: { fault: MailFault; left: number }[] = [];
  return {
    inject: (fault) => {
      refuseImpossible(fault);
      faults.push({ fault, left: fault.times ?? 1 });
    },
    clear: () => {
      faults = [];
    },
    take: (stage, recipients = []) => {
      const found = faults.find(({ fault }) => fault.stage === stage && concerns(fault, recipients));
      if (found && --found.left <= 0) faults = faults.filter((other) => other !== found);
      return found?.fault;
    },
  };
}

function refusal({ stage, code, message }: MailFault): Error & { responseCode: number } {
  const usual = { connect: 421, auth: 535, from: 550, recipient: 550, data: 554 };
  return Object.assign(new Error(message ?? `Refused at ${stage}`), { responseCode: code ?? usual[stage] });
}

function concerns({ recipient }: MailFault, recipients: string[]): boolean {
  if (recipient === undefined) return true;
  if (recipient instanceof RegExp) return recipients.some((address) => address.search(recipient) !== -1);
  return recipients.some((address) => address.toLowerCase() === recipient.toLowerCase());
}

function refuseImpossible({ stage, kind, recipient, accepted }: MailFault): void {
  if (recipient !== undefined && stage !== "recipient" && stage !== "data") {
    throw new Error(`At the stage ${stage} SMTP has not named a recipient yet.`);
  }
  if ((kind === "drop_after_accept" || accepted) && stage !== "data") {
    throw new Error(`At the stage ${stage} there is no mail to accept.`);
  }
}

export interface ReceivedMail {
  /** The addresses the mail was really delivered to, whatever its header says. */
  to: string[];
  from: string;
  subject: string;
  text: string;
  html: string;
  messageId: string;
  /** By name in lower case; a header that occurs twice keeps its first value. */
  headers: Record<string, string>;
  links: string[];
  receivedAt: Date;
  raw: string;
}

interface Envelope {
  from: string;
  to: string[];
}

export async function readMail(raw: Buffer, envelope: Envelope): Promise<ReceivedMail> {
  const receivedAt = new Date();
  const parsed = await simpleParser(raw, { skipTextToHtml: true, skipHtmlToText: true });
  const text = parsed.text ?? "";
  const html = parsed.html || "";
  return {
    to: envelope.to,
    from: addressOf(parsed.from) ?? envelope.from,
    subject: parsed.subject ?? "",
    text,
    html,
    messageId: parsed.messageId ?? "",
    headers: headersOf(parsed.headerLines),
    links: linksIn(text, html),
    receivedAt,
    raw: raw.toString("utf8"),
  };
}

function addressOf(from: AddressObject | undefined): string | undefined {
  return from?.value[0]?.address;
}

function headersOf(lines: readonly { key: string; line: string }[]): Record<string, string> {
  const pairs = lines.map(({ key, line }) => [key, valueOf(line)] as const);
  return Object.fromEntries(pairs.toReversed());
}

function valueOf(line: string): string {
  const value = line.slice(line.indexOf(":") + 1);
  return value.replace(/\s+/g, " ").trim();
}

function linksIn(text: string, html: string): string[] {
  const inHtml = [...html.matchAll(/\bhref\s*=\s*(?:"([^"]*)"|'([^']*)')/gi)].map(
    (match) => match[1] ?? match[2] ?? "",
  );
  // A full stop or bracket that follows an address belongs to the sentence.
  const inText = [...text.matchAll(/https?:\/\/[^\s<>"]+/g)].map(([link]) =>
    link.replace(/[.,;:!?)\]}']+$/, ""),
  );
  const decoded = inHtml.map((link) => link.replaceAll("&#x3D;", "=").replaceAll("&amp;", "&"));
  return [...new Set([...decoded, ...inText])].filter((link) => /^https?:/.test(link));
}
