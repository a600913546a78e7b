import {
  assert,
  asyncProperty,
  boolean,
  constantFrom,
  integer,
  oneof,
  record,
  string,
  uint8Array,
} from "fast-check";
import { pageScript } from "../../src/web/http/page-script.ts";
import { expect, test } from "vitest";
import { makeAccount, makePartner, makeUser } from "../support/factories.ts";
import { hint } from "../../src/core/kernel/text/command-hint.ts";
import { createWeb } from "../../src/web/create-web.ts";
import { textOf, tokenOfForm, valueOf, visitor } from "./visitor.ts";
import { goodForm, password, webScene } from "./web-scene.ts";

const scene = webScene();

const withoutOwnScript = (html: string) => html.replace(`<script>${pageScript}</script>`, "");
const nasty = `<script>alert(1)</script>"'><img src=x onerror=alert(1)>&amp; \u202Egnp.exe 🦉👩‍👩‍👧 ${"W".repeat(40)}`;

test("shows any name as text, in every place it comes up", async () => {
  await makePartner(scene.t.db, nasty);
  const account = await makeAccount(scene.t.db, { name: nasty });
  const given = { accountId: account.id };
  const person = visitor(scene.web);
  const open = await scene.invite(given);
  const states = ["accepted", "revoked", "expired"] as const;
  const closed = await Promise.all(states.map((state) => scene.invite({ ...given, state })));
  const pages = await Promise.all([open, ...closed, "/"].map((path) => person.open(path)));
  await person.send(open, goodForm("nasty"));
  pages.push(await person.open("/invitations/accepted"));
  await makePartner(scene.t.db);
  for (const html of pages) {
    expect(withoutOwnScript(html)).not.toMatch(/<script|<img|onerror=alert\(1\)>(?!&)/);
    expect(textOf(html)).toContain(nasty);
    expect(html).toContain("<bdi>&lt;script&gt;");
  }
});

test("gives back what was typed as typed, be it markup, emoji or 10,000 characters", async () => {
  const path = await scene.invite();
  for (const typed of [
    nasty,
    "x".repeat(10_000),
    "🦉".repeat(1000),
    "\u202Eabc",
    '" autofocus onfocus="alert(1)',
  ]) {
    const response = await visitor(scene.web).send(path, {
      ...goodForm(typed),
      firstName: `${typed}${typed}`,
    });
    const html = await response.text();
    expect(response.status).toBe(422);
    expect(valueOf(html, "username")).toBe(typed);
    expect(valueOf(html, "firstName")).toBe(`${typed}${typed}`);
    expect(withoutOwnScript(html)).not.toMatch(/<script|<img/);
  }
});

test("keeps no hint that somebody typed into a name", async () => {
  const typed = { ...goodForm("hinting"), firstName: `Ann${hint()} help` };
  expect((await visitor(scene.web).send(await scene.invite(), typed)).status).toBe(303);
  const kept = await scene.t.db.user.findFirst({ where: { usernameKey: "hinting" } });
  expect(kept?.firstName).toBe("Ann help");
});

test("shows a user ID of an old user as text", async () => {
  await makeUser(scene.t.db, { username: nasty, email: "nasty@acme.example" });
  const html = await visitor(scene.web).open(await scene.invite({ email: "nasty@acme.example" }));
  expect(textOf(html)).toContain(`Accept as ${nasty}`);
});

test("takes names of any script", async () => {
  const person = visitor(scene.web);
  const names = { firstName: "Łukasz 🦉", lastName: "ابن سينا" };
  expect((await person.send(await scene.invite(), { ...goodForm("łukasz"), ...names })).status).toBe(303);
  expect(await scene.t.db.user.findFirst({ where: { usernameKey: "łukasz" } })).toMatchObject(names);
});

const anything = oneof(
  string({ unit: "binary", maxLength: 300 }),
  constantFrom("", "\0", "\0\0abc", "%", "ann@acme.example", nasty, "x".repeat(5000), "\r\n", "a\u0000b"),
);

test("never fails, whatever the fields hold", { timeout: 120_000 }, async () => {
  const secret = oneof(anything, constantFrom(password));
  const fields = record(
    { username: anything, firstName: anything, lastName: anything, password: secret, passwordAgain: secret },
    { requiredKeys: [] },
  );
  let serial = 0;
  const statuses = new Set<number>();
  await assert(
    asyncProperty(fields, async (typed) => {
      const good = goodForm(`good.${(serial += 1)}`);
      const response = await visitor(scene.web).send(await scene.invite(), { ...good, ...typed });
      statuses.add(response.status);
      expect([303, 409, 422]).toContain(response.status);
    }),
    { numRuns: 200, seed: 20_261_124 },
  );
  expect(statuses).toContain(303);
});

test("never fails, whatever comes as a form", { timeout: 120_000 }, async () => {
  const path = await scene.invite();
  const web = createWeb(scene.t.app, { trustedProxies: 1 });
  const types = ["application/x-www-form-urlencoded", "application/json", "multipart/form-data", "x/y", ""];
  await assert(
    asyncProperty(
      uint8Array({ maxLength: 500 }),
      constantFrom(...types),
      boolean(),
      integer({ min: 1, max: 254 * 254 }),
      async (bytes, type, signed, host) => {
        const person = visitor(web);
        const token = signed ? `formToken=${tokenOfForm(await person.open(path))}&` : "";
        const headers = {
          ...(type && { "content-type": type }),
          origin: "null",
          "x-forwarded-for": `10.1.${host >> 8}.${host % 255}`,
        };
        const body = Buffer.concat([Buffer.from(token), Buffer.from(bytes)]);
        const response = await person.request(path, { method: "POST", headers, body });
        expect([403, 422, 429]).toContain(response.status);
      },
    ),
    { numRuns: 150, seed: 20_261_124 },
  );
});

test("never fails, whatever the address", { timeout: 120_000 }, async () => {
  const web = createWeb(scene.t.app, { trustedProxies: 0 });
  await assert(
    asyncProperty(
      string({ unit: "binary", maxLength: 80 }),
      constantFrom("/", "/invitations/"),
      async (text, start) => {
        const path = start + text.replace(/[\uD800-\uDFFF]/g, "");
        const response = await visitor(web).request(`http://access.partner.example${path}`);
        expect([200, 404]).toContain(response.status);
      },
    ),
    { numRuns: 200, seed: 20_261_124 },
  );
});
