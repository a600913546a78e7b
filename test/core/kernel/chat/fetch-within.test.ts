import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { fetchWithin } from "../../../../src/core/kernel/chat/kept-fetch.ts";

test("an answer at a response_url that takes the call and says nothing is given up", async () => {
  const server = createServer(() => undefined).listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    await expect(fetchWithin(50)(url, { method: "POST", body: "{}" })).rejects.toMatchObject({
      name: "TimeoutError",
    });
  } finally {
    server.closeAllConnections();
    server.close();
  }
});
