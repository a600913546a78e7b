import { randomUUID } from "node:crypto";
import { z } from "zod";
import { accountApiId, accountDescription, accountName } from "../accounts/create-account.ts";
import { email } from "../kernel/text/identity-key.ts";
import { newUsername } from "../users/reset-password.ts";

const connectorsAtMost = 20;

/** Echoed in what is told to the notification URL. */
export const completeParameter = z
  .string()
  .trim()
  .max(500, "Use at most 500 characters.")
  .regex(/^\P{Cc}*$/u, "Leave out control characters.")
  .nullish()
  .transform((typed) => typed || null);

/** What is asked for from the chat: ids and words, never a value that a Connector asks for. */
export const deployRequestInput = z.object({
  marketplaceId: z.coerce.number({ error: "Choose a Marketplace." }).int("Choose a Marketplace.").positive(),
  account: z.union([
    z.object({ accountId: z.uuid("Choose an Account.") }),
    z.object({ name: accountName, apiId: accountApiId, description: accountDescription.default("") }),
  ]),
  user: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("api-user") }),
    z.object({ kind: z.literal("known"), userId: z.uuid("Choose a User.") }),
    z.object({
      kind: z.literal("new"),
      username: newUsername,
      email: email.nullish().transform((typed) => typed ?? null),
    }),
  ]),
  connectorIds: z
    .array(z.uuid("Choose connectors."))
    .max(connectorsAtMost, `Choose at most ${connectorsAtMost} connectors.`)
    .transform((ids) => [...new Set(ids)])
    .default([]),
  inlineOAuth: z.boolean().default(false),
  completeParameter: completeParameter.default(null),
});

export type DeployRequestInput = z.infer<typeof deployRequestInput>;

const typed = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((given) => (given === "" || given === undefined ? null : given), schema.nullable());

/** The same as people type it, in a form or on one line: what is left empty says which of two is meant. */
export const deployForm = z
  .object({
    marketplaceId: deployRequestInput.shape.marketplaceId,
    accountId: typed(z.uuid("Choose an Account.")),
    accountName: typed(accountName),
    apiId: typed(accountApiId),
    userId: typed(z.uuid("Choose a User.")),
    username: typed(newUsername),
    email: typed(email),
    connectorIds: deployRequestInput.shape.connectorIds,
    inlineOAuth: z.boolean().default(false),
    completeParameter,
  })
  .superRefine((form, check) => {
    for (const [field, message] of faultsOf(form)) check.addIssue({ code: "custom", path: [field], message });
  })
  .transform((form): DeployRequestInput => {
    const { marketplaceId, connectorIds, inlineOAuth, completeParameter } = form;
    const account = form.accountId
      ? { accountId: form.accountId }
      : { name: form.accountName ?? "", apiId: form.apiId ?? randomUUID(), description: "" };
    const common = { marketplaceId, account, connectorIds, inlineOAuth, completeParameter };
    if (form.userId) return { ...common, user: { kind: "known", userId: form.userId } };
    if (form.username)
      return { ...common, user: { kind: "new", username: form.username, email: form.email } };
    return { ...common, user: { kind: "api-user" } };
  });

interface Typed {
  accountId: string | null;
  accountName: string | null;
  apiId: string | null;
  userId: string | null;
  username: string | null;
  email: string | null;
}

function faultsOf({ accountId, accountName, apiId, userId, username, email }: Typed): [string, string][] {
  const faults: [string, string | false][] = [
    ["accountName", Boolean(accountId && accountName) && "Choose an Account or name a new one, not both."],
    ["accountId", !accountId && !accountName && "Choose an Account, or name a new one."],
    ["apiId", Boolean(apiId && !accountName) && "This is for a new Account: enter its name as well."],
    ["username", Boolean(userId && username) && "Choose a User or name a new one, not both."],
    ["email", Boolean(email && !username) && "This is for a new User: enter the user ID as well."],
  ];
  return faults.filter((fault): fault is [string, string] => fault[1] !== false);
}
