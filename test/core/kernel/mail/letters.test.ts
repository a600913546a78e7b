import { describe, expect, test } from "vitest";
import { invitationMail, membershipMail } from "../../../../src/core/invitations/send-invitation.ts";
import { letter, unlinked } from "../../../../src/core/kernel/mail/letter.ts";
import { tidyTyped } from "../../../../src/core/kernel/text/identity-key.ts";

const entities: Record<string, string> = {
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&#39;": "'",
  "&amp;": "&",
};

/** The words of a page, as a reader sees them, in one line. */
function seen(page: string): string {
  const words = page.replace(/<head>.*?<\/head>/su, "").replace(/<[^>]*>/gu, " ");
  return inOneLine(words.replace(/&(?:lt|gt|quot|#39|amp);/gu, (entity) => entities[entity] ?? entity));
}
const inOneLine = (text: string) => text.replace(/\s+/gu, " ").trim();

const hostile = `"><script>alert('x')</script> & <b>Acme</b>`;
const brand = { name: "Northwind & Sons", colour: "#0b4f9e" };
const link = "https://access.partner.example/invitations/abc?x=1&y=2";

const invitation = (name = "Acme Ltd", asAdministrator = false, inviterName = "Ed Reed") =>
  invitationMail({
    invitation: { email: "ada@acme.example", asAdministrator, expiresAt: new Date("2026-03-09T09:00:00Z") },
    account: { name },
    brand,
    by: inviterName ? `${inviterName} of Northwind & Sons` : "Northwind & Sons",
    link,
    timeZone: "UTC",
  });

const membership = (name = "Acme Ltd", asAdministrator = false) =>
  membershipMail({
    user: { username: name === "Acme Ltd" ? "ada" : name, email: "ada@acme.example" },
    account: { name },
    asAdministrator,
    brand,
    timeZone: "UTC",
  });

describe("a letter", () => {
  test("says each of its parts in both forms", async () => {
    const parts = {
      title: "A title",
      paragraphs: ["One.", "Two."],
      closing: ["Three.", "Four."],
      brand,
      timeZone: "UTC",
    };
    const { text, html } = await letter({ ...parts, action: { label: "Do it", link } });
    expect(text).toBe(`One.\n\nTwo.\n\nDo it:\n${link}\n\nThree.\n\nFour.\n`);
    expect(seen(html)).toBe(
      `Northwind & Sons A title One. Two. Do it If the button does not work, open this address: ${link} Three. Four.`,
    );
    expect(html).toContain(`href="${link.replace("&", "&amp;")}"`);
  });

  test("without an action has no link", async () => {
    const { text, html } = await letter({
      title: "A title",
      paragraphs: ["One."],
      closing: [],
      brand,
      timeZone: "UTC",
    });
    expect(text).toBe("One.\n");
    expect(html).not.toMatch(/<a\b|http/);
  });
});

describe.each([
  ["an invitation", invitation],
  ["a notice of a Membership", membership],
])("%s", (_, write) => {
  test("says the same as text and as HTML", async () => {
    for (const asAdministrator of [false, true]) {
      const { text, html } = await write("Acme Ltd", asAdministrator);
      for (const part of text.split("\n\n"))
        for (const line of part.split("\n")) expect(seen(html)).toContain(inOneLine(line).replace(/:$/, ""));
    }
  });

  test("says what the level means", async () => {
    expect((await write("Acme Ltd", true)).text).toContain("As Administrator you can manage the account");
    expect((await write("Acme Ltd", false)).text).toContain("You can open the account and build");
    expect((await write("Acme Ltd", false)).text).not.toContain("Administrator");
  });

  test("shows names as they are, and lets no markup of theirs act", async () => {
    const { text, html, subject } = await write(hostile);
    expect(html).not.toMatch(/<script|<b>/);
    expect(seen(html)).toContain(hostile);
    expect(text).toContain(hostile);
    expect(subject).toContain(hostile);
  });
});

test("an invitation names who invites, the account, the link and its last moment", async () => {
  const { to, subject, text } = await invitation();
  expect(to).toBe("ada@acme.example");
  expect(subject).toBe("Northwind & Sons: you are invited to Acme Ltd");
  expect(text).toContain("Ed Reed of Northwind & Sons invites you to the account Acme Ltd.");
  expect(text).toContain(`\n${link}\n`);
  expect(text).toContain("until Mon, 9 Mar 2026, 09:00 UTC.");
  expect((await invitation("Acme Ltd", false, "")).text).toContain("Northwind & Sons invites you");
});

describe("links in names do not become links in mails", () => {
  const names = [
    "https://evil.example/pay",
    "evil.example",
    "Acme www.evil.example now",
    "evil.example/login?x=1",
  ];
  // What mail programs make a link of: an address with a scheme, or something that looks like a host.
  const linked = /\w:\/\/|[\p{L}\p{N}_-]\.[\p{L}\p{N}]/u;

  test.each(names)("%s, as the name of an Account, of a person and of a user", async (name) => {
    const mails = [await invitation(name), await invitation("Acme Ltd", false, name), await membership(name)];
    for (const { text, html } of mails) {
      expect(text.replace(link, "")).not.toMatch(linked);
      const body = html.slice(html.indexOf("<h1")).replaceAll(/<[^>]*>/gu, " ");
      expect(body.replace(link.replace("&", "&amp;"), "")).not.toMatch(linked);
      expect(text.replaceAll("\u200B", "")).toContain(name);
    }
  });

  test("the link of the mail itself stays whole", async () => {
    expect((await invitation()).text).toContain(`\n${link}\n`);
  });

  test("what is copied from a mail is read as it was", () => {
    expect(tidyTyped(unlinked("ann.lee@acme.example"))).toBe("ann.lee@acme.example");
  });
});

test("a notice of a Membership holds no link at all", async () => {
  const { text, html, to } = await membership();
  expect(`${text}${html}`).not.toMatch(/href|https?:/);
  expect(to).toBe("ada@acme.example");
});
