import { availableParallelism } from "node:os";
import { hash, verify } from "@node-rs/argon2";
import pLimit from "p-limit";

// OWASP's parameters; about 20 ms and 19 MiB each, so that only as many run at once as there are cores.
const argon2id = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
const lane = pLimit(availableParallelism());

export function hashPassword(password: string): Promise<string> {
  return lane(() => hash(password.normalize("NFKC"), argon2id));
}

export function verifyPassword(passwordHash: string, password: string): Promise<boolean> {
  return lane(() => verify(passwordHash, password.normalize("NFKC")));
}
