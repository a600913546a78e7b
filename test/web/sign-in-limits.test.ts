import { beforeEach, describe, expect, test } from "vitest";
import { waitMs } from "../../src/web/http/known-browser.ts";
import { makeUser } from "../support/factories.ts";
import { visitor, type Visitor } from "./visitor.ts";
import { password, webScene } from "./web-scene.ts";

const scene = webScene();
const path = "/sign-in";

beforeEach(() => scene.t.db.rateLimit.deleteMany());

let serial = 0;
const makeOwner = async () => {
  const username = `owner${(serial += 1)}`;
  await makeUser(scene.t.db, { username, password });
  return username;
};
const enter = async (person: Visitor, username: string, typed = password) =>
  (await person.send(path, { username, password: typed })).status;
/** Past every limit that counts by user ID: 30 tries from as many addresses. */
const attackFromEverywhere = async (username: string) => {
  for (let tried = 0; tried < 31; tried += 1) await enter(visitor(scene.web), username, "wrong");
};

describe("nobody is locked out from elsewhere", () => {
  test("many addresses together only make a stranger's try wait, and the owner gets in at a new one", async () => {
    const username = await makeOwner();
    await attackFromEverywhere(username);
    expect(await enter(visitor(scene.web), username, "wrong")).toBe(422);
    const began = performance.now();
    expect(await enter(visitor(scene.web), username)).toBe(303);
    // It did wait: guessing from many addresses at once is slow.
    expect(performance.now() - began).toBeGreaterThan(1_000);
  });

  test("a try waits five seconds at most, and not at all within the limit", () => {
    expect([-3, 0, 1, 4, 10, 11, 1_000_000].map(waitMs)).toEqual([0, 0, 500, 2_000, 5_000, 5_000, 5_000]);
  });

  test("the owner's own browser neither waits nor is refused, also behind the address of the one who guesses", async () => {
    const username = await makeOwner();
    const owner = visitor(scene.web);
    expect(await enter(owner, username)).toBe(303);
    owner.cookies.delete("session");
    await attackFromEverywhere(username);
    const neighbour = visitor(scene.web, owner.address);
    for (let tried = 0; tried < 21; tried += 1) await enter(neighbour, username, "wrong");
    expect(await enter(neighbour, username)).toBe(429);
    const before = await scene.t.db.rateLimit.count();
    expect(await enter(owner, username)).toBe(303);
    expect(await scene.t.db.rateLimit.count()).toBeGreaterThan(before);
  });
});

describe("a browser that is known", () => {
  test("is so for those alone who have signed in with it", async () => {
    const [mine, other] = [await makeOwner(), await makeOwner()];
    const person = visitor(scene.web);
    await enter(person, mine);
    person.cookies.delete("session");
    const statuses: number[] = [];
    for (let tried = 0; tried < 7; tried += 1) statuses.push(await enter(person, other, "wrong"));
    expect(statuses.at(-1)).toBe(429);
    expect(await enter(person, mine)).toBe(303);
  });

  test("is held back for its own tries: six, then no more", async () => {
    const username = await makeOwner();
    const person = visitor(scene.web);
    await enter(person, username);
    await scene.t.db.rateLimit.deleteMany();
    person.cookies.delete("session");
    const statuses: number[] = [];
    for (let tried = 0; tried < 7; tried += 1) statuses.push(await enter(person, username, "wrong"));
    expect(statuses).toEqual([422, 422, 422, 422, 422, 422, 429]);
  });

  test("cannot say so itself, and its cookie neither signs in nor names anybody", async () => {
    const username = await makeOwner();
    const owner = visitor(scene.web);
    await enter(owner, username);
    const cookie = owner.cookies.get("known-browser") ?? "";
    expect(cookie).toMatch(/^[\w-]+\.\w+\.[\w-]{43}$/);
    expect(cookie).not.toContain(username);
    const thief = visitor(scene.web);
    thief.cookies.set("known-browser", cookie);
    expect((await thief.request("/accounts")).status).not.toBe(200);
    const forger = visitor(scene.web);
    forger.cookies.set("known-browser", cookie.replace(/\.\w+\./, ".ffffffffffffffffffffffff."));
    const statuses: number[] = [];
    for (let tried = 0; tried < 7; tried += 1) statuses.push(await enter(forger, username, "wrong"));
    expect(statuses.at(-1)).toBe(429);
    expect(await enter(visitor(scene.web, forger.address), username)).toBe(429);
  });
});
