import { describe, expect, test } from "vitest";
import { Turnstile } from "../../../src/core/kernel/turnstile.ts";

const busy = { name: "ExternalError", retryable: true, reason: "busy" };
const noTime = { atMost: 2, waitMs: 1, waitingAtMost: 10 };
const allTime = { atMost: 2, waitMs: 60_000, waitingAtMost: 2 };

describe("a turnstile", () => {
  test("lets in so many, and refuses who has waited too long", async () => {
    const turnstile = new Turnstile(noTime);
    const leave = [await turnstile.enter(), await turnstile.enter()];
    await expect(turnstile.enter()).rejects.toMatchObject(busy);
    for (const each of leave) each();
    expect(turnstile.isIdle).toBe(true);
    await turnstile.enter();
    await turnstile.enter();
    await expect(turnstile.enter()).rejects.toMatchObject(busy);
  });

  test("lets the others in as they came, one for each that leaves", async () => {
    const turnstile = new Turnstile(allTime);
    const first = await turnstile.enter();
    const second = await turnstile.enter();
    const came: string[] = [];
    const waits = (name: string) =>
      turnstile.enter().then((leave) => {
        came.push(name);
        return leave;
      });
    const [third, fourth] = [waits("third"), waits("fourth")];
    await expect(turnstile.enter()).rejects.toMatchObject(busy);
    first();
    (await third)();
    (await fourth)();
    expect(came).toEqual(["third", "fourth"]);
    expect(turnstile.isIdle).toBe(false);
    second();
    expect(turnstile.isIdle).toBe(true);
  });
});
