import { connectorFields, type FieldsOfConnector } from "../../core/marketplaces/connector-fields.ts";
import { ErrorSummary } from "../error-summary.tsx";
import { Field } from "../field.tsx";
import { formTokenField } from "../form-token.ts";
import { Moment } from "../moment.tsx";
import type { Page } from "../send-page.tsx";
import type { OpenValuePage } from "./load-value-page.ts";

export interface ValueDraft {
  errors: Record<string, string>;
  /** What is no secret, and is shown again as it was typed. */
  typed: (field: string) => string;
  alert?: string;
}

export const emptyDraft: ValueDraft = { errors: {}, typed: () => "" };

/** Asks for what each connector needs. A secret is never shown again, not even to whoever typed it. */
export function openValuePage(open: OpenValuePage, draft: ValueDraft, formToken: string): Page {
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
