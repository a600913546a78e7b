import { randomUUID } from "node:crypto";
import { WebSocket, WebSocketServer, type RawData } from "ws";
import { LIMITS } from "../limits.ts";
import { type Changed, isObject, objectOf, textOf, type JsonObject } from "../model/message-log.ts";
import type { Courier, Parcel, Receipt } from "./http-courier.ts";

interface SocketCourierOptions {
  appId: string;
  ackMs: () => number;
  changed: Changed;
}

interface Pending {
  started: number;
  timer: NodeJS.Timeout;
  settle: (receipt: Receipt) => void;
}

const PING_MS = 5_000;

export class SocketCourier implements Courier {
  readonly server = new WebSocketServer({ noServer: true });
  readonly #sockets = new Set<WebSocket>();
  readonly #pending = new Map<string, Pending>();
  readonly #options: SocketCourierOptions;
  readonly #pings: NodeJS.Timeout;
  #turn = 0;

  constructor(options: SocketCourierOptions) {
    this.#options = options;
    this.#pings = setInterval(() => this.#sockets.forEach((socket) => socket.ping()), PING_MS).unref();
  }

  get connections(): number {
    return this.#sockets.size;
  }

  welcome(socket: WebSocket): void {
    socket.on("error", () => socket.terminate());
    if (this.#sockets.size >= LIMITS.sockets) return this.#dismiss(socket, "too_many_websockets");
    this.#sockets.add(socket);
    socket.on("message", (data) => this.#receive(data));
    socket.on("close", () => this.#leave(socket));
    socket.send(JSON.stringify(this.#hello()));
    this.#options.changed({ noun: "socket", verb: "added", id: String(this.connections) });
  }

  deliver(parcel: Parcel): Promise<Receipt> {
    const socket = this.#pick();
    if (!socket)
      return Promise.resolve({ acknowledged: false, ackMs: 0, status: 0, error: "dispatch_failed" });
    const id = randomUUID();
    return new Promise((settle) => {
      const started = performance.now();
      const timer = setTimeout(() => this.#expire(id), this.#options.ackMs());
      this.#pending.set(id, { started, timer, settle });
      socket.send(JSON.stringify(envelopeOf(id, parcel)));
    });
  }

  refresh(): void {
    this.#sockets.forEach((socket) => this.#dismiss(socket, "refresh_requested"));
  }

  drop(): void {
    this.server.clients.forEach((socket) => socket.terminate());
  }

  close(): void {
    clearInterval(this.#pings);
    [...this.#pending.keys()].forEach((id) => this.#expire(id));
    this.drop();
    this.server.close();
  }

  #receive(data: RawData): void {
    const ack = parsed(data);
    const id = textOf(ack["envelope_id"]);
    const pending = this.#pending.get(id);
    if (!pending) return;
    this.#pending.delete(id);
    clearTimeout(pending.timer);
    const answer = objectOf(ack["payload"]);
    const ackMs = performance.now() - pending.started;
    const filled = Object.keys(answer).length > 0;
    pending.settle({ acknowledged: true, ackMs, status: 200, ...(filled && { answer }) });
  }

  #expire(id: string): void {
    const pending = this.#pending.get(id);
    if (!pending) return;
    this.#pending.delete(id);
    clearTimeout(pending.timer);
    const ackMs = performance.now() - pending.started;
    pending.settle({ acknowledged: false, ackMs, status: 0, error: "operation_timeout" });
  }

  #pick(): WebSocket | undefined {
    const open = [...this.#sockets].filter((socket) => socket.readyState === WebSocket.OPEN);
    this.#turn += 1;
    return open[this.#turn % Math.max(1, open.length)];
  }

  #leave(socket: WebSocket): void {
    if (!this.#sockets.delete(socket)) return;
    this.#options.changed({ noun: "socket", verb: "removed", id: String(this.connections) });
  }

  /** Nothing new goes to a dismissed connection; its acknowledgements still count until it is gone. */
  #dismiss(socket: WebSocket, reason: string): void {
    socket.send(JSON.stringify({ type: "disconnect", reason, debug_info: { host: "sandbox" } }));
    const timer = setTimeout(() => socket.terminate(), LIMITS.socketGraceMs).unref();
    socket.once("close", () => clearTimeout(timer));
    this.#leave(socket);
  }

  #hello(): JsonObject {
    return {
      type: "hello",
      num_connections: this.connections,
      debug_info: { host: "sandbox", build_number: 1, approximate_connection_time: 18_060 },
      connection_info: { app_id: this.#options.appId },
    };
  }
}

function envelopeOf(id: string, parcel: Parcel): JsonObject {
  const retry = parcel.kind === "events_api" && {
    retry_attempt: parcel.retry?.attempt ?? 0,
    retry_reason: parcel.retry?.reason ?? "",
  };
  return {
    envelope_id: id,
    payload: parcel.payload,
    type: parcel.kind,
    accepts_response_payload: parcel.acceptsPayload,
    ...retry,
  };
}

function parsed(data: RawData): JsonObject {
  try {
    const value: unknown = JSON.parse(Buffer.isBuffer(data) ? data.toString() : "");
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}
