import { z } from "@hono/zod-openapi";
import { eventTypes, eventWords } from "../../core/webhooks/event-types.ts";
import {
  changeWebhook,
  createWebhook,
  deleteWebhook,
  listWebhooks,
  lockWebhook,
  readWebhook,
  rotateWebhookSecret,
} from "../../core/webhooks/webhooks.ts";
import { partnerRoute } from "../http/api-route.ts";
import { idInPath } from "../http/id-in-path.ts";
import { flag, jsonObject, text } from "../http/json-schemas.ts";
import { eventType, showWebhook, webhookJson, webhookWithSecretJson } from "./webhook-json.ts";

const tag = "Webhooks";
const needs = "settings:manage";

export const listEventTypesRoute = partnerRoute(
  {
    method: "get",
    path: "/v1.0/event-types",
    tag,
    needs: "audit:view",
    summary: "What a webhook can be told of: everything that is audited",
    answer: z.array(z.strictObject({ Name: eventType, Description: z.string() })),
  },
  async () => ({ body: eventTypes.map((Name) => ({ Name, Description: eventWords(Name) })) }),
);

export const listWebhooksRoute = partnerRoute(
  {
    method: "get",
    path: "/v1.0/webhooks",
    tag,
    needs,
    summary: "All webhooks, of which there are 20 at most",
    answer: z.array(webhookJson),
  },
  async ({ ctx }) => ({ body: (await listWebhooks(ctx)).map(showWebhook) }),
);

const newBody = jsonObject({
  Url: text,
  Description: text.nullish(),
  EventTypes: z.array(eventType).nullish(),
  Enabled: flag.nullish(),
}).openapi("NewWebhook");

export const createWebhookRoute = partnerRoute(
  {
    method: "post",
    path: "/v1.0/webhooks",
    tag,
    needs,
    summary:
      "Make a webhook, which is told of what is audited from now on; the answer has its secret, this once",
    body: newBody,
    status: 201,
    answer: webhookWithSecretJson,
    conflict: "There are as many as there can be.",
  },
  async ({ ctx, body }) => {
    // Whoever has the address hears all that the audit says.
    const { webhook, secret } = await createWebhook(ctx, {
      url: body.Url,
      description: body.Description ?? undefined,
      eventTypes: body.EventTypes ?? undefined,
      enabled: body.Enabled ?? undefined,
    });
    return { body: { ...showWebhook(webhook), Secret: secret } };
  },
);

export const readWebhookRoute = partnerRoute(
  {
    method: "get",
    path: "/v1.0/webhooks/{id}",
    tag,
    needs,
    summary: "One webhook",
    params: idInPath,
    answer: webhookJson,
  },
  async ({ ctx, params }) => ({ body: showWebhook(await readWebhook(ctx.db, params.id)) }),
);

const changesBody = jsonObject({
  Url: text.optional(),
  Description: text.optional(),
  EventTypes: z.array(eventType).nullable().optional(),
  Enabled: flag.optional(),
}).openapi("WebhookChanges");

export const changeWebhookRoute = partnerRoute(
  {
    method: "put",
    path: "/v1.0/webhooks/{id}",
    tag,
    needs,
    summary:
      "Change a webhook, or switch it off or on; what is left out stays. From then on it hears by the rights of the client that calls",
    params: idInPath,
    body: changesBody,
    answer: webhookJson,
    hold: (tx, { id }) => lockWebhook(tx, id),
  },
  async ({ ctx, params, body }) => {
    const webhook = await changeWebhook(ctx, params.id, {
      url: body.Url,
      description: body.Description,
      eventTypes: body.EventTypes,
      enabled: body.Enabled,
    });
    return { body: showWebhook(webhook) };
  },
);

export const deleteWebhookRoute = partnerRoute(
  {
    method: "delete",
    path: "/v1.0/webhooks/{id}",
    tag,
    needs,
    summary: "Delete a webhook, with the list of its deliveries",
    params: idInPath,
    answer: z.strictObject({}),
    hold: (tx, { id }) => lockWebhook(tx, id),
  },
  async ({ ctx, params }) => {
    await deleteWebhook(ctx, params.id);
    return { body: {} };
  },
);

export const rotateSecretRoute = partnerRoute(
  {
    method: "post",
    path: "/v1.0/webhooks/{id}/rotate-secret",
    tag,
    needs,
    summary: "Make another secret, which is shown this once; the one before signs besides for 24 hours",
    params: idInPath,
    answer: webhookWithSecretJson,
  },
  async ({ ctx, params }) => {
    const { webhook, secret } = await rotateWebhookSecret(ctx, params.id);
    return { body: { ...showWebhook(webhook), Secret: secret } };
  },
);
