import { Prisma } from "../generated/prisma/client.ts";

type Settled = { value: unknown } | { error: unknown };

/**
 * Statements of one transaction that do not lean on each other: they go to the database one behind the other, and are waited
 * for once. Throws what the first of them that failed threw.
 */
export async function pipelined<Results extends unknown[]>(
  ...statements: { [Index in keyof Results]: () => PromiseLike<Results[Index]> }
): Promise<Results> {
  const all: Promise<Settled>[] = [];
  for (const statement of statements) {
    all.push(settle(statement));
    // What Prisma is asked for in one tick and transaction it makes a batch of, and waits for each.
    await new Promise((resolve) => process.nextTick(resolve));
  }
  const settled = await Promise.all(all);
  const errors = settled.flatMap((one) => ("error" in one ? [one.error] : []));
  if (errors.length > 0) throw errors.find((error) => !isAborted(error)) ?? errors[0];
  return settled.map((one) => "value" in one && one.value) as Results;
}

async function settle(statement: () => PromiseLike<unknown>): Promise<Settled> {
  try {
    return { value: await statement() };
  } catch (error) {
    return { error };
  }
}

/** Said of whatever comes behind the statement that failed. */
function isAborted(error: unknown): boolean {
  return (
    error instanceof Prisma.PrismaClientKnownRequestError && JSON.stringify(error.meta).includes('"25P02"')
  );
}
