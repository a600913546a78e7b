import type { Account, Marketplace, User } from "../../src/core/generated/prisma/client.ts";
import { fold } from "../../src/core/kernel/text/fold.ts";
import { hashToken, newToken } from "../../src/core/kernel/secrets/token.ts";
import { makeAccount, makeSession, makeUser } from "../support/factories.ts";
import type { TestApp } from "../support/test-app.ts";
import { type Visitor, visitor } from "./visitor.ts";
import type { WebScene } from "./web-scene.ts";

type Member = { administrator?: boolean; suspended?: boolean };

export async function makeMember(t: TestApp, user: User, account: Account, given: Member = {}) {
  const now = t.clock.now();
  await t.db.membership.create({
    data: {
      userId: user.id,
      accountId: account.id,
      suspendedAt: given.suspended ? now : null,
      ...(given.administrator && { grants: { create: { startsAt: now } } }),
    },
  });
}

/** A browser in which a User is signed in. */
export async function signedInAs(
  scene: WebScene,
  user: User,
  given: { accountId?: string; deploymentId?: string } = {},
): Promise<Visitor> {
  const person = visitor(scene.web);
  const { token } = await makeSession(scene.t, user, given);
  person.cookies.set("session", token);
  return person;
}

/** An Account with an Administrator and a plain User, each signed in. */
export async function staffedAccount(scene: WebScene, name = "Acme Ltd") {
  const { t } = scene;
  const account = await makeAccount(t.db, { name });
  const [ann, bob] = [await makeUser(t.db), await makeUser(t.db)];
  await makeMember(t, ann, account, { administrator: true });
  await makeMember(t, bob, account);
  const [admin, plain] = [await signedInAs(scene, ann), await signedInAs(scene, bob)];
  return { account, ann, bob, admin, plain, path: `/accounts/${account.id}` };
}

let serial = 0;

/** A Marketplace with one card of two Templates. */
export async function makeMarketplace({ db }: TestApp, name = "Integrations"): Promise<Marketplace> {
  const called = `${name} ${(serial += 1)}`;
  const template = (title: string) => ({
    create: {
      name: title,
      nameKey: fold(title),
      description: `${title}, kept in step.`,
      steps: [{ name: "Read" }],
    },
  });
  return db.marketplace.create({
    data: {
      name: called,
      nameKey: fold(called),
      description: "What you can connect.",
      cards: {
        create: {
          position: 1,
          title: "Customers and orders",
          description: "Keeps both sides in step.",
          templates: {
            create: [
              { position: 1, template: template("Customers") },
              { position: 2, template: template("Orders") },
            ],
          },
        },
      },
    },
  });
}

/** A sign-in link of a deployment, as its bearer opens it. */
export async function makeSignInLink(
  t: TestApp,
  given: { user: User; account: Account; marketplace?: Marketplace; returnUrl?: string; expiresAt?: Date },
): Promise<string> {
  const { user, account, marketplace } = given;
  const token = newToken();
  const deployment =
    marketplace &&
    (await t.db.deployment.create({
      data: {
        marketplaceId: marketplace.id,
        accountId: account.id,
        userId: user.id,
        completeParameter: "42",
      },
    }));
  await t.db.secretLink.create({
    data: {
      purpose: "signIn",
      tokenHash: hashToken(token),
      userId: user.id,
      accountId: account.id,
      deploymentId: deployment?.id ?? null,
      expiresAt: given.expiresAt ?? new Date(t.clock.now().getTime() + 5 * 60_000),
    },
  });
  const returnUrl = given.returnUrl ?? (marketplace ? `/launch/marketplace/${marketplace.id}` : "");
  return `/account/signinwithtoken?token=${token}&returnUrl=${encodeURIComponent(returnUrl)}`;
}
