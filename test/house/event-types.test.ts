import path from "node:path";
import { expect, test } from "vitest";
import { eventTypes, eventWords, testType } from "../../src/core/webhooks/event-types.ts";

const file = path.resolve(import.meta.dirname, "../../docs/event-types.md");

const row = (type: (typeof eventTypes)[number]) => `| \`${type}\` | ${eventWords(type)} |`;

const document = () => `# Event types

This file is made from the actions of the audit by \`test/house/event-types.test.ts\`; \`npx vitest run test/house/event-types.test.ts -u\` brings it up to date.

What a [webhook](webhooks.md) can be told of. \`POST /v1.0/webhooks/{id}/test\` sends one more type, \`${testType}\`, which nobody has to choose.

| type | what it says |
| --- | --- |
${eventTypes.map(row).join("\n")}
`;

test("docs/event-types.md has every event type, with what it says", async () => {
  await expect(document()).toMatchFileSnapshot(file);
});

test("no cell of its table breaks it", () => {
  for (const type of eventTypes) expect(row(type).match(/\|/gu)).toHaveLength(3);
});
