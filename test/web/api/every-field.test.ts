import { expect, test } from "vitest";
import { apiRoutes } from "../../../src/web/features.ts";
import { apiScene } from "./api-scene.ts";
import { goodRequests } from "./good-requests.ts";
import { whatStands } from "./what-stands.ts";

const scene = apiScene();

const spoilt = ["\0", "a\uD800", "", "x".repeat(10_000), 2 ** 53, true, null, [], {}];

type Path = (string | number)[];

/** Every place in a body, by its path: "Steps", "Steps.0", "Steps.0.Name". */
function placesOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== "object" || value === null) return [path];
  const inner = Object.entries(value).flatMap(([key, one]) => placesOf(one, [...path, key]));
  return path.length > 0 ? [path, ...inner] : inner;
}

function put(body: unknown, path: Path, value: unknown): unknown {
  const copy = structuredClone(body);
  const parent = path.slice(0, -1).reduce((place, key) => (place as Record<string, unknown>)[key], copy);
  (parent as Record<string, unknown>)[path.at(-1) ?? ""] = value;
  return copy;
}

const calls = apiRoutes
  .filter(({ takesJson }) => takesJson)
  .map(({ method, path }) => ({ method: method.toUpperCase(), call: `${method.toUpperCase()} ${path}` }));

// Each of its requests hashes a password; what it takes besides is what the other way to deploy takes.
const ownFields: Record<string, string[]> = {
  "POST /v1.0/users/marketplace": ["Username", "Password", "AccountId"],
};

test.each(calls)(
  "$call names what is wrong, whatever any one field holds",
  { timeout: 120_000 },
  async ({ method, call }) => {
    const { body } = (await goodRequests[call]?.(scene)) ?? {};
    const own = ownFields[call];
    const places = placesOf(body).filter(([first]) => !own || own.includes(String(first)));
    expect(places.length).toBeGreaterThan(0);
    for (const place of places) {
      for (const value of spoilt) {
        const good = await goodRequests[call]?.(scene);
        const before = await whatStands(scene.t.db);
        const sent = put(good?.body, place, value);
        const answer = await scene.call(method, good?.path ?? "", { body: sent });
        const what = `${place.join(".")}: ${JSON.stringify(value).slice(0, 40)}`;
        expect([what, answer.status]).toEqual([what, expect.toSatisfy((status: number) => status < 500)]);
        if (answer.status < 400) continue;
        expect([what, answer.status]).toEqual([what, expect.toBeOneOf([400, 403, 409, 413])]);
        const { Field } = answer.body as { Field: string };
        if (answer.status === 400)
          expect([what, Field]).toEqual([what, expect.stringMatching(new RegExp(`^${String(place[0])}\\b`))]);
        expect(await whatStands(scene.t.db)).toEqual(before);
      }
    }
  },
);
