import { randomBytes } from "node:crypto";
import { addApiClient } from "../../core/api-clients/revoke-api-client.ts";
import { createApp } from "../../core/app.ts";
import { readConfig, readDatabaseConfig } from "../../core/config.ts";
import type { Operator } from "../../core/context.ts";
import { addressKey, identityKey } from "../../core/kernel/text/identity-key.ts";
import type { Database } from "../../core/kernel/database.ts";
import { accountNames } from "../../core/kernel/names/account-name.ts";
import { migrate } from "../../core/migrate.ts";
import { namedUser } from "../../core/users/create-user.ts";
import { startWeb } from "../../web/start-web.ts";
import type { CloudStands } from "../browser/wire.ts";
import { cast, partnerName } from "../cast.ts";
import { type CloudProxy, startCloudProxy } from "./cloud-proxy.ts";

/** A second instance of the program, whose API stands for the vendor's cloud, behind a proxy with faults. */
export interface SandboxCloud {
  /** The variables that connect the program to it. */
  env: Record<string, string>;
  proxy: CloudProxy;
  /** The second instance's own. */
  db: Database;
  /** Its Accounts, those that changed last first. */
  accounts(): Promise<CloudStands[]>;
  /** Makes the Accounts there that are in this database, with their users; and one that is there alone. */
  fillFrom(db: Database): Promise<void>;
  /** What somebody does in the Console, past the program. Throws where there is no such Account. */
  rename(apiId: string, name: string): Promise<void>;
  stop(): Promise<void>;
}

/** What the program's import is to find: its API ID is one that is not given to new Accounts here. */
export const thereAlone = { apiId: "Wren Söhne 1", name: "Wren & Söhne / Köln", member: "jo wren" };

const operator: Operator = { kind: "operator", name: "the demo", surface: "command-line" };

/** `databaseUrl` is an empty database of its own. */
export async function startCloud(databaseUrl: string): Promise<SandboxCloud> {
  const proxy = await startCloudProxy();
  const settings = environment(databaseUrl, proxy.url);
  await migrate(readDatabaseConfig(settings));
  const config = readConfig(settings);
  const app = createApp({ ...config, takesJobs: false });
  const { db } = app;
  const [owner] = cast.filter(({ console }) => console?.fullAccess);
  if (!owner) throw new Error("Nobody of the cast has Full Access.");
  const { firstName, lastName, email } = owner;
  await db.partner.create({ data: { id: 1, name: partnerName } });
  await db.consoleUser.create({
    data: { firstName, lastName, email, emailKey: addressKey(email), fullAccess: true },
  });
  const { client, secret } = await addApiClient(
    { ...app, actor: operator },
    { name: "Cyclr Access", accountId: null, email },
  );
  const web = await startWeb(app, config);
  proxy.leadTo(web.port);
  return {
    env: {
      CYCLR_API_URL: proxy.url,
      CYCLR_CLIENT_ID: client.clientId,
      CYCLR_CLIENT_SECRET: secret,
      // On this machine nobody is to wait for a turn.
      CYCLR_CALLS_PER_SECOND: "200",
    },
    proxy,
    db,
    accounts: () => standing(db),
    fillFrom: (from) => fill(db, from),
    async rename(apiId, name) {
      await db.account.update({
        where: { apiIdKey: identityKey(apiId) },
        data: accountNames({ name, apiId }),
      });
    },
    async stop() {
      await Promise.all([web.stop(), proxy.stop()]);
      await app.close();
    },
  };
}

function environment(databaseUrl: string, publicUrl: string): Record<string, string> {
  return {
    DATABASE_URL: databaseUrl,
    // It sends nothing: neither a bot nor a worker of it runs.
    SLACK_BOT_TOKEN: "xoxb-of-no-bot",
    SLACK_SIGNING_SECRET: "of-no-bot",
    SLACK_API_URL: "http://127.0.0.1:1/api/",
    SMTP_URL: "smtp://127.0.0.1:1",
    MAIL_FROM: "Cyclr <no-reply@cyclr.example>",
    PUBLIC_URL: publicUrl,
    LISTEN_HOST: "127.0.0.1",
    WEB_PORT: "0",
    LOG_LEVEL: "silent",
    SECRET_KEY: randomBytes(32).toString("hex"),
  };
}

async function standing(db: Database): Promise<CloudStands[]> {
  const rows = await db.account.findMany({
    orderBy: [{ updatedAt: "desc" }, { apiIdKey: "asc" }],
    include: {
      parent: { select: { apiId: true } },
      memberships: {
        where: { user: { apiUserOfId: null } },
        orderBy: { user: { usernameKey: "asc" } },
        select: { user: { select: { username: true } } },
      },
    },
  });
  return rows.map(({ apiId, name, parent, memberships }) => ({
    apiId,
    name,
    parent: parent?.apiId ?? null,
    members: memberships.map(({ user }) => user.username),
  }));
}

async function fill(db: Database, from: Database): Promise<void> {
  const [accounts, users] = await Promise.all([
    from.account.findMany({ orderBy: { id: "asc" } }),
    from.user.findMany({ where: { apiUserOfId: null }, include: { memberships: true } }),
  ]);
  await db.account.createMany({
    data: accounts.map(({ id, apiId, name, description, createdAt }) => ({
      id,
      description,
      createdAt,
      ...accountNames({ name, apiId }),
    })),
  });
  for (const { id, parentId } of accounts)
    if (parentId) await db.account.update({ where: { id }, data: { parentId } });
  await db.user.createMany({
    data: users.map(({ id, username, email, emailKey, createdAt }) => ({
      id,
      email,
      emailKey,
      createdAt,
      ...namedUser(username),
    })),
  });
  await db.membership.createMany({
    data: users.flatMap(({ memberships }) =>
      memberships.map(({ userId, accountId, createdAt }) => ({ userId, accountId, createdAt })),
    ),
  });
  const { apiId, name, member } = thereAlone;
  const { id: accountId } = await db.account.create({ data: accountNames({ name, apiId }) });
  await db.user.create({ data: { ...namedUser(member), memberships: { create: { accountId } } } });
}
