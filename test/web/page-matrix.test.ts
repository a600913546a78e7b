import { beforeAll, describe, expect, test } from "vitest";
import { newToken } from "../../src/core/kernel/secrets/token.ts";
import type { Admits } from "../../src/web/http/form-route.ts";
import { routes } from "../../src/web/features.ts";
import { makeAccount, makeUser } from "../support/factories.ts";
import { makeMarketplace, makeMember, signedInAs, staffedAccount } from "./account-scene.ts";
import { tokenOfForm, type Visitor, visitor } from "./visitor.ts";
import { webScene } from "./web-scene.ts";

const scene = webScene();

const signInAgain = "to sign in";
type Answer = "in" | 403 | 404 | typeof signInAgain;

/** Who comes, and what each kind of page is to them. */
const people: Record<string, Record<Admits, Answer>> = {
  "nobody signed in": answers(signInAgain, signInAgain, signInAgain, signInAgain),
  "a forged session": answers(signInAgain, signInAgain, signInAgain, signInAgain),
  "a session that is over": answers(signInAgain, signInAgain, signInAgain, signInAgain),
  "an Administrator": answers("in", "in", "in", "in"),
  "a User with Access": answers("in", "in", "in", 403),
  "an Administrator of another Account": answers("in", "in", 404, 404),
  "an Administrator of its parent": answers("in", "in", 404, 404),
  "an Administrator who is suspended there": answers("in", "in", 403, 403),
  "a User who was removed": answers("in", "in", 404, 404),
  "an Administrator by a sign-in link": answers("in", 403, "in", 403),
  "a member by a sign-in link to another Account": answers("in", 403, 404, 404),
};

function answers(user: Answer, settings: Answer, account: Answer, administrator: Answer) {
  return { anyone: "in", user, settings, account, administrator } as const;
}

const visitors = new Map<string, Visitor>();
const parts = new Map<string, string>();
let suspendedPath = "";
let suspendedAdmin: Visitor;

beforeAll(async () => {
  const { t, web } = scene;
  const parent = await makeAccount(t.db);
  const { account, ann, bob } = await staffedAccount(scene);
  await t.db.account.update({ where: { id: account.id }, data: { parentId: parent.id } });
  const other = await makeAccount(t.db);
  const marketplace = await makeMarketplace(t);
  const cycle = await t.db.cycle.create({ data: { accountId: account.id, name: "Orders" } });
  for (const [name, value] of Object.entries({
    account: account.id,
    cycle: cycle.id,
    marketplace: String(marketplace.id),
    token: newToken(),
  }))
    parts.set(name, value);
  const someone = async (to: typeof account, given: Parameters<typeof makeMember>[3] = {}) => {
    const user = await makeUser(t.db);
    await makeMember(t, user, to, given);
    return user;
  };
  const forged = visitor(web);
  forged.cookies.set("session", newToken());
  const over = await signedInAs(scene, ann);
  await t.db.session.updateMany({ where: { userId: ann.id }, data: { expiresAt: t.clock.now() } });
  const removed = await someone(account, { administrator: true });
  const removedVisitor = await signedInAs(scene, removed);
  await t.db.membership.deleteMany({ where: { userId: removed.id } });
  const elsewhere = await someone(account);
  await makeMember(t, elsewhere, other);
  const made: Record<string, Visitor> = {
    "nobody signed in": visitor(web),
    "a forged session": forged,
    "a session that is over": over,
    "an Administrator": await signedInAs(scene, ann),
    "a User with Access": await signedInAs(scene, bob),
    "an Administrator of another Account": await signedInAs(
      scene,
      await someone(other, { administrator: true }),
    ),
    "an Administrator of its parent": await signedInAs(scene, await someone(parent, { administrator: true })),
    "an Administrator who is suspended there": await signedInAs(
      scene,
      await someone(account, { administrator: true, suspended: true }),
    ),
    "a User who was removed": removedVisitor,
    "an Administrator by a sign-in link": await signedInAs(scene, ann, { accountId: account.id }),
    "a member by a sign-in link to another Account": await signedInAs(scene, elsewhere, {
      accountId: other.id,
    }),
  };
  for (const [who, one] of Object.entries(made)) visitors.set(who, one);
  const closed = await makeAccount(t.db, { suspendedAt: t.clock.now() });
  suspendedAdmin = await signedInAs(scene, await someone(closed, { administrator: true }));
  suspendedPath = closed.id;
});

