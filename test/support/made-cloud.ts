import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface MadeCloud {
  url: string;
  /** Accounts, sub-accounts among them. */
  accounts: number;
  memberships: number;
  /** Calls that were answered, those for a token left out. */
  calls(): number;
  stop(): Promise<void>;
}

interface Made {
  accounts: number;
  membersEach: number;
}

/** Every so manieth Account is a sub-account of the one before it. */
const subEvery = 20;

/** A cloud of that many Accounts, made up from their numbers: it keeps nothing, so that what a client takes is the client's own. */
export async function startMadeCloud({ accounts, membersEach }: Made): Promise<MadeCloud> {
  let calls = 0;
  const isSub = (number: number) => number % subEvery === subEvery - 1;
  const account = (number: number) => ({
    Id: idOf(number),
    Name: `Company ${number}`,
    Description: "",
    CreatedDate: "2024-02-03T04:05:06Z",
  });
  const members = (number: number) =>
    // One in ten is a member of the next Account too.
    Array.from({ length: membersEach }, (_, at) =>
      at % 5 === 0 ? `person-${number + 1}-${at}` : `person-${number}-${at + 1}`,
    );

  function answer(url: URL, response: ServerResponse): void {
    const send = (body: unknown, headers: Record<string, string> = {}) =>
      response.writeHead(200, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
    if (url.pathname === "/oauth/token")
      return void send({ access_token: "token", token_type: "bearer", expires_in: 3600 });
    calls += 1;
    const [, , , id, what] = url.pathname.split("/");
    if (id === undefined) {
      const [page, size] = [Number(url.searchParams.get("page")), Number(url.searchParams.get("pageSize"))];
      const first = (page - 1) * size;
      const length = Math.max(0, Math.min(size, accounts - first));
      const list = Array.from({ length }, (_, at) => account(first + at));
      return void send(list, { "total-pages": String(Math.ceil(accounts / size)) });
    }
    const number = Number(id.slice("company-".length));
    if (what === "users") return void send(members(number));
    return void send(number + 1 < accounts && isSub(number + 1) ? [account(number + 1)] : []);
  }

  const server = createServer((request, response) => {
    request.resume().on("end", () => answer(new URL(request.url ?? "/", "http://cloud"), response));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    accounts,
    memberships: accounts * membersEach,
    calls: () => calls,
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const idOf = (number: number) => `company-${number}`;
