import { DomainError } from "../../core/kernel/errors.ts";
import { shorten } from "../../core/kernel/text/mrkdwn.ts";

/** What was not found, with those that are spelled almost like it. Nothing is ever taken for another by itself. */
export async function withNearNames(error: unknown, near: () => Promise<string[]>): Promise<unknown> {
  if (!(error instanceof DomainError) || error.code !== "not-found") return error;
  const names = (await near()).map((name) => shorten(name, 80));
  if (names.length === 0) return error;
  const last = names.at(-1) ?? "";
  const listed = names.length > 1 ? `${names.slice(0, -1).join(", ")} or ${last}` : last;
  return new DomainError(error.code, `${error.message} Did you mean ${listed}?`, error.field);
}
