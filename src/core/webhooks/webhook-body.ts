import type { Account, AuditEvent } from "../generated/prisma/client.ts";
import { testType } from "./event-types.ts";

/** Names of what may hold, or lead to, something secret. The audit is never given any; this holds it back all the same. */
const secretNames = /secret|password|token|link|hash|digest|sealed|auth|cookie|signature|key/iu;

const address = /\bhttps?:\/\/[^\s"'<>]+/giu;

/** The bytes that are told of an event, the same at each try as long as its Account keeps its name. */
export function eventBody(event: AuditEvent, account: Pick<Account, "apiId" | "name"> | undefined): string {
  return JSON.stringify({
    type: event.action,
    timestamp: event.at.toISOString(),
    data: {
      Id: String(event.id),
      Actor: {
        Kind: event.actorKind,
        Id: event.actorId,
        Name: withoutLinks(event.actorName),
        Surface: event.surface,
      },
      Subject: { Kind: event.subjectKind, Id: event.subjectId, Name: withoutLinks(event.subjectName) },
      AccountId: event.accountId,
      AccountApiId: account?.apiId ?? null,
      AccountName: account?.name ?? null,
      RequestId: event.requestId,
      Before: withoutSecrets(event.before),
      After: withoutSecrets(event.after),
      ErasedBy: event.erasedBy === null ? null : String(event.erasedBy),
    },
  });
}

/** The same for what only tries a webhook out. */
export function testBody(webhook: { id: string; description: string }, at: Date): string {
  const { id, description } = webhook;
  const data = { WebhookId: id, Description: description };
  return JSON.stringify({ type: testType, timestamp: at.toISOString(), data });
}

function withoutSecrets(value: unknown): unknown {
  if (typeof value === "string") return withoutLinks(value);
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value).filter(([name, one]) => !secretNames.test(name) || isHarmless(one));
  return Object.fromEntries(kept.map(([name, one]) => [name, withoutSecrets(one)]));
}

/** Whether something is there, or how many. */
const isHarmless = (value: unknown) => value === null || ["boolean", "number"].includes(typeof value);

/** An address can let in whoever has it: only its host is told. */
function withoutLinks(text: string): string {
  return text.replace(address, (url) => (URL.canParse(url) ? `${new URL(url).origin}/…` : "…"));
}
