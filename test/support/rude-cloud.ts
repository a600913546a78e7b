import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export type Rudeness = (request: IncomingMessage, response: ServerResponse) => void;

export interface RudeCall {
  method: string;
  path: string;
  authorization: string | undefined;
  account: string | undefined;
  body: string;
}

export interface RudeCloud {
  url: string;
  /** Every call: method, path with its query, its body and what its headers say. */
  calls: RudeCall[];
  /** What the next calls beside those for a token meet, one each; the last one stays. */
  answers: Rudeness[];
  /** What a call for a token is answered. */
  tokens: Rudeness;
  stop(): Promise<void>;
}

export const json =
  (body: unknown, status = 200, headers: Record<string, string> = {}): Rudeness =>
  (_request, response) => {
    response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
  };

export const says =
  (text: string, status = 200, headers: Record<string, string> = {}): Rudeness =>
  (_request, response) => {
    response.writeHead(status, headers).end(text);
  };

/** Promises more than it sends, and closes the connection. */
export const half: Rudeness = (_request, response) => {
  response.writeHead(200, { "content-type": "application/json", "content-length": "1000" });
  response.write('[{"Id": "acme"');
  setTimeout(() => response.destroy(), 20);
};

export const silence: Rudeness = () => undefined;

/** A server that answers as it is told, to try what a client makes of it. */
export async function startRudeCloud(): Promise<RudeCloud> {
  let issued = 0;
  const cloud: Omit<RudeCloud, "url" | "stop"> = {
    calls: [],
    answers: [],
    tokens: (_request, response) => {
      issued += 1;
      json({ access_token: `token-${issued}`, token_type: "bearer", expires_in: 3600 })(_request, response);
    },
  };
  const server = createServer((request, response) => {
    const { method = "", url: path = "", headers } = request;
    const account = headers["x-cyclr-account"]?.toString();
    const call = { method, path, authorization: headers.authorization, account, body: "" };
    cloud.calls.push(call);
    request.on("data", (chunk) => (call.body += String(chunk)));
    request.on("end", () => {
      if (path === "/oauth/token") return cloud.tokens(request, response);
      const [next = says("", 500)] = cloud.answers;
      if (cloud.answers.length > 1) cloud.answers.shift();
      next(request, response);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  return Object.assign(cloud, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  });
}
