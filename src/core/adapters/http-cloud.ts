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
const cyclesAnswer = z.array(z.looseObject({ Status: z.string().nullish() }));

/** The cloud over HTTP. */
export function createCloud(settings: CloudSettings, options: CloudOptions): Cloud {
  const { read, change } = cloudCalls(settings, options);

  /** All pages of what an Account has; the answer may be whole at once, without a word of pages. */
  async function readAll<Row>(
    path: string,
    answer: z.ZodType<Row[]>,
    account?: string,
  ): Promise<Row[] | undefined> {
    const rows: Row[] = [];
    for (let page = 1; ; page += 1) {
      const got = await read({ path, query: page === 1 ? {} : { page: String(page) }, answer, account });
      if (!got && page === 1) return undefined;
      rows.push(...(got?.body ?? []));
      if (!got || page >= (pagesOf(got) ?? 1)) return rows;
    }
  }

  return {
    async accounts(page) {
      const query = { page: String(page), pageSize: String(pageSize) };
      const got = await read({ path: "/v1.0/accounts", query, answer: accountsAnswer });
      if (!got) throw noList();
      return { accounts: got.body, pages: pagesOf(got) };
    },
    account: async (id) => (await read({ path: pathOf(id), answer: accountAnswer }))?.body,
    subAccounts: (id) => readAll(`${pathOf(id)}/subaccounts`, accountsAnswer),
    members: (id) => readAll(`${pathOf(id)}/users`, membersAnswer),
    async activeCycles(id) {
      // It goes in a header.
      if (!/^[\x21-\x7E]([\x20-\x7E]*[\x21-\x7E])?$/.test(id)) throw unnameable(id);
      const cycles = await readAll("/v1.0/cycles", cyclesAnswer, id);
      return cycles?.filter(({ Status }) => Status?.toLowerCase() === "active").length;
    },
    async createAccount({ cloudId, name, description, parentCloudId }) {
      const body = { Id: cloudId, Name: name, Description: description };
      const parent = parentCloudId === null ? {} : { ParentAccountId: parentCloudId };
      const made = await change({ method: "POST", path: "/v1.0/accounts", body: { ...body, ...parent } });
      if (!made) throw noList();
    },
    changeAccount: (id, { name, description }) =>
      change({ method: "PUT", path: pathOf(id), body: { Name: name, Description: description } }),
    async deleteAccount(id) {
      await change({ method: "DELETE", path: pathOf(id), body: {} });
    },
    async removeMember(id, userName) {
      await change({ method: "DELETE", path: `${pathOf(id)}/users`, body: { UserName: userName } });
    },
  };
}

const noList = () =>
  new ExternalError(`${cloudName} has no list of Accounts at this address (404).`, {
    retryable: false,
    reason: "404",
  });

const unnameable = (id: string) =>
  new ExternalError(`The API ID “${id}” cannot stand in a call.`, { retryable: false, reason: "unnameable" });

/** Every URL library takes these two for a step in a path, however they are written. */
function pathOf(id: string): string {
  if (id === "." || id === "..") throw unnameable(id);
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
