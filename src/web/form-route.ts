import type { ContentfulStatusCode } from "hono/utils/http-status";
import { type Draft, refusedDraft } from "./draft.ts";
import { formToken } from "./form-token.ts";
import { count } from "./rate-limits.ts";
import type { Admits, Route } from "./route.ts";
import { type Page, sendPage } from "./send-page.tsx";
import { staleForm } from "./token-link.ts";
import type { WebContext } from "./web-context.ts";

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
  /** What the page tells besides, read anew for each answer. */
  load: (c: WebContext) => Promise<Loaded>;
  /** What stands in the fields at first. */
  values?: (loaded: Loaded) => Record<string, string>;
  page: (loaded: Loaded, draft: Draft, formToken: string) => Page;
  /** Does it, and tells where to go next: a path of this site. Throws DomainErrors. */
  send: (c: WebContext, form: URLSearchParams, loaded: Loaded) => Promise<string>;
  /** What `?said=…` stands for. */
  said?: Record<string, string>;
}

/** A page with a form: shown, sent, shown again with what was typed where something is wrong. */
export function formRoute<Loaded>(spec: FormRoute<Loaded>): Route {
  const { path, admits, fields, secrets = [], load, values, page, send, said = {} } = spec;
  const show = async (c: WebContext, draft?: Draft, status: ContentfulStatusCode = 200) => {
    const loaded = await load(c);
    const key = c.req.query("said") ?? "";
    const first = {
      values: values?.(loaded) ?? {},
      errors: {},
      said: Object.hasOwn(said, key) ? said[key] : "",
    };
    return sendPage(c, page(loaded, draft ?? first, formToken(c)), status);
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
        const loaded = await load(c);
        c.set("showFault", (fault, status) => show(c, refusedDraft(fault, typed(form), fields), status));
        return c.redirect(c.var.site.path(await send(c, form, loaded)), 303);
      },
      again: (c, form) => show(c, { values: typed(form), errors: {}, alert: staleForm }, 403),
    },
  };
}
