import type { Socket } from "node:net";
import { buffer } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { SMTPServer, type SMTPServerSession } from "smtp-server";
import { type FaultList, refusal, type Stage } from "./mail-faults.ts";
import type { Envelope } from "./received-mail.ts";

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
