import path from "node:path";
import { expect, test } from "vitest";
import { invitedAtMost } from "../../src/core/invitations/read-address-file.ts";
import { apiRoutes } from "../../src/web/features.ts";
import type { Database } from "../../src/core/kernel/database.ts";
import { type ApiCode, apiCodes } from "../../src/web/http/api-errors.ts";
import type { ApiRoute } from "../../src/web/http/api-route.ts";
import { explanations } from "../../src/web/http/error-codes.ts";
import { createRateLimits } from "../../src/web/http/rate-limits.ts";
import { largestLimit, usualLimit } from "../../src/web/http/cursor-list.ts";

const file = path.resolve(import.meta.dirname, "../../docs/api.md");

/** What the vendor's API has, and this product has not: it keeps integrations and runs none. */
const outside = [
  ["steps, edges and variables of a cycle", "a cycle's steps are stored with it, as one list"],
  ["transactions, incidents, method calls", "they come of running integrations"],
  ["custom connectors and custom fields", "the library is imported from a file"],
  ["LAUNCH, ORBIT and embedded pages", "a Marketplace is opened by its link"],
  ["export and import of a template", "the paths of these calls are not known"],
] as const;

const needs: Record<ApiRoute["level"], string> = {
  open: "nothing",
  any: "a token",
  partner: "a token for all Accounts",
  account: "a token, `X-Cyclr-Account`",
};

function row({ method, path: at, level, needs: permission, differs, summary }: ApiRoute): string {
  const stands =
    differs === undefined ? "ours alone" : differs === "" ? "as documented" : `differs: ${differs}`;
  const all = permission ? `${needs[level]}, ${permission.replace(":", ": ")}` : needs[level];
  return `| \`${method.toUpperCase()} ${at}\` | ${summary} | ${all} | ${stands} |`;
}

function errorRow(code: ApiCode): string {
  const { status, means, remedy } = explanations[code];
  return `| \`${code}\` | ${status} | ${means} | ${remedy} |`;
}

/** What counts against each limit that calls of the API meet. */
const limitWords = {
  tokens: "access tokens given, by client",
  wrongSecrets: "wrong credentials, by client ID and the address they come from",
  wrongSecretsOfClient: "wrong credentials, by the address they come from",
  deployments: "passwords sent with a user ID, by user ID",
  confirmations: "e-mails sent for a User, by User",
  auditReadings: "exports and verifications of the audit, by client",
};

const limits = Object.entries(createRateLimits({} as Database))
  .flatMap(([name, { keyPrefix, points, duration }]) => {
    const words = (limitWords as Record<string, string>)[name];
    return words
      ? [`- \`${keyPrefix}\`: ${points.toLocaleString("en")} in ${duration} seconds; ${words}.`]
      : [];
  })
  .join("\n");

const byPath = (one: ApiRoute, other: ApiRoute) =>
  one.path.localeCompare(other.path) || one.method.localeCompare(other.method);

