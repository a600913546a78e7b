import fc from "fast-check";

/** What a command takes, each with the keywords that may stand before it; the first stands without. */
interface Given {
  command: string;
  args: { name: string; keywords: string[]; values: string[]; optional?: boolean }[];
}

const users = ["hanna", "mia.lund", "hanna@harbour.example"];
const addresses = ["carol@acme.example", "dan.o@sub.acme.example"];
const givenWith = (accounts: string[]): Given[] => [
  {
    command: "grant-admin",
    args: [
      { name: "user", keywords: [], values: users },
      { name: "account", keywords: ["on", "in", "at"], values: accounts },
      { name: "length", keywords: ["for"], values: ["4h", "90 minutes", "2 days"], optional: true },
    ],
  },
  {
    command: "revoke-admin",
    args: [
      { name: "user", keywords: [], values: users },
      { name: "account", keywords: ["on", "from", "of", "in", "at"], values: accounts },
    ],
  },
  {
    command: "remove-user",
    args: [
      { name: "user", keywords: [], values: users },
      { name: "account", keywords: ["from", "on", "of"], values: accounts },
    ],
  },
  {
    command: "invite",
    args: [
      { name: "email", keywords: [], values: addresses },
      { name: "account", keywords: ["to", "in", "into", "on"], values: accounts },
      { name: "level", keywords: ["as"], values: ["admin", "access"], optional: true },
    ],
  },
  {
    command: "resend-invitation",
    args: [
      { name: "email", keywords: [], values: addresses },
      { name: "account", keywords: ["to", "for", "in"], values: accounts },
    ],
  },
  {
    command: "create-user",
    args: [
      { name: "username", keywords: [], values: ["mia.lund", "jgoetz"] },
      { name: "email", keywords: ["email", "mail"], values: addresses },
      { name: "accounts", keywords: ["in", "on"], values: ["acme", "acme, kestrel", "Harbour Foods"] },
    ],
  },
];

const quotes: ((text: string) => string)[] = [
  (text) => text,
  (text) => `"${text}"`,
  (text) => `“${text}”`,
  (text) => `'${text}'`,
  (text) => `«${text}»`,
];
const cases: ((text: string) => string)[] = [
  (text) => text,
  (text) => text.toUpperCase(),
  (text) => text[0]?.toUpperCase() + text.slice(1),
];
const before = ["", "please ", "can you ", "Hi, ", "/cyclr "];
const after = ["", " please", "!", " 🙂", " thanks.", "  "];
const plans = ["", " --plan", " —plan", " –plan", " −PLAN", " -plan"];

/** A line of one command, and what has to be read of it. */
export const linesInAnyOrder = (accounts: string[]) =>
  fc.constantFrom(...givenWith(accounts)).chain(({ command, args }) =>
    fc
      .record({
        parts: fc.tuple(
          ...args.map(({ keywords, values, optional }) =>
            fc.record({
              value: fc.constantFrom(...values),
              keyword: keywords.length > 0 ? fc.constantFrom(...keywords) : fc.constant(""),
              quote: fc.constantFrom(...quotes),
              shout: fc.constantFrom(...cases),
              left: optional ? fc.boolean() : fc.constant(false),
            }),
          ),
        ),
        order: fc.shuffledSubarray(
          args.map((_, index) => index),
          { minLength: args.length },
        ),
        before: fc.constantFrom(...before),
        after: fc.constantFrom(...after),
        plan: fc.constantFrom(...plans),
        planAt: fc.nat({ max: args.length }),
      })
      .map(({ parts, order, planAt, ...around }) => {
        const written = order.flatMap((index) => {
          const part = parts[index];
          if (!part || part.left) return [];
          const several = part.value.includes(",");
          const text = several ? part.value : part.quote(part.value);
          return [`${part.keyword ? `${part.shout(part.keyword)} ` : ""}${text}`];
        });
        written.splice(Math.min(planAt, written.length), 0, around.plan.trim());
        const expected = Object.fromEntries(
          args.flatMap(({ name }, index) => {
            const part = parts[index];
            return part && !part.left ? [[name, part.value] as const] : [];
          }),
        );
        const line = `${around.before}${command} ${written.filter(Boolean).join(" ")}${around.after}`;
        return { command, line, expected, planned: around.plan !== "", inOrder: order[0] === 0 };
      }),
  );
