import { ExternalError } from "./external-error.ts";
import { isUniqueViolation } from "./unique-violation.ts";

/** Somebody else changed the same at the same moment: everything is looked at again. */
export class LostRace extends Error {
  override readonly name = "LostRace";
}

const triesAtMost = 4;

/** Works again where somebody else made the same row first, or changed what was read. Throws ExternalError in the end. */
export async function retryLostRace<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof LostRace || isUniqueViolation(error))) throw error;
      if (tries < triesAtMost) continue;
      throw lostRace(error);
    }
  }
}

/** What a race that was lost is to whoever may try again. */
export function lostRace(cause: unknown): ExternalError {
  const sentence = "Somebody else changed the same thing at the same moment.";
  return new ExternalError(sentence, { retryable: true, reason: "lost-race", cause });
}
