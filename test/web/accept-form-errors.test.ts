import { expect, test } from "vitest";
import { makeUser } from "../support/factories.ts";
import { textOf, valueOf, visitor } from "./visitor.ts";
import { goodForm, webScene } from "./web-scene.ts";

const scene = webScene();

async function refused(fields: Record<string, string>, email?: string) {
  const path = await scene.invite(email ? { email } : {});
  const response = await visitor(scene.web).send(path, { ...goodForm("some.body"), ...fields });
  const html = await response.text();
  return { status: response.status, html, text: textOf(html) };
}

function errorAt(html: string, field: string): string {
  const error = new RegExp(`<p class="fault" id="${field}-error">(.*?)</p>`).exec(html)?.[1] ?? "";
  return textOf(`<body>${error}`);
}

test("shows every error at its field and in a summary that links to it, and keeps what was typed but passwords", async () => {
  const typed = { username: "a b", firstName: "x".repeat(101), lastName: "Lée 🦉" };
  const { status, html, text } = await refused({ ...typed, password: "short", passwordAgain: "short" });
  expect(status).toBe(422);
  expect(errorAt(html, "username")).toBe("Error: Use letters, digits and . _ @ + - only.");
  expect(errorAt(html, "firstName")).toBe("Error: Use at most 100 characters.");
  expect(errorAt(html, "password")).toBe("Error: Use at least 10 characters.");
  for (const field of ["username", "firstName", "password"]) {
    expect(html).toContain(`<a href="#${field}">`);
    const input = new RegExp(`<input id="${field}"[^>]*>`).exec(html)?.[0];
    expect(input).toContain('aria-invalid="true"');
    expect(input).toMatch(new RegExp(`aria-describedby="[^"]*${field}-error"`));
  }
  expect(text).toContain("Some things to put right:");
  expect(html).toContain("<title>Please check: Join Acme Ltd");
  for (const [field, value] of Object.entries(typed)) expect(valueOf(html, field)).toBe(value);
  expect(valueOf(html, "password")).toBeUndefined();
  expect(html).not.toContain("short");
});

test("does not mark what is right", async () => {
  const { html } = await refused({ password: "short", passwordAgain: "short" });
  expect(html.match(/aria-invalid/g)).toHaveLength(1);
  expect(html.match(/<a href="#/g)).toHaveLength(1);
});

test.each([
  ["is too short", "nine char", "Use at least 10 characters."],
  ["is too long", "x".repeat(201), "Use at most 200 characters."],
  ["is the user ID", "Some.Body.Else", "Choose a password that is not your user ID or e-mail."],
  ["is the e-mail", "OWN@acme.example", "Choose a password that is not your user ID or e-mail."],
  ["is a common one", "1234567890", "This password is on lists of common ones. Choose another."],
])("refuses a password that %s", async (_, password, sentence) => {
  const fields = { username: "some.body.else", password, passwordAgain: password };
  const { status, html } = await refused(fields, "own@acme.example");
  await scene.t.db.invitation.deleteMany({ where: { emailKey: "own@acme.example" } });
  expect(status).toBe(422);
  expect(errorAt(html, "password")).toBe(`Error: ${sentence}`);
});

test("refuses two passwords that differ, at the second one", async () => {
  const { status, html } = await refused({ passwordAgain: "seven quiet heron" });
  expect(status).toBe(422);
  expect(errorAt(html, "passwordAgain")).toBe("Error: The two passwords differ. Type the same one twice.");
});

test("refuses a user ID that is taken in any case, keeps what was typed, and takes another one", async () => {
  await makeUser(scene.t.db, { username: "Taken" });
  const path = await scene.invite();
  const person = visitor(scene.web);
  const response = await person.send(path, goodForm("tAKEN"));
  const html = await response.text();
  expect(response.status).toBe(409);
  expect(errorAt(html, "username")).toBe("Error: This user ID is taken. Choose another.");
  expect([valueOf(html, "username"), valueOf(html, "firstName")]).toEqual(["tAKEN", "Ann"]);
  expect((await person.send(path, goodForm("not.taken"))).status).toBe(303);
});

test("refuses somebody else's address as user ID", async () => {
  const { status, html } = await refused({ username: "boss@acme.example" });
  expect(status).toBe(422);
  expect(errorAt(html, "username")).toContain("it has to be yours");
});

test("refuses an empty form, field by field", async () => {
  const nothing = { username: "", firstName: "", lastName: "", password: "", passwordAgain: "" };
  const { status, html } = await refused(nothing);
  expect(status).toBe(422);
  expect(errorAt(html, "username")).toBe("Error: Use at least 3 characters.");
  expect(errorAt(html, "password")).toBe("Error: Use at least 10 characters.");
  expect(await scene.t.db.user.count({ where: { username: "" } })).toBe(0);
});
