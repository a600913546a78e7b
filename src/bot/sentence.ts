import type { App } from "../core/context.ts";
import { databaseTrouble } from "../core/database-trouble.ts";
import { DomainError } from "../core/errors.ts";
import { newReference } from "../core/reference.ts";
import { Trouble } from "../core/trouble.ts";

/** What a person is told of an error. What is not meant for people is logged under the reference they see. */
export function sentenceFor(app: App, error: unknown): string {
  if (error instanceof DomainError) return error.message;
  const reference = newReference();
  app.log.error({ err: error, reference }, "unexpected error in the bot");
  const trouble = error instanceof Trouble ? error : databaseTrouble(error);
  const what = trouble?.message ?? "Something went wrong on our side.";
  return `${what} Try again in a minute: nothing is done twice. If it stays, tell your administrator the reference ${reference}.`;
}
