import { hashToken, newToken } from "../../src/core/kernel/secrets/token.ts";
import { makeAccount, makeInvitation, makeSession, makeUser } from "../support/factories.ts";
import { makeMarketplace, makeMember, makeSignInLink, signedInAs, staffedAccount } from "./account-scene.ts";
import { visitor } from "./visitor.ts";
import type { WebScene } from "./web-scene.ts";

type Kind = [status: number, answer: (scene: WebScene) => Promise<Response>];

const opened = (path: string): Kind => [200, ({ web }) => visitor(web).request(path)];

/** As after a form that has just been sent. */
const told = (path: string, word: string): Kind => [
  200,
  ({ web }) => {
    const person = visitor(web);
    person.cookies.set("said", word);
    return person.request(path);
  },
];

const asAdministrator = (rest: string): Kind => [
  200,
  async (scene) => {
    const { admin, path } = await fullAccount(scene);
    return admin.request(path + rest);
  },
];

/** With cycles, invitations and more than one user. */
async function fullAccount(scene: WebScene) {
  const staffed = await staffedAccount(scene);
  const { account } = staffed;
  const common = { accountId: account.id, createdAt: scene.t.clock.now() };
  const steps = [
    {
      name: "Read new orders",
      connector: "Shopify",
      method: "List orders",
      values: [{ name: "Since", value: "yesterday" }],
    },
  ];
  await scene.t.db.cycle.createMany({
    data: [
      { ...common, name: "Orders to invoices", status: "Active", steps },
      { ...common, name: "Customers to newsletter", steps },
    ],
  });
  await makeInvitation(scene.t, { accountId: account.id, asAdministrator: true });
  await makeInvitation(scene.t, { accountId: account.id, state: "expired" });
  return staffed;
}

async function someCycle(scene: WebScene, status: "Active" | "Paused") {
  const { admin, account, path } = await fullAccount(scene);
  const { id } = await scene.t.db.cycle.findFirstOrThrow({ where: { accountId: account.id, status } });
  return admin.request(`${path}/cycles/${id}`);
}

async function someLink(scene: WebScene, expiresAt?: Date) {
  const { account, bob } = await staffedAccount(scene);
  const marketplace = await makeMarketplace(scene.t);
  const given = { user: bob, account, marketplace, ...(expiresAt && { expiresAt }) };
  return visitor(scene.web).request(await makeSignInLink(scene.t, given));
}

async function someEmailChange(scene: WebScene, expired = false) {
  const { t } = scene;
  const user = await makeUser(t.db);
  const token = newToken();
  const expiresAt = new Date(t.clock.now().getTime() + (expired ? -1 : 3_600_000));
  const email = "new.address@acme.example";
  await t.db.secretLink.create({
    data: { purpose: "email", userId: user.id, email, tokenHash: hashToken(token), expiresAt },
  });
  return visitor(scene.web).request(`/email-changes/${token}`);
}

const settings = (path: string): Kind => [
  200,
  async (scene) => {
    const user = await makeUser(scene.t.db);
    await makeSession(scene.t, user, { userAgent: "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0" });
    return (await signedInAs(scene, user)).request(path);
  },
];

/** Every kind of page that account users meet. */
export const accountPageKinds: Record<string, Kind> = {
  "sign-in": opened("/sign-in"),
  "sign-in-refused": [
    422,
    ({ web }) => visitor(web).send("/sign-in", { username: "ann", password: "not mine at all" }),
  ],
  "signed-out": told("/sign-in", "out"),
  forgotten: opened("/forgotten-password"),
  "forgotten-asked": told("/forgotten-password", "asked"),
  "link-open": [200, (scene) => someLink(scene)],
  "link-expired": [410, (scene) => someLink(scene, scene.t.clock.now())],
  "link-unknown": [404, ({ web }) => visitor(web).request(`/account/signinwithtoken?token=${newToken()}`)],
  "email-change": [200, (scene) => someEmailChange(scene)],
  "email-change-expired": [410, (scene) => someEmailChange(scene, true)],
  names: settings("/settings"),
  email: settings("/settings/email"),
  password: settings("/settings/password"),
  "password-faulty": [
    422,
    async (scene) => {
      const person = await signedInAs(scene, await makeUser(scene.t.db, { password: "seven quiet herons" }));
      const typed = { oldPassword: "seven quiet herons", password: "short", passwordAgain: "short" };
      return person.send("/settings/password", typed);
    },
  ],
  sessions: settings("/settings/sessions"),
  "sign-out": settings("/sign-out"),
  accounts: [
    200,
    async (scene) => {
      const { ann, admin } = await staffedAccount(scene);
      await makeMember(scene.t, ann, await makeAccount(scene.t.db), { suspended: true });
      await makeMember(scene.t, ann, await makeAccount(scene.t.db, { suspendedAt: scene.t.clock.now() }));
      return admin.request("/accounts");
    },
  ],
  "no-accounts": settings("/accounts"),
  cycles: asAdministrator(""),
  "cycle-new": asAdministrator("/cycles/new"),
  "cycle-paused": [200, (scene) => someCycle(scene, "Paused")],
  "cycle-running": [200, (scene) => someCycle(scene, "Active")],
  marketplaces: [
    200,
    async (scene) => {
      await makeMarketplace(scene.t);
      const { plain, path } = await staffedAccount(scene);
      return plain.request(`${path}/marketplaces`);
    },
  ],
  launch: [
    200,
    async (scene) => {
      const { account, bob } = await staffedAccount(scene);
      const { id } = await makeMarketplace(scene.t);
      const person = await signedInAs(scene, bob, { accountId: account.id });
      return person.request(`/launch/marketplace/${id}`);
    },
  ],
  users: asAdministrator("/users"),
  "users-last": [
    409,
    async (scene) => {
      const { admin, ann, path } = await staffedAccount(scene);
      return admin.send(`${path}/users`, { shown: ann.id, was: ann.id });
    },
  ],
  invitations: asAdministrator("/invitations"),
  invite: asAdministrator("/invitations/new"),
  "invite-faulty": [
    422,
    async (scene) => {
      const { admin, path } = await staffedAccount(scene);
      return admin.send(`${path}/invitations/new`, { email: "nobody", asAdministrator: "on" });
    },
  ],
  "account-settings": asAdministrator("/settings"),
  "refused-level": [
    403,
    async (scene) => {
      const { plain, path } = await staffedAccount(scene);
      return plain.request(`${path}/users`);
    },
  ],
};
