import { writeFile } from "node:fs/promises";
import path from "node:path";
import { env } from "node:process";
import { expect, test } from "vitest";
import { z } from "zod";
import {
  type Recorded,
  type RecordedError,
  recordedAnswers,
  recordedErrors,
} from "../../../src/web/api-reference/recorded-answers.ts";
import { titleOf } from "../../../src/web/api-reference/api-document.ts";
import { createWeb } from "../../../src/web/create-web.ts";
import { apiRoutes } from "../../../src/web/features.ts";
import { clientByOperator } from "../../support/client-by-operator.ts";
import { makeAccount } from "../../support/factories.ts";
import { visitor } from "../visitor.ts";
import { apiScene, makeToken } from "./api-scene.ts";
import { goodRequests } from "./good-requests.ts";
import { unlessApproved } from "./unruled.ts";
import type { ApiRoute } from "../../../src/web/http/api-route.ts";
import { type Answer, idOf, readAnswer } from "./read-answer.ts";

const scene = apiScene();
const file = path.resolve(import.meta.dirname, "../../../src/web/api-reference/recorded-answers.ts");
const toRecord = env["RECORD_API"] === "yes";

/** Ids and tokens are made by chance: the same ones stand for them in each recording. */
function withoutChance<Value>(value: Value): Value {
  const known = new Map<string, string>();
  const text = JSON.stringify(value)
    .replaceAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, (id) => {
      const stands = `0190f5a0-7c1e-7000-8000-${String(known.size + 1).padStart(12, "0")}`;
      if (!known.has(id)) known.set(id, stands);
      return known.get(id) ?? id;
    })
    .replaceAll(/whsec_[\w+/=]+/g, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=")
    .replaceAll(/(?<![\w-])[\w-]{43}(?![\w-])/g, "a-token-that-has-ended")
    .replaceAll(/(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])/g, "0123456789abcdef0123456789abcdef");
  return JSON.parse(text) as Value;
}

/** Which fields there are, at any depth, whatever they hold. */
function fieldsOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, 1).map(fieldsOf);
  if (typeof value !== "object" || value === null) return "a value";
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, fieldsOf(one)]));
}

async function form(path: string, fields: Record<string, string>): Promise<Answer> {
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  const init = { method: "POST", body: new URLSearchParams(fields).toString(), headers };
  return readAnswer("POST", path, await visitor(scene.web).request(path, init));
}

async function recordOpen(): Promise<Record<string, Recorded>> {
  const { client, secret } = await clientByOperator(scene.t.app, { name: "Recorded app" });
  const credentials = { client_id: client.clientId, client_secret: secret };
  const asked = { grant_type: "client_credentials", ...credentials };
  const issued = await form("/oauth/token", asked);
  const { access_token: token } = issued.body as { access_token: string };
  const revoking = { token, ...credentials };
  const revoked = await form("/oauth/revoke", revoking);
  return {
    "POST /oauth/token": { request: asked, answer: issued.body },
    "POST /oauth/revoke": { request: revoking, answer: revoked.body },
  };
}

const isList = ({ hasPages, answers }: ApiRoute) =>
  hasPages || (answers instanceof z.ZodObject && "NextCursor" in answers.shape);

const resumed = { suspendedAt: null, suspendedBecause: null };

async function recordAll(): Promise<Record<string, Recorded>> {
  const { db } = scene.t;
  const settings = { name: "Acme Ltd", description: "A customer" };
  await db.account.update({ where: { id: scene.account.id }, data: settings });
  await makeAccount(db, { name: "Acme North", parentId: scene.account.id });
  const recorded = await recordOpen();
  const guarded = apiRoutes.filter(({ level }) => level !== "open");
  // Lists last, when there is something in them.
  for (const route of guarded.toSorted((one, other) => Number(isList(one)) - Number(isList(other)))) {
    const title = titleOf(route);
    const good = await goodRequests[title]?.(scene);
    const sent = good?.body !== undefined && { body: good.body };
    const at = `${good?.path}${route.hasPages ? "?pageSize=2" : ""}`;
    const call = () => scene.call(route.method.toUpperCase(), at, { ...sent });
    const answer = await unlessApproved(scene, title, call);
    expect([title, answer.status]).toEqual([title, route.status]);
    await db.account.update({ where: { id: scene.account.id }, data: resumed });
    recorded[title] = { ...(sent && route.takesJson && { request: sent.body }), answer: answer.body };
  }
  return Object.fromEntries(apiRoutes.map((route) => [titleOf(route), recorded[titleOf(route)] as Recorded]));
}

