import type { App } from "../../core/context.ts";
import { DomainError } from "../../core/kernel/errors.ts";
import { isMention } from "./read-line.ts";
import { tidy } from "./words.ts";

/**
 * What stands for a person, as it can be looked up: the address of `Bob Smith <bob@acme.example>`, and of who is mentioned.
 * Anything else stays as it was typed. Throws not-found where Slack tells no address.
 */
export async function typedAddress({ chat }: Pick<App, "chat">, text: string): Promise<string> {
  if (!isMention(text)) return addressIn(text) ?? text;
  const [, chatUserId = "", name = ""] = /^<@([A-Z0-9]+)(?:\|([^>]*))?>$/u.exec(tidy(text)) ?? [];
  const person = await chat.person(chatUserId);
  if (person.email && person.emailConfirmed) return person.email;
  throw new DomainError(
    "not-found",
    `Slack tells no e-mail address of @${name || person.name}. Type the address.`,
  );
}

/** The address in brackets behind a name, or alone in them. */
export function addressIn(text: string): string | undefined {
  return /^[^<>@]*<([^\s<>@]+@[^\s<>@]+)>$/u.exec(tidy(text))?.[1];
}