const document = () => `# The REST API

This file is made from the routes by \`test/house/api-table.test.ts\`; \`npx vitest run test/house/api-table.test.ts -u\` brings it up to date. A running server shows every call at \`/v1.0/docs\`, and gives the document (OpenAPI 3.1) at \`/v1.0/openapi.json\`. Webhooks: [webhooks.md](webhooks.md).

## The first call

1. Make an API client: \`/cyclr api-clients create My app\` in Slack, then press **Show secret**, once. On the server: \`npm run api-client -- add "My app" --for mona@example.com\`, for the Console User who gets the secret: the client may do no more than they may, and they approve nothing that it asks for.
2. Take an access token, and call:

\`\`\`sh
curl -X POST https://access.example.com/oauth/token \\
  -d grant_type=client_credentials -d client_id=… -d client_secret=…
curl https://access.example.com/v1.0/accounts -H "Authorization: Bearer …"
curl https://access.example.com/v1.0/cycles -H "Authorization: Bearer …" -H "X-Cyclr-Account: acme"
\`\`\`

In TypeScript, with the client that is made of the document:

\`\`\`ts
import { listAccounts, listCycles } from "cyclr-access/client";
import { connect } from "cyclr-access/client/connect";

const partner = connect({ baseUrl: "https://access.example.com", clientId, clientSecret });
const accounts = await listAccounts({ pageSize: 100 }, partner);
if (accounts.status === 200) console.log(accounts.data.map(({ Name }) => Name));
const cycles = await listCycles("acme", {}, partner);
\`\`\`

A program written for the vendor's API works with another host and other credentials: see [Beside the vendor's API](#beside-the-vendors-api).

## Tokens

\`POST /oauth/token\` takes the client's credentials in a form, or as Basic, and gives a token for an hour; \`expires_in\` says how many seconds. One client may take a token for each step of its own: 10,000 in ten minutes. \`scope=account:{API ID}\` restricts a token to one Account. Calls about the whole Partner need a token for all Accounts; calls within an Account name it in \`X-Cyclr-Account\`. \`POST /oauth/revoke\` ends a token at once, as does revoking its secret or its client.

**Secrets.** A client has up to three secrets at once, so that an application goes over from one to the next without a break: \`/cyclr api-clients add-secret My app\` (on the server \`npm run api-client -- add-secret "My app" --for mona@example.com\`) makes another, with an end where one is given, and needs the same approval as a new client; \`/cyclr api-clients\` shows when each was last used; \`revoke-secret\` then ends the old one, with every token that it gave. No token outlives its secret.

**Permissions.** An API client carries the permission grid of Console Users, and each call needs what the same needs in Slack; without it the answer is 403 \`forbidden\`, naming the permission. \`scope\` at the token call narrows a token to the permissions that it names, as in \`account:acme users:edit accounts:view\`, and the answer says which were granted. Another Console User approves a new client, and more permissions for one. Whoever makes a client in Slack needs what its tokens can do, besides \`settings: manage\`: \`marketplaces: edit\`, and for one that reaches every Account \`users: manage\` and \`accounts: manage\` as well. It waits for the approvals of every sensitive Account that it reaches, and its secret is shown while all that still holds. Its tokens are asked nothing more.

## Errors

An error is \`{"Message": "…", "Code": "…", "Field": "…", "Errors": […], "RequestId": "…", "Link": "…"}\`. \`Field\` is there where a field is wrong. With status 400 \`Errors\` lists everything that is wrong with the request, each with its own \`Message\`, \`Code\` and \`Field\`; the first is the error itself. \`Code\` stays the same when a Message is put otherwise. \`Link\` leads to its explanation, on the page \`/v1.0/docs/errors\`. Errors of \`/oauth/token\` have \`error\` besides, as in RFC 6749.

| code | status | what it means | what to do |
| --- | --- | --- | --- |
${apiCodes.map(errorRow).join("\n")}

**Approvals hold here too.** What people would have to approve answers 403 with the code \`approval-needed\`, and changes nothing: setting the password of an Administrator, or of somebody who waits to become one; giving an Account an Id that another has had; and changing or deleting an Account that is marked sensitive, taking it from a user, or setting the password of one of its users; [of the calls that the vendor lacks](#calls-that-the-vendor-lacks) some more. With \`Prefer: respond-async\` (RFC 7240) the call asks for it itself: 202, and \`Location\` says where the request can be read (\`GET /v1.0/requests/{id}\`) while people approve in Slack. A password that waits is sealed. An application's own requests can be listed, tried again and cancelled. A call that gives Access at most needs nobody.

## Lists

Lists of calls with the vendor's names are bare arrays. They take \`page\` (from 1), \`pageSize\` (1000 at most, of cycles 100; else 25; users and sub-accounts of an Account come 1000 at a time), \`orderBy\` and \`sortOrderAsc\`, and say how many pages there are in \`Total-Pages\`. Past the end a list is empty.

All other lists are read along a cursor: \`{"Data": […], "NextCursor": "…"}\`. \`limit\` is 1 to ${largestLimit}, else ${usualLimit}. For the next page send \`cursor\` with the same filters, or follow the header \`Link: <…>; rel="next"\`; after the last page NextCursor is null. What is added or taken away meanwhile makes no other element come twice or be left out. A cursor means nothing else, holds nothing that can be read, and belongs to its list and filters: any other is a 400.

## Versions

A GET of one thing answers an \`ETag\`: a strong validator, made of what is answered. \`If-None-Match\` with it answers 304 without a body while nothing has changed. PUT and DELETE of the same address take it as \`If-Match\`: if the thing was changed since, they answer 412 \`precondition-failed\` and do nothing. That is looked at in the transaction of the change, so that nobody else's change comes between. Not part of it are the library's text of an installed connector, a zone that an Account takes from its parent or the Partner, and the values of connectors, which are never answered. Where an address has no GET of one thing, \`If-Match\` answers 412.

## Names of calls, and the log

\`RequestId\` is the \`X-Request-Id\` that was sent (up to 100 letters, digits and \`_.:=+/-\`), or one that was made; every answer has it, every line that the call logs, and every entry that it makes in the audit (\`Call\` in the exported file).

## Limits

Calls that count against a limit say how it stands (draft-ietf-httpapi-ratelimit-headers-10): \`RateLimit-Policy: "tokens";q=10000;w=600\` is 10,000 in 600 seconds, \`RateLimit: "tokens";r=9999;t=600\` that 9,999 are left for 600 seconds. Past a limit the answer is 429 with \`Retry-After\`. Most calls have no limit, and no such header.

${limits}

## Repeating a call

**Idempotency-Key.** Every POST, PUT and DELETE with a token takes it: 1 to 255 visible characters, in quotes or not, one for each thing that is to be done. For 24 hours the same call is answered as the first time, with \`Idempotency-Replayed: true\`; with another address, Account or body, or with a token that may do other things, it is a 422 \`idempotency-key-reused\`, and while the first one is still being worked on a 409 \`idempotency-key-in-use\` with \`Retry-After\`. The answer is kept in the same transaction as what the call does, so that a call whose process dies has done nothing, and can be sent again. A call that fails has changed nothing and keeps nothing: its key can be used again. Two calls with a key are worked on at a time for one client; others wait their turn, two seconds at most, and are then a 503 with \`Retry-After\`. An answer that holds a sign-in link is replayed while that lives; then it is a 410.

Without a key a GET, a PUT and a DELETE may be repeated: the second time a DELETE answers 404, and what it was about stays gone.

## Beside the vendor's API

Calls that bear the vendor's names are as lenient as the vendor's; the others are strict.

- A field that a call does not know, in the address or in the body, is passed over. The header \`Ignored-Fields\` of the answer names up to 20 of them, percent-encoded. \`Prefer: handling=strict\` has it refused instead, with a 400.
- Names of fields are taken in any case, numbers and truth values also as text, and an address also with a slash at its end. An empty body is an object without fields.
- A field that is known and wrong is a 400, and so is one that is given twice.
- Times are ISO 8601 in UTC. A time without a zone is read as UTC.

An Account's \`AuditInfo\`, \`TaskAuditInfo\`, \`NextBillDateUtc\`, \`StepData…RetentionHours\` and \`TransactionErrorWebhook…\` matter only where integrations run. They are kept and answered, and do nothing here, as \`StartTime\`, \`Interval\` and \`RunOnce\` of a cycle. \`Timezone\` is the zone in which times are told to the Account's users, its own, or else its parent's or the Partner's; an empty \`Timezone\` gives up its own.

A connector and an installed connector have a whole number as \`Id\`. An installed one also has \`Uid\`, its own id here, which every call takes in its place. The \`Id\` of a property is its place among those that its connector asks for.

## Calls that the vendor lacks

They do what people do in Slack, by the same rules, and are strict: a field that they do not know is a 400 \`unknown-field\`.

- **Approvals.** Unless the policy has nobody approve them, these need people: the level Administrator, for a time or without an end, also by an invitation; the end of an Administrator's suspension; another e-mail for a User who has one; the permissions of Console Users, their removal, and giving back what was frozen; and whatever touches an Account that is marked sensitive. Freezing a Console User works at once.
- \`PUT\` changes what is sent, and what is left out stays. A repeat does no harm: it changes nothing, and says how things stand, or why there is nothing to do.
- An e-mail that is sent for a User counts once somebody has followed the link that is mailed there, and its present owner is told. Until then it is \`PendingEmail\`.
- \`POST /v1.0/invitations\` takes up to ${invitedAtMost.toLocaleString("en")} rows in 4 MB. Each is invited by itself, so that one that cannot be invited keeps no other from it, and the answer has a row for each. People are asked for none of them: invite an Administrator by a call of its own. If the answer is lost, send the same again: an address that was invited meanwhile is \`refused\` as such.
- The audit's export is a file of any length, read while it is sent. One that breaks off has no end in its transfer, and is not whole.
- \`ExternalId\` of an Account is what the Partner's own system calls it: \`GET /v1.0/accounts?externalId=\` finds it, as it was written. No two Accounts have the same.

## Calls

| call | what for | needs | beside the vendor's |
| --- | --- | --- | --- |
${apiRoutes.toSorted(byPath).map(row).join("\n")}

## Outside this product

| what | why |
| --- | --- |
${outside.map(([what, why]) => `| ${what} | ${why} |`).join("\n")}
`;

test("docs/api.md has every call, with how it stands beside the vendor's", async () => {
  await expect(document()).toMatchFileSnapshot(file);
});

test("no cell of its table breaks it", () => {
  for (const route of apiRoutes) expect(row(route).match(/\|/g)).toHaveLength(5);
});
