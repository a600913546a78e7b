import { z } from "zod";
import type { CloudSettings } from "../kernel/cloud/cloud-settings.ts";
import { type Cloud, type CloudAccount, cloudName } from "../kernel/cloud/cloud.ts";
import { ExternalError } from "../kernel/external-error.ts";
import { cloudCalls, type CloudOptions, type CloudRead } from "./cloud-calls.ts";

const pageSize = 100;

/** An Id may be a GUID in the vendor's own spelling; anything that is no text was never seen. */
const accountAnswer = z
  .looseObject({
    Id: z.string().min(1),
    Name: z.string().nullish(),
    Description: z.string().nullish(),
    CreatedDate: z.string().nullish(),
  })
  .transform(({ Id, Name, Description, CreatedDate }): CloudAccount => ({
    id: Id,
    name: Name || Id,
    description: Description ?? "",
    createdAt: dateOf(CreatedDate),
  }));

/** Whether its elements are user IDs or objects is not documented: both are read. */
const memberAnswer = z.union([
  z.string().min(1),
  z.looseObject({ UserName: z.string().min(1) }).transform(({ UserName }) => UserName),
  z.looseObject({ Username: z.string().min(1) }).transform(({ Username }) => Username),
]);

const accountsAnswer = z.array(accountAnswer);
const membersAnswer = z.array(memberAnswer);

/** The cloud over HTTP. */
export function createCloud(settings: CloudSettings, options: CloudOptions): Cloud {
  const read = cloudCalls(settings, options);

  /** All pages of what an Account has; the answer may be whole at once, without a word of pages. */
  async function readAll<Row>(path: string, answer: z.ZodType<Row[]>): Promise<Row[] | undefined> {
    const rows: Row[] = [];
    for (let page = 1; ; page += 1) {
      const got = await read({ path, query: page === 1 ? {} : { page: String(page) }, answer });
      if (!got && page === 1) return undefined;
      rows.push(...(got?.body ?? []));
      if (!got || page >= (pagesOf(got) ?? 1)) return rows;
    }
  }

  return {
    async accounts(page) {
      const query = { page: String(page), pageSize: String(pageSize) };
      const got = await read({ path: "/v1.0/accounts", query, answer: accountsAnswer });
      if (!got)
        throw new ExternalError(`${cloudName} has no list of Accounts at this address (404).`, {
          retryable: false,
          reason: "404",
        });
      return { accounts: got.body, pages: pagesOf(got) };
    },
    account: async (id) => (await read({ path: pathOf(id), answer: accountAnswer }))?.body,
    subAccounts: (id) => readAll(`${pathOf(id)}/subaccounts`, accountsAnswer),
    members: (id) => readAll(`${pathOf(id)}/users`, membersAnswer),
  };
}

/** Every URL library takes these two for a step in a path, however they are written. */
function pathOf(id: string): string {
  if (id === "." || id === "..")
    throw new ExternalError(`The API ID “${id}” cannot stand in an address.`, {
      retryable: false,
      reason: "unnameable",
    });
  return `/v1.0/accounts/${encodeURIComponent(id)}`;
}

function pagesOf({ headers }: CloudRead<unknown>): number | undefined {
  const told = headers.get("total-pages");
  return told !== null && /^\d{1,9}$/.test(told) ? Number(told) : undefined;
}

function dateOf(text: string | null | undefined): Date | undefined {
  // Without a zone it is UTC, as the fields that end with Utc are.
  const date = new Date(text && !/(z|[+-]\d\d:?\d\d)$/iu.test(text) ? `${text}Z` : (text ?? ""));
  return Number.isNaN(date.getTime()) ? undefined : date;
}
