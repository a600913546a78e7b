import type { MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { csrf } from "hono/csrf";
import { HTTPException } from "hono/http-exception";
import { hasFormToken } from "./form-token.ts";
import type { Route } from "./route.ts";
import type { Site } from "./site.ts";
import type { WebContext, WebEnv } from "./web-context.ts";

const largestForm = 64 * 1024;

/** What stands before every form: its limits, where it was sent from, its size, and its token. */
export function formGuards(site: Site, post: NonNullable<Route["post"]>): MiddlewareHandler<WebEnv>[] {
  return [
    async (c, next) => {
      await post.admit(c);
      await next();
    },
    csrf({ origin: (origin, c) => isOurs(site, origin, c.req.header("sec-fetch-site")) }),
    bodyLimit({ maxSize: largestForm }),
    async (c) => {
      const form = await readForm(c);
      if (hasFormToken(c, form)) return post.answer(c, form);
      if (post.again) return post.again(c, form);
      throw new HTTPException(403);
    },
  ];
}

/**
 * Under Referrer-Policy: no-referrer our own forms arrive with "Origin: null". Browsers that send Sec-Fetch-Site are
 * judged by that; the others, and all over plain HTTP, by the form's token alone.
 */
function isOurs(site: Site, origin: string, secFetchSite: string | undefined): boolean {
  return origin === site.origin || (origin === "null" && secFetchSite === undefined);
}

async function readForm(c: WebContext): Promise<URLSearchParams> {
  const isForm = /^application\/x-www-form-urlencoded\b/i.test(c.req.header("content-type") ?? "");
  return new URLSearchParams(isForm ? await c.req.text() : "");
}
