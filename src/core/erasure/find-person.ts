import type { Database } from "../kernel/database.ts";
import { addressKey, identityKey, tidyTyped, usernameKeys } from "../kernel/text/identity-key.ts";
import { isUuid } from "../kernel/text/uuid.ts";
import { hint } from "../kernel/text/command-hint.ts";
import { SetupError } from "../kernel/setup-error.ts";
import { erasedWords, type Person } from "./identifiers.ts";

/** What an operator has said of whom to erase. */
export interface Named {
  /** A user ID, an e-mail, or the id under which the audit knows them. */
  words: string;
  /** More of what they are told by, such as a name that no entry has. */
  also: string[];
  /** What was found of them, and is not to be looked for, since it is a word that others use. */
  not: string[];
  /** The program is connected to Cyclr's cloud, and a worker reads in the audit what people have to do there by hand. */
  connected?: boolean;
}

export interface FoundPerson extends Person {
  /** Of the Console User, whose row stays. */
  consoleUserId: string | undefined;
  /** What was found of them and is somebody else's by now, so that it is not looked for. */
  othersNow: string[];
}

/** Everything that they are told by, out of the audit. Throws a SetupError where they are still here, or where several are meant. */
export async function findPerson(db: Database, { words, also, not }: Named): Promise<FoundPerson> {
  const typed = tidyTyped(words).trim();
  if (typed === "") throw new SetupError("Say whom to erase: a user ID or an e-mail.");
  const consoleUser = await db.consoleUser.findFirst({
    where: isUuid(typed) ? { id: typed } : { emailKey: addressKey(typed) },
  });
  if (consoleUser && !consoleUser.removedAt)
    throw new SetupError(
      `${consoleUser.email} is still a Console User. Remove them first: ${hint("remove-console-user")}.`,
    );
  const userIds = await idsInAudit(db, typed);
  const ids = [...userIds, ...(consoleUser ? [consoleUser.id] : [])];
  const user = await db.user.findFirst({
    where: {
      OR: [
        { usernameKey: { in: usernameKeys(typed) } },
        { emailKey: addressKey(typed) },
        { id: { in: ids.filter(isUuid) } },
      ],
    },
  });
  if (user)
    throw new SetupError(
      `The User ${user.username} is still there. Delete them first: ${hint("delete-user")}.`,
    );
  if (userIds.length > 1) throw new SetupError(await severalWords(db, typed, userIds));
  const facts = await factsInAudit(db, ids);
  if (consoleUser)
    facts.push({
      email: consoleUser.email,
      firstName: consoleUser.firstName,
      lastName: consoleUser.lastName,
      chatUserId: consoleUser.chatUserId ?? "",
    });
  return withoutOthers(db, {
    facts,
    typed: [...(isUuid(typed) ? [] : [typed]), ...also],
    not,
    ids,
    consoleUser,
  });
}

/** Under which ids the audit knows a User of this user ID or e-mail. */
async function idsInAudit(db: Database, typed: string): Promise<string[]> {
  if (isUuid(typed)) return [typed.toLowerCase()];
  const keys = [...new Set([typed.toLowerCase(), identityKey(typed), addressKey(typed)])];
  const found = await db.$queryRaw<{ id: string }[]>`
    SELECT "subjectId" AS "id" FROM "AuditEvent" WHERE "subjectKind" = 'user' AND "subjectId" IS NOT NULL
      AND (lower("subjectName") = ANY(${keys}) OR lower(split_part("subjectName", ' (', 1)) = ANY(${keys})
        OR lower("before" ->> 'username') = ANY(${keys}) OR lower("after" ->> 'username') = ANY(${keys})
        OR lower("before" ->> 'email') = ANY(${keys}) OR lower("after" ->> 'email') = ANY(${keys}))
    GROUP BY 1 ORDER BY 1`;
  return found.map(({ id }) => id);
}

