import { assert, constantFrom, jsonValue, property, string, tuple } from "fast-check";
import { expect, test } from "vitest";
import { resolveHints } from "../../../src/core/kernel/text/command-hint.ts";
import { auditActions } from "../../../src/core/kernel/audit/audit-actions.ts";
import { eventTypes, eventWords } from "../../../src/core/webhooks/event-types.ts";
import { eventBody } from "../../../src/core/webhooks/webhook-body.ts";

const at = new Date("2026-11-30T10:00:00Z");

function bodyWith(action: string, before: unknown, after: unknown): string {
  const nobody = { actorKind: "system", actorId: null, actorName: "cyclr-access", surface: "job" };
  const subject = { subjectKind: "user", subjectId: "1", subjectName: "Ann" };
  const [known, changes] = [
    { id: 7n, at, action, accountId: null, requestId: null, callId: null, salt: null, erasedBy: null },
    { before: before as never, after: after as never },
  ];
  return eventBody({ ...known, ...nobody, ...subject, ...changes }, undefined);
}

test("every action of the audit is an event type, in a stable form, and is told in words", () => {
  expect(eventTypes).toEqual(auditActions);
  for (const type of eventTypes) {
    expect(type).toMatch(/^[a-z]+(-[a-z]+)*$/u);
    expect(resolveHints(eventWords(type))).toMatch(/^\{Actor\} [a-z]/u);
    expect(JSON.parse(bodyWith(type, null, null))).toMatchObject({ type, timestamp: at.toISOString() });
  }
  expect(eventTypes).not.toContain("test");
});

const secret = "s3cr3t-0f-th3-t3sts";
const secretNames = [
  "password",
  "Password",
  "newPassword",
  "clientSecret",
  "Secret",
  "token",
  "accessToken",
  "SignInToken",
  "link",
  "secretHash",
  "valuesSealed",
  "AuthValue",
  "authorization",
  "apiKey",
  "cookie",
];

test("no payload of any action has a secret, a password, a token or a link, however deep", () => {
  const planted = tuple(constantFrom(...secretNames), jsonValue({ maxDepth: 2 }), string({ maxLength: 5 }));
  const address = `https://ed:${secret}@a.example/${secret}?t=${secret}#${secret}`;
  assert(
    property(constantFrom(...eventTypes), planted, planted, (action, one, other) => {
      const plant = ([name, rest, key]: typeof one) => ({
        [key]: [{ rest, inner: { [name]: secret, text: `see ${address} now` } }],
      });
      const body = bodyWith(action, plant(one), plant(other));
      expect(body).not.toContain(secret);
      expect(JSON.parse(body)).toMatchObject({ type: action });
    }),
    { numRuns: 500, seed: 20_261_201 },
  );
  for (const action of eventTypes) {
    const all = Object.fromEntries(secretNames.map((name) => [name, secret]));
    const body = bodyWith(action, { ...all, text: `see ${address} now` }, [all, { url: address }]);
    expect(body).not.toContain(secret);
    expect(body).toContain("see https://a.example/… now");
  }
});

test("names, ids, words, numbers and truth values are told", () => {
  const after = {
    level: "Access",
    asAdministrator: true,
    rows: 14,
    mustChangePassword: false,
    authenticated: true,
    clientId: "0123456789abcdef",
    permissions: { users: "edit" },
  };
  expect(JSON.parse(bodyWith("membership-given", null, after))).toMatchObject({
    data: { Id: "7", Before: null, After: after },
  });
});
