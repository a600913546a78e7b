import type { ConsolePermissions } from "../../../src/core/kernel/access/access.ts";
import { afterAll, beforeAll, beforeEach } from "vitest";
import { accessTokenLifeMs } from "../../../src/core/api-clients/issue-access-token.ts";
import type { Account, ApiClient } from "../../../src/core/generated/prisma/client.ts";
import { defaultApprovalPolicy } from "../../../src/core/kernel/requests/approval-policy.ts";
import { hashToken, newToken } from "../../../src/core/kernel/secrets/token.ts";
import { createWeb } from "../../../src/web/create-web.ts";
import { makeApiClient } from "../../support/account-scene.ts";
import { makeAccount, makePartner } from "../../support/factories.ts";
import { createTestApp, type TestApp } from "../../support/test-app.ts";
import { type Answer, readAnswer } from "./read-answer.ts";
import { visitor, type Web } from "../visitor.ts";

export interface ApiScene {
  t: TestApp;
  web: Web;
  client: ApiClient;
  token: string;
  /** A fresh Account in each test. */
  account: Account;
  call(method: string, path: string, options?: CallOptions): Promise<Answer>;
}

export interface CallOptions {
  /** Null sends none. */
  token?: string | null;
  account?: string | null;
  body?: unknown;
  headers?: Record<string, string>;
}

/** The site on a database of its own, and an application that calls its API. */
export function apiScene(): ApiScene {
  const scene = {
    async call(
      method,
      path,
      { token = scene.token, account = scene.account.apiId, body, headers = {} } = {},
    ) {
      const init = {
        method,
        headers: {
          ...(body !== undefined && { "content-type": "application/json" }),
          ...(token && { authorization: `Bearer ${token}` }),
          ...(account && { "x-cyclr-account": account }),
          ...headers,
        },
        ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
      };
      return readAnswer(method, path, await visitor(scene.web).request(path, init));
    },
  } as ApiScene;
  beforeAll(async () => {
    scene.t = await createTestApp({ approvalPolicy: defaultApprovalPolicy });
    await makePartner(scene.t.db);
    scene.web = createWeb(scene.t.app, { trustedProxies: 0 });
    scene.client = await makeApiClient(scene.t.db);
    scene.token = await makeToken(scene, scene.client);
  });
  beforeEach(async () => {
    scene.account = await makeAccount(scene.t.db);
  });
  afterAll(() => scene.t.close());
  return scene;
}

/** A token of a client, as the API gives it. */
export async function makeToken(
  { t }: Pick<ApiScene, "t">,
  { id }: ApiClient,
  given: { accountId?: string; endsInMs?: number; permissions?: ConsolePermissions } = {},
): Promise<string> {
  const { accountId = null, endsInMs = accessTokenLifeMs, ...rest } = given;
  const token = newToken();
  const expiresAt = new Date(t.clock.now().getTime() + endsInMs);
  const { id: secretId } = await t.db.apiClientSecret.findFirstOrThrow({ where: { apiClientId: id } });
  await t.db.accessToken.create({
    data: { tokenHash: hashToken(token), apiClientId: id, secretId, accountId, expiresAt, ...rest },
  });
  return token;
}