/** One error for each status that calls may answer, by its Code. */
async function recordErrors(): Promise<Record<string, RecordedError>> {
  const wrong = { Name: " ", Timezone: "Nowhere", StepDataSuccessRetentionHours: -10 };
  const cycle = await scene.call("POST", "/v1.0/cycles", { body: { Name: "Orders" } });
  const at = `/v1.0/cycles/${idOf(cycle)}`;
  await scene.call("PUT", `${at}/activate`);
  const other = await makeToken(scene, scene.client, { accountId: (await makeAccount(scene.t.db)).id });
  const answers = [
    await scene.call("POST", "/v1.0/accounts", { body: wrong }),
    await scene.call("GET", "/v1.0/cycles", { token: null }),
    await scene.call("GET", "/v1.0/cycles", { token: other }),
    await scene.call("GET", `${at.slice(0, -12)}000000000000`),
    await scene.call("DELETE", at),
    await scene.call("PUT", at, { body: {}, headers: { "if-match": '"of-before"' } }),
    await scene.call("POST", "/v1.0/cycles", { body: { Name: "x".repeat(600_000) } }),
    await scene.call("POST", "/v1.0/cycles", { body: "<x/>", headers: { "content-type": "text/xml" } }),
    await recordReused(),
    await recordEnded(),
    await recordLimit(),
    await recordFault(new Error("told to nobody")),
    await recordFault(Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" })),
  ];
  return Object.fromEntries(
    answers.map(({ status, body }) => [(body as { Code: string }).Code, { status, value: body }]),
  );
}

async function recordReused(): Promise<Answer> {
  const headers = { "idempotency-key": "of-another-call" };
  await scene.call("POST", "/v1.0/cycles", { body: { Name: "Once" }, headers });
  return scene.call("POST", "/v1.0/cycles", { body: { Name: "Another" }, headers });
}

/** A repeat whose answer held a link that was used since. */
async function recordEnded(): Promise<Answer> {
  const good = await goodRequests["POST /v1.0/accounts/{id}/signintoken"]?.(scene);
  const asked = { body: good?.body, headers: { "idempotency-key": "of-a-link" } };
  await scene.call("POST", good?.path ?? "", asked);
  await scene.t.db.secretLink.updateMany({ where: { purpose: "signIn" }, data: { usedAt: new Date() } });
  return scene.call("POST", good?.path ?? "", asked);
}

async function recordLimit(): Promise<Answer> {
  const person = visitor(scene.web);
  const fields = { grant_type: "client_credentials", client_id: "0".repeat(32), client_secret: "wrong" };
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  const init = { method: "POST", body: new URLSearchParams(fields).toString(), headers };
  for (let sent = 0; sent < 60; sent += 1) await person.request("/oauth/token", init);
  return readAnswer("POST", "/oauth/token", await person.request("/oauth/token", init));
}

async function recordFault(error: Error): Promise<Answer> {
  const clock = () => {
    throw error;
  };
  const web = createWeb({ ...scene.t.app, clock }, { trustedProxies: 0 });
  const headers = { authorization: `Bearer ${scene.token}` };
  return readAnswer("GET", "/v1.0/accounts", await visitor(web).request("/v1.0/accounts", { headers }));
}

const written = (
  answers: Record<string, Recorded>,
  errors: Record<string, RecordedError>,
) => `// Made by \`npm run record-api\`: what the tests were answered.

export interface Recorded {
  /** The body that was sent; a form as its fields. */
  request?: unknown;
  answer: unknown;
}

/** An error as it was answered. */
export interface RecordedError {
  status: number;
  value: unknown;
}

export const recordedAnswers: Record<string, Recorded> = ${JSON.stringify(answers, null, 2)};

/** By its Code, one for each status. */
export const recordedErrors: Record<string, RecordedError> = ${JSON.stringify(errors, null, 2)};
`;

test("each call still answers the fields that are recorded of it in the document", async () => {
  const [answers, errors] = withoutChance([await recordAll(), await recordErrors()] as const);
  if (toRecord) return writeFile(file, written(answers, errors));
  const advice = "Run npm run record-api, and look at what changed.";
  for (const [title, { answer }] of Object.entries(answers))
    expect([advice, title, fieldsOf(recordedAnswers[title]?.answer)]).toEqual([
      advice,
      title,
      fieldsOf(answer),
    ]);
  for (const [code, { status, value }] of Object.entries(errors)) {
    const kept = recordedErrors[code];
    expect([advice, code, kept?.status, fieldsOf(kept?.value)]).toEqual([
      advice,
      code,
      status,
      fieldsOf(value),
    ]);
  }
});
