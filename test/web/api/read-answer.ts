import { expect } from "vitest";
import { noHints } from "../../support/no-hints.ts";
import { apiRoutes } from "../../../src/web/features.ts";
import { apiCodes } from "../../../src/web/http/api-errors.ts";
import { requestAnswer } from "../../../src/web/requests/request-json.ts";
import { problemJson } from "../../../src/web/http/api-operation.ts";

export interface Answer {
  status: number;
  headers: Headers;
  body: unknown;
}

const error = problemJson.strict();

/** What was answered, which has to be in the form that the document promises. */
export async function readAnswer(method: string, path: string, response: Response): Promise<Answer> {
  const { status, headers } = response;
  const text = await response.text();
  noHints(text);
  const route = apiRoutes.find(
    (one) => one.method === method.toLowerCase() && patternOf(one.path).test(path),
  );
  if (status === 304) {
    expect(text).toBe("");
    return { status, headers, body: undefined };
  }
  const { files } = route ?? {};
  if (status < 300 && files) {
    expect(files).toContain(headers.get("content-type"));
    return { status, headers, body: text };
  }
  expect(headers.get("content-type")).toMatch(/^application\/json/);
  const body: unknown = JSON.parse(text);
  const asked = status === 202 && route?.asks;
  const form = asked ? requestAnswer : status < 300 ? route?.answers : error;
  if (form) expect(form.safeParse(body).error).toBeUndefined();
  if (asked) expect(headers.get("location")).toBe(`/v1.0/requests/${(body as { Id: string }).Id}`);
  else if (status < 300) expect(status).toBe(route?.status);
  else {
    const { Code, RequestId, Message } = body as Record<string, string>;
    expect([Code, RequestId]).toEqual([expect.toBeOneOf(apiCodes), headers.get("x-request-id")]);
    expect(Message).not.toBe("");
  }
  return { status, headers, body };
}

const patternOf = (path: string) =>
  new RegExp(`^${path.replaceAll(".", "\\.").replace(/\{\w+\}/gu, "[^/?]+")}/?(\\?|$)`);

export const idOf = ({ body }: Answer): string => (body as { Id: string }).Id;
