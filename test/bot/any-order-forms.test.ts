import fc from "fast-check";
import { expect, test } from "vitest";
import { linesInAnyOrder } from "../support/lines-in-any-order.ts";
import { type Came, typedScene } from "../support/typed-scene.ts";

const scene = typedScene();
const apiIds: Record<string, string> = {
  harbour: "harbour",
  "harbour foods": "harbour",
  acme: "acme",
  kestrel: "kestrel",
};
const userIds: Record<string, string> = {
  hanna: "hanna",
  "hanna@harbour.example": "hanna",
  "mia.lund": "mia.lund",
};
const minutes: Record<string, string> = { "4h": "240", "90 minutes": "90", "2 days": "2880" };
// Resending finds an open invitation or opens no form.
const lines = linesInAnyOrder(["harbour", "Harbour Foods", "acme", "kestrel"]).filter(
  ({ command }) => command !== "resend-invitation",
);

/** How each argument stands in the form or in what runs, where it is held. */
function heldIn(fields: Record<string, unknown>, name: string, value: string): boolean {
  const all = (key: string) => JSON.stringify(fields[key] ?? "").toLowerCase();
  const text = value.toLowerCase();
  const held: Record<string, () => boolean> = {
    user: () => fields["userId"] === userIds[text],
    account: () =>
      all("accountId").includes(apiIds[text] ?? "?") || all("accounts").includes(apiIds[text] ?? "?"),
    length: () => String(fields["length"] ?? fields["forMinutes"]) === minutes[text],
    email: () => [all("email"), all("addresses")].some((field) => field.includes(text)),
    level: () => text === "access" || Boolean(fields["asAdministrator"]),
    username: () => fields["username"] === value,
    accounts: () => text.split(", ").every((one) => all("accountIds").includes(apiIds[one] ?? "?")),
  };
  return held[name]?.() ?? false;
}

/** What of the line neither runs nor stands in a field. */
function lost({ ran, form }: Came, expected: Record<string, string>): string[] {
  const fields = (ran[0]?.input ?? form?.fields ?? {}) as Record<string, unknown>;
  return Object.entries(expected).flatMap(([name, value]) => (heldIn(fields, name, value) ? [] : [name]));
}

test("a line in any order runs as it was meant, or opens a form in which every argument stands", async () => {
  await fc.assert(
    fc.asyncProperty(lines, async ({ line, expected, planned }) => {
      const came = await scene.types(line);
      expect({ line, lost: lost(came, expected), came }).toMatchObject({ line, lost: [] });
      expect(came.ran.every(({ planOnly }) => planOnly === planned)).toBe(true);
    }),
    { numRuns: 300 },
  );
});
