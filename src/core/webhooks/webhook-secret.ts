import { randomBytes } from "node:crypto";
import { Webhook as Signer } from "standardwebhooks";
import type { App } from "../context.ts";
import type { Webhook } from "../generated/prisma/client.ts";
import { seal, unseal } from "../kernel/secrets/seal.ts";

/** What each of its two sealed columns is sealed for. */
export const secretPurpose = (id: string) => `webhook:${id}:secret`;
export const oldSecretPurpose = (id: string) => `webhook:${id}:old-secret`;

/** 32 random bytes, in the form of Standard Webhooks. */
export function newWebhookSecret(): string {
  return `whsec_${randomBytes(32).toString("base64")}`;
}

/** The secret as its row keeps it. */
export function sealSecret({ secretKeys }: Pick<App, "secretKeys">, id: string, secret: string): string {
  return seal(secretKeys, secretPurpose(id), secret);
}

type Signing = Pick<Webhook, "id" | "secretSealed" | "oldSecretSealed" | "oldSecretUntil">;

/** The headers of one try, signed with the secret, and with the one before it while that still counts. */
export function signedHeaders(
  { secretKeys }: Pick<App, "secretKeys">,
  webhook: Signing,
  message: { id: string; body: string; at: Date },
): Record<string, string> {
  const { id, secretSealed, oldSecretSealed, oldSecretUntil } = webhook;
  const secrets = [unseal(secretKeys, secretPurpose(id), secretSealed)];
  if (oldSecretSealed && oldSecretUntil && oldSecretUntil > message.at)
    secrets.push(unseal(secretKeys, oldSecretPurpose(id), oldSecretSealed));
  const signatures = secrets.map((secret) => new Signer(secret).sign(message.id, message.at, message.body));
  return {
    "webhook-id": message.id,
    "webhook-timestamp": String(Math.floor(message.at.getTime() / 1000)),
    "webhook-signature": signatures.join(" "),
  };
}
