import { connect, createServer, type Server, type Socket } from "node:net";
import type { AddressInfo } from "node:net";
import type { Effect } from "./effects.ts";
import { markerLead } from "./watch-database.ts";

export interface EffectProxy {
  url: string;
  /** Every effect that was committed, as "effect|request id". */
  seen: Set<string>;
  /** The effects that were committed, and whose answer is held back from now on. */
  held: Set<string>;
  /** Withholds the answer to each commit of this effect from now on, and everything after it. */
  hold(effect: Effect): void;
  /** Ends every connection, and holds nothing any more. */
  reset(): void;
  close(): Promise<void>;
}

export const effectKey = (effect: Effect, requestId: string) => `${effect}|${requestId}`;

/**
 * Stands between a worker and PostgreSQL, and reads what the server answers: once an effect is committed, the worker never
 * learns of it, and can be killed exactly then.
 */
export async function startEffectProxy(databaseUrl: string): Promise<EffectProxy> {
  const target = new URL(databaseUrl);
  const [seen, held, toHold] = [new Set<string>(), new Set<string>(), new Set<string>()];
  const sockets = new Set<Socket>();
  const keep = (socket: Socket): Socket => {
    sockets.add(socket.on("error", () => undefined).once("close", () => sockets.delete(socket)));
    return socket;
  };
  const committed = (effects: string[]): boolean => {
    for (const effect of effects) seen.add(effect);
    const withheld = effects.filter((effect) => toHold.has(effect.split("|")[0] ?? ""));
    for (const effect of withheld) held.add(effect);
    return withheld.length > 0;
  };
  const server = createServer((client) => {
    keep(client);
    const upstream = keep(connect(Number(target.port), target.hostname));
    client.pipe(upstream);
    const reading = readAnswers((bytes) => client.write(bytes), committed);
    upstream.on("data", reading);
    upstream.once("close", () => client.destroy());
    client.once("close", () => upstream.destroy());
  });
  const url = new URL(target);
  url.hostname = "127.0.0.1";
  url.port = String(await listen(server));
  const reset = () => {
    for (const socket of sockets) socket.destroy();
    for (const set of [held, toHold]) set.clear();
  };
  return {
    url: url.href,
    seen,
    held,
    hold: (effect) => void toHold.add(effect),
    reset,
    close: () => {
      reset();
      return new Promise((resolve) => void server.close(() => resolve()));
    },
  };
}

const typeOf = { commandComplete: 0x43, error: 0x45, notice: 0x4e, readyForQuery: 0x5a };
const idle = 0x49;
const leadLength = 5;

/** Passes the server's messages on one by one, but for our notices, until `committed` says to stop. */
function readAnswers(pass: (bytes: Buffer) => void, committed: (effects: string[]) => boolean) {
  let rest: Buffer = Buffer.alloc(0);
  let pending: string[] = [];
  let rolledBack = false;
  let withheld = false;
  return (chunk: Buffer): void => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const out: Buffer[] = [];
    while (!withheld && rest.length >= leadLength) {
      const length = 1 + rest.readUInt32BE(1);
      if (rest.length < length) break;
      const message = rest.subarray(0, length);
      rest = rest.subarray(length);
      const marker = message[0] === typeOf.notice ? markerOf(message) : undefined;
      if (marker) {
        pending.push(marker);
        continue;
      }
      if (message[0] === typeOf.commandComplete) rolledBack = message.includes("ROLLBACK");
      if (message[0] === typeOf.error) rolledBack = true;
      if (message[0] === typeOf.readyForQuery && message[leadLength] === idle && pending.length > 0) {
        withheld = !rolledBack && committed(pending);
        pending = [];
        if (withheld) break;
      }
      out.push(message);
    }
    if (out.length > 0) pass(Buffer.concat(out));
  };
}

function markerOf(message: Buffer): string | undefined {
  const at = message.indexOf(markerLead);
  if (at === -1) return undefined;
  return message.toString("utf8", at + markerLead.length, message.indexOf(0, at));
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port));
  });
}
