import { z } from "zod";
import { email } from "../text/email.ts";
import { addressKey } from "../text/identity-key.ts";
import { personName } from "../text/person-name.ts";
import { addressIn, newUsername } from "./username.ts";

export const accountsAtOnce = 50;

/** Accounts, each once, in the order in which they were chosen. */
export const accountIds = z
  .array(z.uuid("Choose Accounts."))
  .max(accountsAtOnce, `Choose at most ${accountsAtOnce} Accounts at once.`)
  .transform((ids) => [...new Set(ids)]);

/** How a User comes by a password: a mailed link to set one, or one that the requester passes on. */
export const passwordWay = z.enum(["link", "temporary"], { error: "Choose how the password is set." });
export type PasswordWay = z.infer<typeof passwordWay>;

/** What `create-user` takes. A user ID that is an e-mail address is the e-mail as well. */
export const createUserInput = z
  .object({
    username: newUsername,
    firstName: personName,
    lastName: personName,
    email: email.nullish(),
    accountIds,
    password: passwordWay,
  })
  .transform((given) => ({ ...given, email: given.email ?? addressIn(given.username) }))
  // Otherwise one User would be named by what is, or comes to be, another's address.
  .refine(
    ({ username, email }) => addressIn(username) === null || addressKey(email ?? "") === addressKey(username),
    {
      path: ["username"],
      error: "A user ID that is an e-mail address has to be the user's own.",
    },
  )
  .refine(({ email, password }) => email !== null || password === "temporary", {
    path: ["password"],
    error: "A link needs an e-mail to go to. Enter one, or choose the temporary password.",
  });

export type CreateUserInput = z.infer<typeof createUserInput>;
