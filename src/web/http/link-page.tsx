import type { Child } from "hono/jsx";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { App } from "../../core/context.ts";
import { ownerName } from "./owner.ts";
import { Notice } from "./errors.tsx";
import { type FieldSpec, Form, titled, Told } from "./form-card.tsx";
import {
  admitLink,
  type Draft,
  followLink,
  refusedDraft,
  type Route,
  staleForm,
  tokenOf,
} from "./form-route.ts";
import { formToken, type Page, sendPage } from "./send-page.tsx";
import type { WebContext } from "./web-context.ts";

/** A link that leads to nothing any more: why, and what to do. */
export interface Closed {
  status: ContentfulStatusCode;
  title: string;
  body: Child;
}

/** The two halves of an open link's page: what it is about, and its form. */
interface Opened {
  title: string;
  /** The fields that a refusal can stand at, with the names that the list on top calls them by. */
  fields: Pick<FieldSpec, "name" | "label">[];
  facts: Child;
  form: Child;
}

/** What a token leads to. */
interface Found {
  state: string;
  /** IANA name of its reader's zone; without it, the Partner's. */
  timeZone?: string;
}

interface LinkPage<Led extends Found> {
  path: string;
  /** What the token leads to; looking uses nothing up. */
  load: (app: App, token: string) => Promise<Led>;
  closed: (found: Exclude<Led, { state: "open" }>, partnerName: string) => Closed;
  page: (open: Extract<Led, { state: "open" }>, draft: Draft, partnerName: string) => Opened;
  /** What stands in the fields at first. */
  first?: (open: Extract<Led, { state: "open" }>) => Draft["values"];
  /** What of a form comes back; never a secret. */
  typed?: (form: URLSearchParams) => Draft["values"];
  /** Does it, and tells where to go: a path of this site. Throws FormErrors and DomainErrors. */
  send: (c: WebContext, form: URLSearchParams, open: Extract<Led, { state: "open" }>) => Promise<string>;
}

/** Everything wrong with a form that can be said before it is done. */
export class FormErrors extends Error {
  override readonly name = "FormErrors";
  readonly draft: Pick<Draft, "errors" | "alert">;
  readonly status: ContentfulStatusCode;

  constructor(
    errors: Draft["errors"],
    { alert, status = 422 }: { alert?: string; status?: ContentfulStatusCode } = {},
  ) {
    super("a form was refused");
    this.draft = { errors, alert };
    this.status = status;
  }
}

/** The page of a secret link that we mailed: opening it changes nothing, its form does, once. */
export function linkPage<Led extends Found>(spec: LinkPage<Led>): Route {
  type Open = Extract<Led, { state: "open" }>;
  const { path, load, typed = () => ({}) } = spec;
  const show = async (
    c: WebContext,
    given?: Draft,
    status: ContentfulStatusCode = 200,
  ): Promise<Response> => {
    const [found, name] = await Promise.all([followLink(c, load), ownerName(c)]);
    if (found.timeZone) c.set("timeZone", found.timeZone);
    if (found.state !== "open") {
      const closed = spec.closed(found as Exclude<Led, { state: "open" }>, name);
      return sendPage(c, noticePage(closed.title, closed.body, name), closed.status);
    }
    const open = found as Open;
    const draft = given ?? { values: spec.first?.(open) ?? {}, errors: {} };
    return sendPage(c, splitPage(spec.page(open, draft, name), draft, name, formToken(c)), status);
  };
  const answer = async (c: WebContext, form: URLSearchParams): Promise<Response> => {
    const found = await load(c.var.app, tokenOf(c));
    if (found.state !== "open") return show(c);
    const open = found as Open;
    const values = typed(form);
    const fields = spec.page(open, { values, errors: {} }, "").fields.map((field) => field.name);
    c.set("showFault", (fault, status) => show(c, refusedDraft(fault, values, fields), status));
    try {
      return c.redirect(c.var.site.path(await spec.send(c, form, open)), 303);
    } catch (error) {
      if (!(error instanceof FormErrors)) throw error;
      return show(c, { values, ...error.draft }, error.status);
    }
  };
  const again = (c: WebContext, form: URLSearchParams) =>
    show(c, { values: typed(form), errors: {}, alert: staleForm }, 403);
  return { path, get: (c) => show(c), post: { admit: admitLink, answer, again } };
}

/** A page that only tells something, under its own address: the same for everybody who opens it. */
export function noticePage(title: string, body: Child, partnerName: string): Page {
  return { title, partnerName, body: <Notice heading={title}>{body}</Notice> };
}

/** One that only has sentences to tell. */
export function closedBy({
  status,
  title,
  sentences,
}: Omit<Closed, "body"> & { sentences: readonly string[] }): Closed {
  return { status, title, body: <Sentences of={sentences} /> };
}

/** Sentences, each a paragraph. */
export function Sentences({ of }: { of: readonly string[] }) {
  return (
    <>
      {of.map((sentence) => (
        <p dir="auto">{sentence}</p>
      ))}
    </>
  );
}

function splitPage(
  { title, fields, facts, form }: Opened,
  draft: Draft,
  partnerName: string,
  token: string,
): Page {
  return {
    title: titled(title, draft),
    partnerName,
    body: (
      <>
        <Told draft={draft} fields={fields} />
        <div class="card split">
          <section class="facts">{facts}</section>
          <Form token={token}>{form}</Form>
        </div>
      </>
    ),
  };
}
