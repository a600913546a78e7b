import { createHmac } from "node:crypto";

export const signatureHeader = "Cyclr-Signature";

/** `t=<Unix seconds>,v1=<HMAC-SHA256 of "t.body" in hex>`: whoever knows the secret can tell who wrote it, and when. */
export function signNotification(secret: string, body: string, now: Date): string {
  const timestamp = Math.floor(now.getTime() / 1000);
  const signature = createHmac("sha256", secret).update(`${timestamp}.${body}`).digest("hex");
  return `t=${timestamp},v1=${signature}`;
}

export const notificationSecretPurpose = "partner:notification-secret";
