import { afterAll, beforeAll, expect, test } from "vitest";
import type { ConsoleUserActor, Context } from "../../../src/core/context.ts";
import { confirmRequest } from "../../../src/core/kernel/requests/confirm-request.ts";
import { scenarios } from "../../chaos/killed-worker/scenarios.ts";
import { removeApiClients, requesterEmail } from "../../chaos/killed-worker/prepare.ts";
import { makeActor, makePartner } from "../../support/factories.ts";
import { place, trouble } from "../../support/invite-scene.ts";
import { createTestApp, type TestApp } from "../../support/test-app.ts";
import { writtenBy } from "../../support/written.ts";

let t: TestApp;
let ctx: Context<ConsoleUserActor>;

beforeAll(async () => {
  t = await createTestApp();
  await makePartner(t.db);
  const actor = await makeActor(t, { email: requesterEmail, firstName: "Olivia", fullAccess: true });
  ctx = { ...t.app, actor };
});
afterAll(() => t.close());

/** Whatever a kind writes, from its command to its card. A dropped event, column or condition is a line that differs. */
test.each(scenarios.map((one) => [one.kind, one.variant ?? "as asked", one] as const))(
  "%s, %s, writes",
  async (kind, variant, scenario) => {
    const tag = `${kind}-${variant.replaceAll(" ", "-")}`;
    await removeApiClients(t.db);
    const fails = t.mailer.failures;
    if (scenario.fails) fails.push(trouble(false, "550"));
    const written = await writtenBy(t, async () => {
      const { requestId, needsConfirmation: asked } = await scenario.submit(ctx, tag, place());
      if (asked) await confirmRequest(ctx, requestId);
      await t.runJobs();
    });
    expect(written).toMatchSnapshot();
  },
);
