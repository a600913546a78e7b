import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { createWeb } from "../../../src/web/create-web.ts";
import { textOf, tokenOfForm, valueOf, visitor } from "../visitor.ts";
import { goodForm, webScene } from "../web-scene.ts";

const scene = webScene();

async function expectNothingDone(email: string) {
  const row = await scene.t.db.invitation.findFirstOrThrow({ where: { emailKey: email } });
  expect(row.acceptedAt).toBeNull();
}

test.each([
  ["no token", () => ""],
  ["a forged token", () => randomBytes(32).toString("base64url")],
  ["the token of another browser", async (path: string) => tokenOfForm(await visitor(scene.web).open(path))],
])("shows the form again, with what was typed, where it comes with %s", async (name, tokenFor) => {
  const email = `${name.replaceAll(" ", ".")}@acme.example`;
  const path = await scene.invite({ email });
  const person = visitor(scene.web);
  await person.open(path);
  const response = await person.send(path, { ...goodForm("my.id"), formToken: await tokenFor(path) });
  const html = await response.text();
  expect(response.status).toBe(403);
  expect(textOf(html)).toContain("nothing was done yet. Please send it once more.");
  expect(valueOf(html, "username")).toBe("my.id");
  await expectNothingDone(email);
  const sent = await person.send(path, {
    ...goodForm(name.replaceAll(" ", ".")),
    formToken: tokenOfForm(html),
  });
  expect(sent.status).toBe(303);
});

test("takes no token without the cookie that it belongs to", async () => {
  const path = await scene.invite({ email: "bare@acme.example" });
  const person = visitor(scene.web);
  const formToken = tokenOfForm(await person.open(path));
  person.cookies.clear();
  expect((await person.send(path, { ...goodForm("bare"), formToken })).status).toBe(403);
  await expectNothingDone("bare@acme.example");
});

test.each([
  ["another site, by its origin", { origin: "https://evil.example", "sec-fetch-site": "cross-site" }],
  ["another site that hides its origin", { origin: "null", "sec-fetch-site": "cross-site" }],
  ["a sister site", { origin: "http://evil.partner.example", "sec-fetch-site": "same-site" }],
  ["an old browser on another site", { origin: "https://evil.example", "sec-fetch-site": "" }],
  ["nowhere", { origin: "", "sec-fetch-site": "" }],
])("refuses a form from %s, though its token is right, and echoes nothing", async (_, given) => {
  const path = await scene.invite({ email: "foreign@acme.example" });
  const person = visitor(scene.web);
  const formToken = tokenOfForm(await person.open(path));
  const entries = Object.entries(given).filter(([, value]) => value);
  const headers = { "content-type": "application/x-www-form-urlencoded", ...Object.fromEntries(entries) };
  const body = new URLSearchParams({ ...goodForm("echoed"), formToken });
  const response = await person.request(path, { method: "POST", headers, body });
  const html = await response.text();
  expect(response.status).toBe(403);
  expect(textOf(html)).toContain("This form was not sent from our page");
  expect(html).not.toContain("echoed");
  await expectNothingDone("foreign@acme.example");
  await scene.t.db.invitation.deleteMany({ where: { emailKey: "foreign@acme.example" } });
});

test.each([
  ["our origin, from a browser that tells no more", { origin: "http://access.partner.example" }],
  ["a browser that hides the origin as we ask it to, and tells no more", { origin: "null" }],
])("takes a form with %s", async (_, { origin }) => {
  const path = await scene.invite();
  const person = visitor(scene.web);
  const formToken = tokenOfForm(await person.open(path));
  const body = new URLSearchParams({ ...goodForm(`ok.${origin.length}`), formToken });
  expect((await person.request(path, { method: "POST", headers: { origin }, body })).status).toBe(303);
});

test.each(["application/json", "multipart/form-data; boundary=x", "text/plain"])(
  "takes no form that comes as %s",
  async (type) => {
    const path = await scene.invite({ email: "typed@acme.example" });
    const person = visitor(scene.web);
    const response = await person.send(path, goodForm("typed"), { headers: { "content-type": type } });
    expect(response.status).toBe(403);
    await expectNothingDone("typed@acme.example");
    await scene.t.db.invitation.deleteMany({ where: { emailKey: "typed@acme.example" } });
  },
);

test("keeps a browser's token over pages, and over a change of keys", async () => {
  const path = await scene.invite();
  const person = visitor(scene.web);
  const [one, two] = [await person.open(path), await person.open(await scene.invite())];
  expect(tokenOfForm(two)).toBe(tokenOfForm(one));
  const newer = { id: "newer", bytes: randomBytes(32) };
  const keys = [newer, ...scene.t.app.secretKeys];
  const later = createWeb({ ...scene.t.app, secretKeys: keys }, { trustedProxies: 0 });
  const moved = visitor(later, person.address);
  for (const [name, value] of person.cookies) moved.cookies.set(name, value);
  const formToken = tokenOfForm(one);
  expect((await moved.send(path, { ...goodForm("moved"), formToken })).status).toBe(303);
});

test("ties cookies to this host over HTTPS, and keeps them from scripts and other sites", async () => {
  const secure = createWeb(
    { ...scene.t.app, publicUrl: "https://access.partner.example" },
    { trustedProxies: 0 },
  );
  const path = await scene.invite();
  const person = visitor(secure);
  const [named = ""] = (await person.request(path)).headers.getSetCookie();
  expect(named).toMatch(/^__Host-browser=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Strict$/);
  const [accepted = ""] = (await person.send(path, goodForm("secure"))).headers.getSetCookie();
  expect(accepted).toMatch(/^__Host-accepted=.+; Max-Age=3600; Path=\/; HttpOnly; Secure; SameSite=Strict$/);
  const [plain = ""] = (await visitor(scene.web).request(await scene.invite())).headers.getSetCookie();
  expect(plain).toMatch(/^browser=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
});

test("takes a form of 64 KB and no larger one", async () => {
  const path = await scene.invite();
  const person = visitor(scene.web);
  const large = await person.send(path, { ...goodForm("large"), firstName: "x".repeat(60_000) });
  expect(large.status).toBe(422);
  const tooLarge = await person.send(path, { ...goodForm("large"), firstName: "x".repeat(70_000) });
  expect(tooLarge.status).toBe(413);
  expect(textOf(await tooLarge.text())).toContain("That was too much text");
});
