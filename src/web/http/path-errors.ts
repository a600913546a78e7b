import { DomainError } from "../../core/kernel/errors.ts";

/** What a use case blames on these fields is about the address of the call, which names them: no field of the request is wrong. */
export async function inPath<Result>(fields: string[], work: Promise<Result>): Promise<Result> {
  return work.catch((error: unknown) => {
    if (!(error instanceof DomainError) || !fields.includes(error.field ?? "")) throw error;
    throw new DomainError(error.code, error.message);
  });
}