/** Each with the name that the audit had of it last. */
async function severalWords(db: Database, typed: string, ids: string[]): Promise<string> {
  const named = await db.auditEvent.findMany({
    where: { subjectKind: "user", subjectId: { in: ids } },
    orderBy: { id: "desc" },
    distinct: ["subjectId"],
    select: { subjectId: true, subjectName: true },
  });
  return [
    `Several Users were known as ${typed}. Name the one you mean by its id:`,
    ...named.map(({ subjectId, subjectName }) => `- ${subjectId}: ${subjectName}`),
  ].join("\n");
}

type Facts = Partial<Record<"username" | "email" | "firstName" | "lastName" | "chatUserId", unknown>>;

/** What entries about them say before and after. */
async function factsInAudit(db: Database, ids: string[]): Promise<Facts[]> {
  const events = await db.auditEvent.findMany({
    where: { subjectKind: { in: ["user", "console-user"] }, subjectId: { in: ids } },
    select: { before: true, after: true },
  });
  const said = events.flatMap(({ before, after }) => [before, after]);
  return said.flatMap((one) => (typeof one === "object" && one !== null ? [one as Facts] : []));
}

interface Gathered {
  facts: Facts[];
  typed: string[];
  not: string[];
  ids: string[];
  consoleUser: { id: string } | null;
}

async function withoutOthers(
  db: Database,
  { facts, typed, not, ids, consoleUser }: Gathered,
): Promise<FoundPerson> {
  const left = new Set(not.map((text) => text.toLowerCase()));
  const all = (texts: unknown[]) =>
    [...new Set(texts.flatMap((text) => (typeof text === "string" ? [text.trim()] : [])))].filter(
      (text) => text !== "" && text !== erasedWords && !left.has(text.toLowerCase()),
    );
  const words = [...typed, ...facts.flatMap(({ username, email }) => [username, email])];
  const [addresses, others] = [all(words).filter(isAddress), all(words).filter((one) => !isAddress(one))];
  const names = facts.map(({ firstName, lastName }) => `${text(firstName)} ${text(lastName)}`.trim());
  const keysOfAddresses = addresses.map(addressKey);
  const [users, consoleUsers] = await Promise.all([
    db.user.findMany({
      where: {
        OR: [
          { emailKey: { in: keysOfAddresses } },
          { usernameKey: { in: [...addresses, ...others].flatMap(usernameKeys) } },
        ],
      },
      select: { usernameKey: true, emailKey: true },
    }),
    db.consoleUser.findMany({
      where: { emailKey: { in: keysOfAddresses }, ...(consoleUser && { id: { not: consoleUser.id } }) },
      select: { emailKey: true },
    }),
  ]);
  const taken = new Set([
    ...users.flatMap(({ usernameKey, emailKey }) => [usernameKey, emailKey ?? ""]),
    ...consoleUsers.map(({ emailKey }) => emailKey),
  ]);
  const isTaken = (one: string) =>
    taken.has(addressKey(one)) || usernameKeys(one).some((key) => taken.has(key));
  const theirs = (texts: string[]) => texts.filter((one) => !isTaken(one));
  const inBothForms = (texts: string[]) => all(texts.flatMap((one) => [one, addressKey(one)]));
  return {
    ids,
    consoleUserId: consoleUser?.id,
    addresses: inBothForms(theirs(addresses)),
    userIds: theirs(others).filter((one) => !isName(one)),
    names: all([...names.filter(isName), ...others.filter(isName)]),
    shortNames: all(names.filter((one) => !isName(one))),
    partsOfNames: all(facts.flatMap(({ firstName, lastName }) => [firstName, lastName])),
    slackIds: all(facts.map(({ chatUserId }) => chatUserId)),
    othersNow: [...addresses, ...others].filter(isTaken),
  };
}

const text = (value: unknown): string => (typeof value === "string" ? value : "");
const isName = (one: string): boolean => /\s/u.test(one);
const isAddress = (one: string): boolean => /^\S+@\S+$/u.test(one);
