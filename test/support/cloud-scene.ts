import { createCloud } from "../../src/core/app.ts";
import { cloudPace } from "../../src/core/kernel/cloud/cloud-pace.ts";
import type { CloudSettings } from "../../src/core/kernel/cloud/cloud-settings.ts";
import type { Cloud } from "../../src/core/kernel/cloud/cloud.ts";
import { startWeb } from "../../src/web/start-web.ts";
import { clientByOperator } from "./client-by-operator.ts";
import { makePartner } from "./factories.ts";
import { createTestApp, type TestApp } from "./test-app.ts";

/** A second instance of the program, whose API stands for the vendor's cloud. */
export interface CloudScene {
  /** The second instance itself. */
  there: TestApp;
  settings: CloudSettings;
  /** How the program on this database calls it. */
  cloudOf(t: Pick<TestApp, "db">): Cloud;
  stop(): Promise<void>;
}

export async function startCloudScene(): Promise<CloudScene> {
  const there = await createTestApp();
  await makePartner(there.db);
  const { client, secret } = await clientByOperator(there.app, { name: "Connected" });
  const web = await startWeb(there.app, { webPort: 0, trustedProxies: 0 });
  const settings = {
    apiUrl: `http://127.0.0.1:${web.port}`,
    clientId: client.clientId,
    clientSecret: secret,
    callsPerSecond: 1000,
  };
  return {
    there,
    settings,
    cloudOf: (t) => createCloud(settings, { pace: cloudPace(t, settings.callsPerSecond), firstWaitMs: 1 }),
    async stop() {
      await web.stop();
      await there.close();
    },
  };
}
