import { accountLabel } from "../accounts/account-name.ts";
import type { Card } from "../chat/card.ts";
import type { App } from "../context.ts";
import type { CardWords, RequestRow } from "../requests/request-kind.ts";
import { standardCard } from "../requests/standard-card.ts";
import type { CreateUserInput } from "./create-user-input.ts";
import { passwordNote } from "./password-note.ts";

export async function createUserCard(
  app: App,
  request: RequestRow,
  input: CreateUserInput,
): Promise<CardWords> {
  const fields = await fieldsOf(app, input);
  if (request.status === "failed" && request.appliedAt) return created(request, fields, input);
  return standardCard(app, request, {
    noun: "User creation",
    fields,
    done: "User created",
    note:
      request.status === "done"
        ? await passwordNote(app, request, { way: input.password, username: input.username })
        : "",
  });
}

/** The User is there, and only the mail is not. */
function created({ trouble }: RequestRow, fields: Card["fields"], { username }: CreateUserInput): CardWords {
  const again = `/cyclr reset-password ${username} sends a new link.`;
  return {
    title: "User created, mail not sent",
    fields,
    note: `${trouble ?? "The reason was not recorded."} The User exists. ${again}`,
  };
}

async function fieldsOf({ db }: App, input: CreateUserInput): Promise<Card["fields"]> {
  const { username, firstName, lastName, email, accountIds } = input;
  const accounts = await db.account.findMany({
    where: { id: { in: accountIds } },
    orderBy: { nameKey: "asc" },
  });
  const name = `${firstName} ${lastName}`.trim();
  const gone = accountIds.length - accounts.length;
  const listed = [...accounts.map(accountLabel), ...(gone > 0 ? [`${gone} that were deleted`] : [])];
  const fields: Card["fields"] = [
    ["User ID", username],
    ["Name", name],
    ["E-mail", email ?? "none"],
    ["Accounts (Access)", listed.join(", ") || "none yet"],
  ];
  return fields.filter(([, value]) => value !== "");
}
