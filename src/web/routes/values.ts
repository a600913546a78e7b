import type { ContentfulStatusCode } from "hono/utils/http-status";
import { readConnectorFields } from "../../core/marketplaces/connector-fields.ts";
import { fillValues } from "../../core/values/fill-values.ts";
import { formToken } from "../form-token.ts";
import type { Route } from "../route.ts";
import { sendPage } from "../send-page.tsx";
import { admitLink, followLink, staleForm, tokenOf } from "../token-link.ts";
import { type ClosedValuePage, loadValuePage } from "../values/load-value-page.ts";
import { emptyDraft, openValuePage, type ValueDraft } from "../values/open-value-page.tsx";
import { closedValuePage } from "../values/value-notices.tsx";
import type { WebContext } from "../web-context.ts";

/** Takes the values of connectors, which no chat may see. */
export const values: Route = {
  path: "/values/:token",
  get: (c) => show(c),
  post: { admit: admitLink, answer: fill, again },
};

const closedStatus = { unknown: 404, used: 410, expired: 410, closed: 410 } as const satisfies Record<
  ClosedValuePage["state"],
  ContentfulStatusCode
>;

/** It consumes nothing. */
async function show(
  c: WebContext,
  draft: ValueDraft = emptyDraft,
  status: ContentfulStatusCode = 200,
): Promise<Response> {
  const page = await followLink(c, loadValuePage);
  if (page.state !== "open") return sendPage(c, closedValuePage(page), closedStatus[page.state]);
  return sendPage(c, openValuePage(page, draft, formToken(c)), status);
}

async function fill(c: WebContext, form: URLSearchParams): Promise<Response> {
  const { app, site } = c.var;
  const token = tokenOf(c);
  const page = await loadValuePage(app, token);
  if (page.state !== "open") return show(c);
  const typed = (field: string) => (form.get(field) ?? "").trim();
  const { values, errors } = readConnectorFields(page.connectors, typed, page.inlineOAuth);
  if (Object.keys(errors).length > 0) return show(c, { errors, typed }, 422);
  c.set("showFault", (fault, status) => show(c, { ...emptyDraft, typed, alert: fault.message }, status));
  const actor = { kind: "invitee", name: page.requester, surface: "web" } as const;
  await fillValues({ ...app, actor }, { token, values });
  return c.redirect(site.path("/values/sealed"), 303);
}

function again(c: WebContext): Promise<Response> {
  return show(c, { ...emptyDraft, alert: staleForm }, 403);
}
