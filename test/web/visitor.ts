import type { Hono } from "hono";
import type { WebEnv } from "../../src/web/web-context.ts";

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
