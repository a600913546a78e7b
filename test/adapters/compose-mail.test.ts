import { createTransport } from "nodemailer";
import { expect, test } from "vitest";
import { composeAtOnce } from "../../src/core/adapters/compose-mail.ts";

const long = "A line that goes on and on, ".repeat(40);
const texts = {
  plain: "Hello.\nFollow the link to choose your user ID and your password.\n",
  long: `${long}\n\n${long}`,
  umlauts: `Grüße an alle, 🍕 inbegriffen.\n${long}\nSöhne & Töchter = 2 \t\n.\n..dots\n`,
  foreign: "Следуйте ссылке, чтобы выбрать имя и пароль.\nДобро пожаловать!\n".repeat(20),
  "another's lines": "one\r\ntwo\r\n\r\nthree",
  "no end": "x",
};

const wholeMail = async (given: object, atOnce: boolean): Promise<string> => {
  const transport = createTransport({ streamTransport: true, buffer: true });
  if (atOnce) transport.use("stream", composeAtOnce);
  const { message } = await transport.sendMail({
    from: "Cyclr Access <access@partner.example>",
    to: { name: "", address: "ada@acme.example" },
    subject: "Acme 🍕 Söhne: you are invited",
    messageId: "<invitation-1-1@partner.example>",
    date: new Date("2026-11-30T12:00:00Z"),
    headers: { "Auto-Submitted": "auto-generated" },
    baseBoundary: "one",
    ...given,
  });
  return (message as Buffer).toString();
};

test.each(Object.entries(texts))(
  "a mail is byte by byte what nodemailer makes of it: %s",
  async (_what, text) => {
    const given = { text, html: `<p>${text}</p>` };
    expect(await wholeMail(given, true)).toBe(await wholeMail(given, false));
  },
);

test("what is more than two texts is left to nodemailer", async () => {
  for (const given of [
    { text: "Hello.\n" },
    { text: "Hello.\n", html: "<p>Hello.</p>", attachments: [{ filename: "a.txt", content: "a" }] },
  ])
    expect(await wholeMail(given, true)).toBe(await wholeMail(given, false));
});
