import { expect } from "vitest";
import { z } from "zod";
import { noHints } from "../../support/no-hints.ts";
import { apiRoutes } from "../../../src/web/features.ts";

export interface Answer {
  status: number;
  headers: Headers;
  body: unknown;
}

const error = z.strictObject({ Message: z.string().min(1), error: z.string().optional() });

/** What was answered, which has to be in the form that the document promises. */
export async function readAnswer(method: string, path: string, response: Response): Promise<Answer> {
  const { status, headers } = response;
  const text = await response.text();
  noHints(text);
  const route = apiRoutes.find(
    (one) => one.method === method.toLowerCase() && patternOf(one.path).test(path),
  );
  if (status === 204) expect([route?.status, text]).toEqual([204, ""]);
  else expect(headers.get("content-type")).toMatch(/^application\/json/);
  const body: unknown = text ? JSON.parse(text) : undefined;
  const form = status < 300 ? route?.answers : error;
  if (form) expect(form.safeParse(body).error).toBeUndefined();
  if (status < 300) expect(status).toBe(route?.status);
  return { status, headers, body };
}

const patternOf = (path: string) =>
  new RegExp(`^${path.replaceAll(".", "\\.").replace(/\{\w+\}/g, "[^/?]+")}(\\?|$)`);

export const idOf = ({ body }: Answer): string => (body as { Id: string }).Id;
