import { randomUUID } from "node:crypto";
import { type CloudLists, type CloudAccount, cloudName } from "../kernel/cloud/cloud.ts";
import { ExternalError } from "../kernel/external-error.ts";
import { counted } from "../kernel/text/counted.ts";

export interface CheckedCall {
  call: string;
  /** Null: there was nothing to try it with. */
  works: boolean | null;
  /** A sentence, or what was found. */
  says: string;
}

/** What is not tried, because nothing may be changed by looking. */
export const untriedCalls = [
  "POST /accounts",
  "PUT, DELETE /accounts/{id}",
  "PUT, DELETE /accounts/{id}/users",
  "PUT /users",
  "POST /accounts/{id}/marketplace",
];

/** Tries every call that only reads, one after another, and changes nothing. Yields each as it is known. */
export async function* checkCloud(cloud: CloudLists): AsyncGenerator<CheckedCall> {
  let first: CloudAccount | undefined;
  yield await tried("GET /accounts", async () => {
    const { accounts, pages } = await cloud.accounts(1);
    first = accounts.find(({ id }) => id.length < 200);
    const told = pages === undefined ? "without Total-Pages" : counted(pages, "page");
    return `${counted(accounts.length, "Account")} on the first of ${told}`;
  });
  yield await withFirst("GET /accounts/{id}", async ({ id }) => {
    const found = await cloud.account(id);
    if (!found) throw unlikeList(id);
    return `“${found.name}”${found.createdAt ? "" : ", without CreatedDate"}`;
  });
  yield await withFirst("GET /accounts/{id}/subaccounts", async ({ id }) => {
    const found = await cloud.subAccounts(id);
    if (!found) throw unlikeList(id);
    return counted(found.length, "sub-account");
  });
  yield await withFirst("GET /accounts/{id}/users", async ({ id }) => {
    const found = await cloud.members(id);
    if (!found) throw unlikeList(id);
    return counted(found.length, "user");
  });
  yield await tried("GET /accounts/{id} of an Account that is not there", async () => {
    // What was done is told from what was not by this answer, so it has to be known.
    const found = await cloud.account(randomUUID());
    if (found) throw new ExternalError(`${cloudName} answers with another Account.`, fault);
    return "404, as it should";
  });

  async function withFirst(call: string, work: (account: CloudAccount) => Promise<string>) {
    const account = first;
    if (!account) return { call, works: null, says: "there is no Account to try it with" };
    return tried(call, () => work(account));
  }
}

const fault = { retryable: false, reason: "unlike-list" };

const unlikeList = (id: string) =>
  new ExternalError(`${cloudName} lists the Account ${id} and says 404 where it is asked for it.`, fault);

async function tried(call: string, work: () => Promise<string>): Promise<CheckedCall> {
  try {
    return { call, works: true, says: await work() };
  } catch (error) {
    if (!(error instanceof ExternalError)) throw error;
    return { call, works: false, says: error.message };
  }
}
