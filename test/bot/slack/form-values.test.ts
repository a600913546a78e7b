import type { ViewOutput } from "@slack/bolt";
import { expect, test } from "vitest";
import { z } from "zod";
import { checkForm } from "../../../src/bot/slack/fields.ts";
import { formValues } from "../../../src/bot/slack/command.ts";

const view = (values: Record<string, Record<string, object>>) =>
  ({ state: { values } }) as unknown as ViewOutput;

test("a form's values come by the names of its blocks, whatever their elements are called", () => {
  const values = formValues(
    view({
      email: { typed: { type: "email_text_input", value: "a@acme.example" } },
      accountId: { account: { type: "static_select", selected_option: { value: "id-1" } } },
      searched: { account: { type: "external_select", selected_option: { value: "id-2" } } },
      ticked: { box: { type: "checkboxes", selected_options: [{ value: "yes" }] } },
    }),
  );
  expect(values).toEqual({ email: "a@acme.example", accountId: "id-1", searched: "id-2", ticked: true });
});

test("what was left empty is undefined, and a box without a tick is false", () => {
  const values = formValues(
    view({
      email: { typed: { type: "email_text_input", value: null as unknown as object } },
      accountId: { account: { type: "static_select", selected_option: null as unknown as object } },
      ticked: { box: { type: "checkboxes", selected_options: [] } },
      strange: { box: { type: "checkboxes" } },
      bare: {},
    }),
  );
  expect(values).toEqual({
    email: undefined,
    accountId: undefined,
    ticked: false,
    strange: false,
    bare: undefined,
  });
});

const schema = z.object({
  email: z.email("This is not an e-mail address."),
  account: z.object({ id: z.uuid("Choose an Account.") }),
});
const account = { id: "01980c3e-0000-7000-8000-000000000000" };

test("a form that is right comes back as the use case takes it", () => {
  expect(checkForm(schema, { email: "a@acme.example", account, more: 1 })).toEqual({
    email: "a@acme.example",
    account,
  });
});

test.each([
  ["email", "This is not an e-mail address.", { email: "ada", account }],
  ["account", "Choose an Account.", { email: "a@acme.example", account: { id: "" } }],
  ["email", "This is not an e-mail address.", { email: "ada", account: {} }],
])("the first fault is told at its field, %s", (field, message, values) => {
  expect(() => checkForm(schema, values)).toThrow(
    expect.objectContaining({ name: "DomainError", code: "invalid", field, message }),
  );
});

test("a fault that belongs to no field is told without one", () => {
  const strict = z.strictObject({});
  expect(() => checkForm(strict, { strange: 1 })).toThrow(
    expect.objectContaining({ code: "invalid", field: undefined }),
  );
});
