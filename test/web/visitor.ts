import type { Hono } from "hono";
import { noHints } from "../support/no-hints.ts";
import type { WebEnv } from "../../src/web/http/web-context.ts";

export type Web = Hono<WebEnv>;

export interface Visitor {
  address: string;
  cookies: Map<string, string>;
  request(path: string, init?: RequestInit): Promise<Response>;
  /** Opens a page as a browser does, and returns its text. */
  open(path: string): Promise<string>;
  /** Sends a form from our own page; without a token of its own it first opens that page. */
  send(path: string, fields: Record<string, string>, init?: RequestInit): Promise<Response>;
}

let serial = 0;
// One of its own for each, also where a worker loads this once for many files.
const nextAddress = () => `10.${((serial += 1) >> 8) & 255}.${serial & 255}.1`;

/** A browser with a cookie jar and an address of its own, so that limits do not mix. */
export function visitor(web: Web, address = nextAddress()): Visitor {
  const cookies = new Map<string, string>();
  const env = { incoming: { socket: { remoteAddress: address } } } as WebEnv["Bindings"];
  const self: Visitor = {
    address,
    cookies,
    async request(path, init = {}) {
      const headers = new Headers(init.headers);
      const jar = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
      if (jar && !headers.has("cookie")) headers.set("cookie", jar);
      const response = await web.request(path, { ...init, headers }, env);
      for (const line of response.headers.getSetCookie()) keep(cookies, line);
      noHints(await response.clone().text());
      return response;
    },
    async open(path) {
      return (await self.request(path)).text();
    },
    async send(path, fields, init = {}) {
      const formToken = fields["formToken"] ?? tokenOfForm(await self.open(path));
      const headers = new Headers({ "sec-fetch-site": "same-origin", origin: "null" });
      new Headers(init.headers).forEach((value, name) => headers.set(name, value));
      return self.request(path, {
        method: "POST",
        body: new URLSearchParams({ formToken, ...fields }),
        ...init,
        headers,
      });
    },
  };
  return self;
}

/** Where an answer leads, with the word for what is told there once: "/settings?said=saved", though that word is in a cookie. */
export function leadsTo({ headers }: Response): string {
  const [said] = headers.getSetCookie().flatMap((line) => /^said=(\w+);/.exec(line)?.[1] ?? []);
  return `${headers.get("location")}${said ? `?said=${said}` : ""}`;
}

/** What the page's form carries to show that it is ours. */
export function tokenOfForm(html: string): string {
  return /name="formToken" value="([^"]+)"/.exec(html)?.[1] ?? "";
}

/** What a person reads, without the marks for direction. */
export function textOf(html: string): string {
  const bare = html.replace(/^[\s\S]*<body>/, "").replace(/<\/?(bdi|time|span|strong)\b[^>]*>/g, "");
  return decode(bare.replace(/<[^>]+>/g, " "))
    .replace(/\s+/g, " ")
    .trim();
}

/** The value of an input, as typed. */
export function valueOf(html: string, field: string): string | undefined {
  const input = new RegExp(`<input id="${field}"[^>]*>`).exec(html)?.[0];
  const value = / value="([^"]*)"/.exec(input ?? "")?.[1];
  return value === undefined ? undefined : decode(value);
}

function decode(text: string): string {
  const entities: Record<string, string> = { lt: "<", gt: ">", amp: "&", quot: '"', "#39": "'" };
  return text.replace(/&(lt|gt|amp|quot|#39);/g, (_, name: string) => entities[name] ?? "");
}

function keep(cookies: Map<string, string>, line: string): void {
  const [pair = ""] = line.split(";");
  const [name = "", value = ""] = pair.split("=");
  if (/;\s*max-age=0\b/i.test(line)) cookies.delete(name);
  else cookies.set(name, value);
}