function pathOf(pattern: string, account = parts.get("account") ?? ""): string {
  const path = pattern.replace(/:(\w+)/g, (_, name: string) =>
    name === "account" ? account : (parts.get(name) ?? ""),
  );
  return path.startsWith("/launch/") ? `${path}?account=${account}` : path;
}

function answerOf(response: Response): Answer {
  const to = response.headers.get("location") ?? "";
  if (response.status === 303 && to.startsWith("/sign-in?returnUrl=")) return signInAgain;
  return response.status === 403 || response.status === 404 ? response.status : "in";
}

const guarded = routes.filter(({ admits = "anyone" }) => admits !== "anyone");

test("knows each kind of page", () => {
  const kinds = new Set(guarded.map(({ admits }) => admits));
  expect(kinds).toEqual(new Set(["account", "administrator", "settings", "user"]));
  expect(guarded.length).toBeGreaterThanOrEqual(14);
});

describe.each(Object.keys(people))("to %s", (who) => {
  test.each(guarded.map(({ path }) => path))("opens %s as it should", async (path) => {
    const { admits = "anyone" } = routes.find((route) => route.path === path) ?? {};
    const expected = people[who]?.[admits];
    expect(answerOf(await comer(who).request(pathOf(path)))).toBe(expected);
  });

  const forms = guarded.filter(({ post, path }) => post && path !== "/sign-out").map(({ path }) => path);
  test.each(forms)("takes the form of %s as it should", async (path) => {
    const { admits = "anyone" } = routes.find((route) => route.path === path) ?? {};
    const expected = people[who]?.[admits];
    // A token of their own, from a page that is open to them: not the form is forged, but the right to send it.
    const formToken = await tokenFor(who, expected === signInAgain ? "/sign-in" : "/accounts");
    const before = await scene.t.db.auditEvent.count({ where: { NOT: { action: "refused" } } });
    const response = await comer(who).send(pathOf(path), { formToken, do: "none" });
    if (expected !== "in") expect(answerOf(response)).toBe(expected);
    else expect([404, 409, 422, 303]).toContain(response.status);
    if (expected !== "in")
      expect(await scene.t.db.auditEvent.count({ where: { NOT: { action: "refused" } } })).toBe(before);
  });
});

test.each(
  guarded.filter(({ admits }) => admits === "account" || admits === "administrator").map(({ path }) => path),
)("shows no %s while the Account is suspended", async (path) => {
  const response = await suspendedAdmin.request(pathOf(path, suspendedPath));
  expect(response.status).toBe(403);
  expect(await response.text()).toContain("This account is suspended.");
});

test("records what it refuses, and who was refused", async () => {
  const refused = await scene.t.db.auditEvent.findMany({
    where: { action: "refused", accountId: parts.get("account") ?? "" },
  });
  const because = refused.map(({ after }) => (after as { because: string }).because);
  expect(new Set(because)).toEqual(new Set(["not Administrator", "no membership", "suspended here"]));
});

const tokens = new Map<string, string>();

async function tokenFor(who: string, page: string): Promise<string> {
  const token = tokens.get(who) ?? tokenOfForm(await comer(who).open(page));
  expect(token).not.toBe("");
  tokens.set(who, token);
  return token;
}

function comer(who: string): Visitor {
  const found = visitors.get(who);
  if (!found) throw new Error(`Nobody is called ${who}`);
  return found;
}
