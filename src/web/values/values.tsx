import type { App } from "../../core/context.ts";
import type { Connector } from "../../core/generated/prisma/client.ts";
import { accountLabel } from "../../core/kernel/names/account-name.ts";
import { ownerName } from "../http/owner.ts";
import {
  connectorFields,
  type FieldsOfConnector,
  readConnectorFields,
} from "../../core/marketplaces/connector-fields.ts";
import { deployRequestInput } from "../../core/marketplaces/deploy-request-input.ts";
import { loadConnectors } from "../../core/marketplaces/plan-deployment.ts";
import { zoneOf } from "../../core/kernel/time/time-zone.ts";
import { fillValues } from "../../core/values/fill-values.ts";
import { findValueLink } from "../../core/values/issue-value-link.ts";
import { Fields, type FieldSpec } from "../http/form-card.tsx";
import { type Draft, type Route, tokenOf } from "../http/form-route.ts";
import { closedBy, FormErrors, linkPage, noticePage, Sentences } from "../http/link-page.tsx";
import { Moment } from "../http/moment.tsx";
import { sendPage } from "../http/send-page.tsx";

interface Waiting {
  state: "open";
  /** Who asked for it; they alone were given the link. */
  requester: string;
  account: string;
  connectors: Connector[];
  inlineOAuth: boolean;
  expiresAt: Date;
  /** The requester's own. */
  timeZone: string;
}

/** What a link's page has to ask for. */
async function load(app: App, token: string): Promise<Waiting | { state: keyof typeof closed }> {
  const found = await findValueLink(app, token);
  if (!found) return { state: "unknown" };
  const { state, link, request } = found;
  if (state !== "open") return { state };
  const { connectorIds, inlineOAuth, account } = deployRequestInput.parse(request.input);
  const forAccount = request.account ?? ("name" in account ? account : undefined);
  return {
    state,
    requester: request.requester?.email ?? "",
    account: forAccount ? accountLabel(forAccount) : "an Account",
    connectors: await loadConnectors(app.db, connectorIds),
    inlineOAuth,
    expiresAt: link.expiresAt,
    timeZone: zoneOf(app, request.requester ?? { timeZone: null }),
  };
}

const another = "If the card in Slack still waits, press its button “Enter the values” to get a new link.";

const closed = {
  unknown: {
    status: 404,
    title: "This link does not work",
    sentences: ["It may have been cut off, or a newer link has replaced it.", another],
  },
  used: {
    status: 410,
    title: "This link was used",
    sentences: [
      "The values were given already, and nobody can see or change them here.",
      "If that was not you, tell your administrator, and change those values where they come from.",
    ],
  },
  expired: {
    status: 410,
    title: "This link has expired",
    sentences: ["It was good for an hour. Nothing was taken.", another],
  },
  closed: {
    status: 410,
    title: "These values are no longer needed",
    sentences: ["Its request was cancelled or has ended. Nothing was taken; its card in Slack says why."],
  },
} as const;

/** Takes the values of connectors, which no chat may see. A secret is never shown again, not even to whoever typed it. */
export const values = linkPage({
  path: "/values/:token",
  load,
  closed: ({ state }) => closedBy(closed[state]),
  typed: (form) => Object.fromEntries([...form].map(([name, value]) => [name, value.trim()])),
  page({ account, requester, connectors, inlineOAuth, expiresAt }, draft) {
    const asked = connectorFields(connectors, inlineOAuth);
    const fields = asked.flatMap(({ connector, fields }) =>
      fields.map(({ name, label }) => ({ name, label: `${connector.title}, ${label}` })),
    );
    const facts = (
      <>
        <h1>Connector values</h1>
        <p>
          For <bdi>{account}</bdi>, asked for by <bdi>{requester}</bdi>.
        </p>
        <p>
          They are encrypted at once and used to install the connectors. They appear in no chat, mail or log.
        </p>
        <p class="aside">
          The page works once, until <Moment at={expiresAt} />.
        </p>
      </>
    );
    const form = (
      <>
        {asked.map((one) => (
          <ConnectorFieldset asked={one} draft={draft} />
        ))}
        <button type="submit">Save the values</button>
      </>
    );
    return { title: "Connector values", fields, facts, form };
  },
  async send(c, form, { requester, connectors, inlineOAuth }) {
    const typed = (field: string) => (form.get(field) ?? "").trim();
    const { values, errors } = readConnectorFields(connectors, typed, inlineOAuth);
    if (Object.keys(errors).length > 0) throw new FormErrors(errors);
    const actor = { kind: "invitee", name: requester, surface: "web" } as const;
    await fillValues({ ...c.var.app, actor }, { token: tokenOf(c), values });
    return valuesSealed.path;
  },
});

function ConnectorFieldset({
  asked: { connector, fields },
  draft,
}: {
  asked: FieldsOfConnector;
  draft: Draft;
}) {
  const specs = fields.map(({ name, label, secret, required }): FieldSpec => ({
    name,
    label,
    type: secret ? "password" : "text",
    autocomplete: "off",
    optional: !required,
  }));
  return (
    <fieldset>
      <legend>
        <bdi>{connector.title}</bdi> {connector.version}
      </legend>
      <Fields specs={specs} draft={draft} />
    </fieldset>
  );
}

/** The same for everybody who opens it. */
export const valuesSealed: Route = {
  path: "/values/sealed",
  async get(c) {
    const body = <Sentences of={["The card in Slack shows the result. You can close this page."]} />;
    return sendPage(c, noticePage("The values are saved", body, await ownerName(c)));
  },
};
