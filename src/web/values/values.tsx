import type { ContentfulStatusCode } from "hono/utils/http-status";
import {
  readConnectorFields,
  connectorFields,
  type FieldsOfConnector,
} from "../../core/marketplaces/connector-fields.ts";
import { fillValues } from "../../core/values/fill-values.ts";
import { formToken, formTokenField, sendPage, type Page } from "../http/send-page.tsx";
import { type Route, admitLink, followLink, staleForm, tokenOf } from "../http/form-route.ts";
import type { WebContext } from "../http/web-context.ts";
import { ErrorSummary } from "../http/form-card.tsx";
import { Field } from "../http/field.tsx";
import { Moment } from "../http/moment.tsx";
import { Notice } from "../http/errors.tsx";
import { partnerName } from "../../core/kernel/names/partner-name.ts";
import type { App } from "../../core/context.ts";
import { accountLabel } from "../../core/kernel/names/account-name.ts";
import type { Connector } from "../../core/generated/prisma/client.ts";
import { deployRequestInput } from "../../core/marketplaces/deploy-request-input.ts";
import { loadConnectors } from "../../core/marketplaces/plan-deployment.ts";
import { findValueLink } from "../../core/values/issue-value-link.ts";

/** A link that takes no values: why, and what to do. */
function closedValuePage({ state, partnerName }: ClosedValuePage): Page {
  return telling(closed[state], partnerName);
}

/** The same for everybody who opens it. */
function valuesSealedPage(partnerName: string): Page {
  const sentences = ["The card in Slack shows what becomes of it. You can close this page."];
  return telling({ title: "The values are sealed", sentences }, partnerName);
}

const another = "If it still waits, the button “Enter the values” of its card in Slack gets you a new link.";

const closed: Record<ClosedValuePage["state"], { title: string; sentences: string[] }> = {
  unknown: {
    title: "This link does not work",
    sentences: ["It may have been cut off, or a newer link has replaced it.", another],
  },
  used: {
    title: "This link was used",
    sentences: [
      "The values were given already, and nobody can see or change them here.",
      "If that was not you, tell your administrator, and change those values where they come from.",
    ],
  },
  expired: {
    title: "This link has expired",
    sentences: ["It was good for an hour. Nothing was taken.", another],
  },
  closed: {
    title: "This is not waited for any more",
    sentences: ["Its request was cancelled or has ended. Nothing was taken; its card in Slack says why."],
  },
};

function telling({ title, sentences }: { title: string; sentences: string[] }, partnerName: string): Page {
  const body = (
    <Notice heading={title}>
      {sentences.map((sentence) => (
        <p>{sentence}</p>
      ))}
    </Notice>
  );
  return { title, partnerName, body };
}

export const valuesSealed: Route = {
  path: "/values/sealed",
  get: async (c) => sendPage(c, valuesSealedPage(await partnerName(c.var.app))),
};

interface OpenValuePage {
  state: "open";
  partnerName: string;
  /** Who asked for it; they alone were given the link. */
  requester: string;
  account: string;
  connectors: Connector[];
  inlineOAuth: boolean;
  expiresAt: Date;
}

interface ClosedValuePage {
  state: "unknown" | "used" | "expired" | "closed";
  partnerName: string;
}

/** What a link's page has to ask for. */
async function loadValuePage(app: App, token: string): Promise<OpenValuePage | ClosedValuePage> {
  const [found, name] = await Promise.all([findValueLink(app, token), partnerName(app)]);
  if (!found) return { state: "unknown", partnerName: name };
  const { state, link } = found;
  if (state !== "open") return { state, partnerName: name };
  const { request, expiresAt } = link;
  const { connectorIds, inlineOAuth, account } = deployRequestInput.parse(request.input);
  const forAccount = request.account ?? ("name" in account ? account : undefined);
  return {
    state,
    partnerName: name,
    requester: request.requester?.email ?? "",
    account: forAccount ? accountLabel(forAccount) : "an Account",
    connectors: await loadConnectors(app.db, connectorIds),
    inlineOAuth,
    expiresAt,
  };
}

interface ValueDraft {
  errors: Record<string, string>;
  /** What is no secret, and is shown again as it was typed. */
  typed: (field: string) => string;
  alert?: string;
}

const emptyDraft: ValueDraft = { errors: {}, typed: () => "" };

/** Asks for what each connector needs. A secret is never shown again, not even to whoever typed it. */
function openValuePage(open: OpenValuePage, draft: ValueDraft, formToken: string): Page {
  const asked = connectorFields(open.connectors, open.inlineOAuth);
  const errors = errorsOf(asked, draft);
  const faulty = errors.length > 0 || draft.alert !== undefined;
  const lead = draft.alert ?? (errors.length === 1 ? "One thing to put right:" : "Some things to put right:");
  return {
    title: `${faulty ? "Please check: " : ""}Connector values`,
    partnerName: open.partnerName,
    body: (
      <>
        {faulty && <ErrorSummary lead={lead} errors={errors} />}
        <div class="card split">
          <section class="facts">
            <h1>Connector values</h1>
            <p>
              For <bdi>{open.account}</bdi>, asked for by <bdi>{open.requester}</bdi>.
            </p>
            <p>They are sealed at once and used to install the connectors. No chat, mail or log sees them.</p>
            <p class="aside">
              The page works once, until <Moment at={open.expiresAt} />.
            </p>
          </section>
          <form method="post" novalidate>
            <input type="hidden" name={formTokenField} value={formToken} />
            {asked.map((one) => (
              <ConnectorFieldset asked={one} draft={draft} />
            ))}
            <button type="submit">Seal the values and go on</button>
          </form>
        </div>
      </>
    ),
  };
}

function ConnectorFieldset({
  asked: { connector, fields },
  draft,
}: {
  asked: FieldsOfConnector;
  draft: ValueDraft;
}) {
  return (
    <fieldset>
      <legend>
        <bdi>{connector.title}</bdi> {connector.version}
      </legend>
      {fields.map(({ name, label, secret, required }) => (
        <Field
          name={name}
          label={label}
          type={secret ? "password" : "text"}
          autocomplete="off"
          optional={!required}
          error={draft.errors[name]}
          {...(!secret && { value: draft.typed(name) })}
        />
      ))}
    </fieldset>
  );
}

function errorsOf(asked: FieldsOfConnector[], { errors }: ValueDraft) {
  return asked.flatMap(({ connector, fields }) =>
    fields.flatMap(({ name, label }) => {
      const sentence = errors[name];
      return sentence ? [{ field: name, label: `${connector.title}, ${label}`, sentence }] : [];
    }),
  );
}

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
