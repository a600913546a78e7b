import type { ContentfulStatusCode } from "hono/utils/http-status";
import { formToken, type Page, sendPage, hasFormToken } from "./send-page.tsx";
import { count, checkLimit } from "./rate-limits.ts";
import {
  dropCookie,
  forAYear,
  readCookie,
  type Site,
  type WebContext,
  type WebEnv,
  writeCookie,
} from "./web-context.ts";
import type { DomainError } from "../../core/kernel/errors.ts";
import { healthOf, healthPaths } from "../../core/answer-health.ts";
import { stylesheet as css, stylesheetPath } from "./stylesheet.ts";
import type { App } from "../../core/context.ts";
import { withoutHints } from "../../core/kernel/text/command-hint.ts";
import { hashToken } from "../../core/kernel/secrets/token.ts";
import type { MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { csrf } from "hono/csrf";
import { HTTPException } from "hono/http-exception";

/** What is said when the form's own token is stale. */
export const staleForm =
  "This page was open for too long, or in a second window, so nothing was done yet. Please send it once more.";

/** The token of a page that is reached by a link of ours. */
export function tokenOf(c: WebContext): string {
  return c.req.param("token") ?? "";
}

/** Counts one try of its form, by address and by link. */
export async function admitLink(c: WebContext): Promise<void> {
  await count(c.var.limits.forms, c.var.client);
  await count(c.var.limits.links, Buffer.from(hashToken(tokenOf(c))).toString("hex"));
}

/** What the link leads to. One that leads nowhere counts as a guess, and too many guesses end it. */
export async function followLink<Found extends { state: string }>(
  c: WebContext,
  load: (app: App, token: string) => Promise<Found>,
): Promise<Found> {
  await checkLimit(c.var.limits.guesses, c.var.client);
  const found = await load(c.var.app, tokenOf(c));
  if (found.state === "unknown") await count(c.var.limits.guesses, c.var.client);
  return found;
}

type PageHandler = (c: WebContext) => Response | Promise<Response>;
type FormHandler = (c: WebContext, form: URLSearchParams) => Response | Promise<Response>;

/**
 * Who gets to a page, by GET and by POST: anyone; a signed-in User (`user`), if not by a sign-in link (`settings`); one
 * with an open Membership of the Account that the path, the query or the session names (`account`), or its Administrator. sessions/admission.ts sees to it;
 * the use cases ask again.
 */
export type Admits = "anyone" | "user" | "settings" | "account" | "administrator";

/** One address, and what is done there. A form is guarded by form-guards.ts without the route's doing. */
export interface Route {
  path: string;
  /** Without it, anyone. */
  admits?: Admits;
  get: PageHandler;
  post?: {
    /** Throws TooManyRequests, before anything of the body is read. */
    admit: (c: WebContext) => Promise<void>;
    answer: FormHandler;
    /** Shows the form again where its token is missing or out of date: nothing was done. */
    again?: FormHandler;
  };
}

export const robots: Route = {
  path: "/robots.txt",
  get: (c) => c.text("User-agent: *\nDisallow: /\n"),
};

export const healthRoutes: Route[] = healthPaths.map((path) => ({
  path,
  async get(c) {
    const { status, body } = await healthOf(c.var.app, path);
    return c.json(body, status);
  },
}));

export const stylesheet: Route = {
  path: stylesheetPath,
  get: (c) =>
    c.body(css, 200, {
      "Content-Type": "text/css; charset=utf-8",
      "Cache-Control": forAYear,
    }),
};

export interface FormRoute<Loaded> {
  path: string;
  admits: Admits;
  /** Counts one try, by more than who sends it. */
  admit?: (c: WebContext) => Promise<void>;
  /** Fields that a refusal can stand at, and whose values come back; those of `secrets` do not. */
  fields: string[];
  secrets?: string[];
  /** What of a form comes back, where that is more than its fields. */
  typed?: (form: URLSearchParams) => Record<string, string>;
  /** What a button of the form only rearranges: what then stands in it, shown at once. Undefined where it is to be sent. */
  rearranged?: (form: URLSearchParams) => Record<string, string> | undefined;
  /** What the page tells besides, read anew for each answer. */
  load: (c: WebContext) => Promise<Loaded>;
  /** What stands in the fields at first. */
  values?: (loaded: Loaded) => Record<string, string>;
  page: (loaded: Loaded, draft: Draft, formToken: string) => Page;
  /** Does it, and tells where to go next: a path of this site. Throws DomainErrors. */
  send: (c: WebContext, form: URLSearchParams, loaded: Loaded) => Promise<string>;
  /** What was done a moment ago, by the word for it in the `said` of the address that `send` gave: told once. */
  said?: Record<string, string>;
}

const saidCookie = "said";
const saidForSeconds = 60;

/** Goes to a path of this site. What its `said` stands for is told there, once: reloading the page does not repeat it. */
export function goOn(c: WebContext, path: string): Response {
  const [, before = "", word, after = ""] = /^(.*)[?&]said=(\w+)(.*)$/u.exec(path) ?? [];
  if (word === undefined) return c.redirect(c.var.site.path(path), 303);
  writeCookie(c, saidCookie, word, { lifeSeconds: saidForSeconds });
  return c.redirect(c.var.site.path(before + after), 303);
}

function takeSaid(c: WebContext, said: Record<string, string>): string {
  const word = readCookie(c, saidCookie);
  if (word === undefined) return "";
  dropCookie(c, saidCookie);
  return Object.hasOwn(said, word) ? (said[word] ?? "") : "";
}

/** A page with a form: shown, sent, shown again with what was typed where something is wrong. */
export function formRoute<Loaded>(spec: FormRoute<Loaded>): Route {
  const { path, admits, fields, secrets = [], load, values, page, send, said = {} } = spec;
  const show = async (c: WebContext, draft?: Draft, status: ContentfulStatusCode = 200) => {
    const loaded = await load(c);
    const first = draft ?? { values: values?.(loaded) ?? {}, errors: {}, said: takeSaid(c, said) };
    return sendPage(c, page(loaded, first, formToken(c)), status);
  };
  const plainly = (form: URLSearchParams) =>
    Object.fromEntries(
      fields.filter((field) => !secrets.includes(field)).map((field) => [field, form.get(field) ?? ""]),
    );
  const typed = spec.typed ?? plainly;
  return {
    path,
    admits,
    get: (c) => show(c),
    post: {
      async admit(c) {
        const { signedIn, limits, client } = c.var;
        // Whoever is signed in is counted as such: many may sit behind one address.
        await (signedIn ? count(limits.changes, signedIn.user.id) : count(limits.forms, client));
        await spec.admit?.(c);
      },
      async answer(c, form) {
        const values = spec.rearranged?.(form);
        if (values) return show(c, { values, errors: {} });
        const loaded = await load(c);
        c.set("showFault", (fault, status) => show(c, refusedDraft(fault, typed(form), fields), status));
        return goOn(c, await send(c, form, loaded));
      },
      again: (c, form) => show(c, { values: typed(form), errors: {}, alert: staleForm }, 403),
    },
  };
}

/** A form on its way: what was typed, but for passwords, and what is wrong with it. */
export interface Draft {
  values: Record<string, string>;
  errors: Record<string, string>;
  /** What concerns no single field. */
  alert?: string | undefined;
  /** What was done a moment ago. */
  said?: string | undefined;
}

/** A refusal at its field, where the form has it. */
export function refusedDraft(
  { field, message }: DomainError,
  values: Draft["values"],
  fields: string[],
): Draft {
  return field !== undefined && fields.includes(field)
    ? { values, errors: { [field]: message } }
    : { values, errors: {}, alert: message };
}

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
  const form = new URLSearchParams(isForm ? await c.req.text() : "");
  return new URLSearchParams([...form].map(([name, value]): [string, string] => [name, withoutHints(value)]));
}
