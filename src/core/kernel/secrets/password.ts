import { availableParallelism } from "node:os";
import { hash, verify } from "@node-rs/argon2";
import pLimit from "p-limit";

// OWASP's parameters; about 20 ms and 19 MiB each, so that only as many run at once as there are cores.
const owasp: PasswordCost = { memoryCost: 19_456, timeCost: 2 };
const lane = pLimit(availableParallelism());

/** Of one hash: KiB, and how often it goes over them. */
export interface PasswordCost {
  memoryCost: number;
  timeCost: number;
}

export function hashPassword(
  password: string,
  { passwordCost = owasp }: { passwordCost?: PasswordCost } = {},
): Promise<string> {
  return lane(() => hash(password.normalize("NFKC"), { ...passwordCost, parallelism: 1 }));
}

export function verifyPassword(passwordHash: string, password: string): Promise<boolean> {
  return lane(() => verify(passwordHash, password.normalize("NFKC")));
}
