import { z } from "zod";

/** A password typed twice. */
export const passwordPair = { password: z.string(), passwordAgain: z.string() };

type PasswordPair = z.infer<z.ZodObject<typeof passwordPair>>;

export function samePasswords({ password, passwordAgain }: PasswordPair): boolean {
  return password === passwordAgain;
}

/** Said at the second, once nothing else is wrong. */
export const passwordsDiffer = {
  path: ["passwordAgain"],
  error: "The two passwords differ. Type the same one twice.",
  when: ({ issues }: { issues: unknown[] }) => issues.length === 0,
};
