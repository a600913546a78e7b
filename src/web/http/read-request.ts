import { z } from "zod";
import { doubledName } from "../../core/kernel/text/doubled-name.ts";
import { shorten } from "../../core/kernel/text/mrkdwn.ts";
import { type ApiContext, type ApiFault, ApiProblem, refuseRequest } from "./api-errors.ts";
import { faultsOf } from "./field-names.tsx";
import { readFields } from "./json-schemas.ts";

export interface Asked<Params, Query, Body> {
  params?: z.ZodType<Params> | undefined;
  query: z.ZodType<Query>;
  body?: z.ZodType<Body> | undefined;
  form?: z.ZodType<Body> | undefined;
  /** Fields that nobody asked for are passed over and named in a header, unless the caller wants them refused. */
  ignoresUnknown: boolean;
}

export interface Read<Params, Query, Body> {
  params: Params;
  query: Query;
  body: Body;
  ignored: string[];
}

/** What a request says, checked. Throws ApiProblem: 400 with all that is wrong in it, each naming its field; 415. */
export async function readRequest<Params, Query, Body>(
  c: ApiContext,
  { params, query, body, form, ignoresUnknown }: Asked<Params, Query, Body>,
): Promise<Read<Params, Query, Body>> {
  const ignores = ignoresUnknown && !wantsStrict(c);
  const inAddress = check(query, queryOf(c), ignores);
  const inPath = params && check(params, c.req.param(), false);
  const schema = body ?? form;
  const sent = schema && (await checkSent(schema, body ? readJson(c) : readForm(c), ignores));
  refuseRequest([inAddress, inPath, sent].flatMap((part) => part?.faults ?? []));
  return {
    params: inPath?.data as Params,
    query: inAddress.data as Query,
    body: sent?.data as Body,
    ignored: [...inAddress.ignored, ...(sent?.ignored ?? [])],
  };
}

/** `Prefer: handling=strict`, as in RFC 7240. */
export function wantsStrict(c: ApiContext): boolean {
  return /(?:^|[,;\s])handling\s*=\s*"?strict"?(?=$|[,;\s])/iu.test(c.req.header("prefer") ?? "");
}

interface Checked<Output> {
  data?: Output;
  ignored: string[];
  faults: ApiFault[];
}

function check<Output>(schema: z.ZodType<Output>, value: unknown, ignores: boolean): Checked<Output> {
  try {
    return { ...readFields(schema, value, { ignores }), faults: [] };
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    return { ignored: [], faults: faultsOf(error) };
  }
}

/** What cannot be read at all is a fault like others: the address may have some as well. */
async function checkSent<Output>(
  schema: z.ZodType<Output>,
  reading: Promise<{ value: unknown; faults?: ApiFault[] }>,
  ignores: boolean,
): Promise<Checked<Output>> {
  const { value, faults = [] } = await reading;
  if (value === undefined) return { ignored: [], faults };
  const checked = check(schema, value, ignores);
  return { ...checked, faults: [...faults, ...checked.faults] };
}

function queryOf(c: ApiContext): Record<string, unknown> {
  const given = Object.entries(c.req.queries());
  return Object.fromEntries(given.map(([name, values]) => [name, values.length === 1 ? values[0] : values]));
}

const jsonType = /^application\/(?:[a-z.-]+\+)?json\s*(?:;|$)/iu;
const formType = /^(?:application\/x-www-form-urlencoded|multipart\/form-data)\s*(?:;|$)/iu;

function unsupported(): ApiProblem {
  return new ApiProblem(415, "Content-Type: Send application/json, or a form for a token.");
}

/** An empty body stands for an object without properties. */
async function readJson(c: ApiContext): Promise<{ value: unknown; faults?: ApiFault[] }> {
  const type = c.req.header("content-type");
  const text = await c.req.text();
  if (type ? !jsonType.test(type) : text !== "") throw unsupported();
  if (text.trim() === "") return { value: {} };
  const value = parse(text);
  if (value === undefined)
    return { value, faults: [{ message: "The body: This is not JSON.", code: "malformed-json" }] };
  const name = doubledName(text);
  if (name === undefined) return { value };
  const field = shorten(name, 200);
  return { value, faults: [{ message: `${field || "A name"}: This is given twice.`, field }] };
}

/** Undefined for what is no JSON. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function readForm(c: ApiContext): Promise<{ value: unknown; faults?: ApiFault[] }> {
  if (!formType.test(c.req.header("content-type") ?? "")) {
    if ((await c.req.text()) !== "" || c.req.header("content-type")) throw unsupported();
    return { value: {} };
  }
  try {
    return { value: await c.req.parseBody({ all: true }) };
  } catch {
    return { value: undefined, faults: [{ message: "The body: This is not a form." }] };
  }
}

const namedAtMost = 20;

/** The header that names what was passed over. */
export function ignoredFields(ignored: string[]): Record<string, string> {
  if (ignored.length === 0) return {};
  const named = [...new Set(ignored)].slice(0, namedAtMost);
  return { "Ignored-Fields": named.map(inHeader).join(", ") };
}

// Half characters have no form there.
const inHeader = (field: string) => encodeURIComponent(shorten(field, 200).replace(/\p{Cs}/gu, "\uFFFD"));
