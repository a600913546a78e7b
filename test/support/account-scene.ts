import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach } from "vitest";
import type { AccountUserActor, ApiClientActor, Context } from "../../src/core/context.ts";
import type { Database } from "../../src/core/kernel/database.ts";
import { apiClientActor } from "../../src/core/kernel/access/api-client-actor.ts";
import type { ApiClient, Connector, Template, User } from "../../src/core/generated/prisma/client.ts";
import { hashToken, newToken } from "../../src/core/kernel/secrets/token.ts";
import { fold } from "../../src/core/kernel/text/fold.ts";
import { makeAccount, makePartner, makeUser } from "./factories.ts";
import { createTestApp, type TestApp } from "./test-app.ts";

export interface AccountScene {
  t: TestApp;
  /** Ann, a User with Access to the Account, signed in to the pages. */
  ann: Context<AccountUserActor>;
  /** An application of the Partner's. */
  client: Context<ApiClientActor>;
  /** A fresh Account in each test. */
  accountId: string;
}

/** An Account for each test, with Ann, who may work in it, and an application that may as well. */
export function accountScene(): AccountScene {
  const scene = {} as AccountScene;
  beforeAll(async () => {
    scene.t = await createTestApp();
    await makePartner(scene.t.db);
    const user = await makeUser(scene.t.db, { username: "ann" });
    scene.ann = { ...scene.t.app, actor: userActor(user) };
    scene.client = { ...scene.t.app, actor: clientActor(await makeApiClient(scene.t.db)) };
  });
  beforeEach(async () => {
    scene.accountId = (await makeAccount(scene.t.db)).id;
    await join(scene.t.db, scene.ann.actor.id, scene.accountId);
  });
  afterAll(() => scene.t.close());
  return scene;
}

export function userActor(user: User, given: Partial<AccountUserActor> = {}): AccountUserActor {
  const { id, username: name } = user;
  return {
    kind: "account-user",
    id,
    name,
    sessionId: randomUUID(),
    onlyAccountId: null,
    deploymentId: null,
    surface: "web",
    ...given,
  };
}

export const clientActor = (client: ApiClient): ApiClientActor => apiClientActor(client);

/** A client that may do everything, but for what is given. */
export function makeApiClient(db: Database, given: Partial<ApiClient> = {}): Promise<ApiClient> {
  const { permissions = {}, ...rest } = given;
  const secrets = { create: { name: "Secret 1", secretHash: hashToken(newToken()) } };
  const made = { clientId: randomUUID(), name: "Billing app", fullAccess: true, ...rest, secrets };
  return db.apiClient.create({ data: { ...made, permissions: permissions ?? {} } });
}

export async function join(db: Database, userId: string, accountId: string): Promise<void> {
  await db.membership.create({ data: { userId, accountId } });
}

let serial = 0;

export function makeConnector(db: Database, given: Partial<Connector> = {}): Promise<Connector> {
  const name = given.name ?? `Connector${(serial += 1)}`;
  const title = given.title ?? name;
  const properties = given.properties ?? [];
  return db.connector.create({ data: { ...given, name, nameKey: fold(name), title, properties } });
}

export function makeTemplate(db: Database, given: Partial<Template> = {}): Promise<Template> {
  const name = given.name ?? `Template ${(serial += 1)}`;
  return db.template.create({ data: { ...given, name, nameKey: fold(name), steps: given.steps ?? [] } });
}
