import { afterAll, beforeAll } from "vitest";
import type { Account } from "../../src/core/generated/prisma/client.ts";
import { createWeb } from "../../src/web/create-web.ts";
import { type GivenInvitation, makeAccount, makeInvitation, makePartner } from "../support/factories.ts";
import { createTestApp, type TestApp } from "../support/test-app.ts";
import type { Web } from "./visitor.ts";

export interface WebScene {
  t: TestApp;
  web: Web;
  account: Account;
  /** The path of a new invitation's page. */
  invite(given?: GivenInvitation): Promise<string>;
}

/** The site on a database of its own, for one test file. */
export function webScene(): WebScene {
  const scene = {
    async invite(given: GivenInvitation = {}) {
      const { token } = await makeInvitation(scene.t, { accountId: scene.account.id, ...given });
      return `/invitations/${token}`;
    },
  } as WebScene;
  beforeAll(async () => {
    scene.t = await createTestApp();
    await makePartner(scene.t.db);
    scene.account = await makeAccount(scene.t.db, { name: "Acme Ltd" });
    scene.web = createWeb(scene.t.app, { trustedProxies: 0 });
  });
  afterAll(() => scene.t.close());
  return scene;
}

export const password = "seven quiet herons";

export function goodForm(username: string): Record<string, string> {
  return { username, firstName: "Ann", lastName: "Lee", password, passwordAgain: password };
}
