import { beforeEach, describe, expect, test } from "vitest";
import type { ConsoleUserActor } from "../../../src/core/context.ts";
import { changeSettingsRequest } from "../../../src/core/partner/change-settings.ts";
import {
  partnerSettings,
  rotateNotificationSecret,
  showSettings,
} from "../../../src/core/partner/partner-settings.ts";
import { explainApproval } from "../../../src/core/kernel/requests/approval-policy.ts";
import { approveRequest } from "../../../src/core/kernel/requests/decide-request.ts";
import { submitRequest } from "../../../src/core/kernel/requests/submit-request.ts";
import { beforeTheWrite } from "../../support/before-the-write.ts";
import { makeActor } from "../../support/factories.ts";
import { place } from "../../support/invite-scene.ts";
import { approvalScene, rowOf, says } from "../kernel/requests/approval-scene.ts";
import { take, work } from "../kernel/requests/jobs-by-hand.ts";

const scene = approvalScene();
let editor: ConsoleUserActor;
beforeEach(async () => {
  editor = await makeActor(scene.t, { permissions: { settings: "edit" } });
  const data = { apiDomain: null, serviceDomain: null, serviceName: null };
  await scene.t.db.partner.update({ where: { id: 1 }, data });
});
const partner = () => scene.t.db.partner.findUniqueOrThrow({ where: { id: 1 } });
const move = (serviceDomain: string | null) =>
  scene.t.db.partner.update({ where: { id: 1 }, data: { serviceDomain } });

async function change(given: object): Promise<string> {
  const input = partnerSettings.parse(given);
  return (await submitRequest(scene.as(editor), changeSettingsRequest, input, place())).requestId;
}

describe("nobody sends sign-in links elsewhere alone:", () => {
  test("a change of the service domain waits for approval, and its note shows the old host and the new", async () => {
    const id = await change({ serviceDomain: "my.evil.example", serviceName: "Links" });
    expect(await rowOf(scene, id)).toMatchObject({
      status: "awaitingApproval",
      approverNeeds: "settings:manage",
    });
    expect((await says(scene, id, "approval-1")).text).toContain(
      "From then on, sign-in links lead to my.evil.example, and no longer to access.partner.example",
    );
    expect((await partner()).serviceDomain).toBeNull();
    await approveRequest(scene.as(scene.olivia), id);
    await scene.t.runJobs();
    expect((await partner()).serviceDomain).toBe("my.evil.example");
    expect((await rowOf(scene, await change({ serviceDomain: "" }))).status).toBe("awaitingApproval");
  });

  test("other settings are changed at once, also with a form that names the domain as it is", async () => {
    await move("my.northwind.example");
    const id = await change({ serviceDomain: "my.northwind.example", serviceName: "Links" });
    await scene.t.runJobs();
    expect([(await rowOf(scene, id)).status, (await partner()).serviceName]).toEqual(["done", "Links"]);
  });

  test.each(["before the job", "in the job"])(
    "so does one that comes to it by a change %s",
    async (stage) => {
      await move("my.old.example");
      const id = await change({ serviceDomain: "my.old.example", serviceName: "Links" });
      const [job] = take(scene, "requests");
      const moved = () => move("my.northwind.example");
      if (stage === "before the job") await moved();
      await work(stage === "in the job" ? beforeTheWrite(scene.t.app, moved) : scene.t.app, job);
      expect((await rowOf(scene, id)).status).toBe("awaitingApproval");
      expect(await partner()).toMatchObject({ serviceDomain: "my.northwind.example", serviceName: null });
    },
  );

  test("whoever asks why is told", () => {
    const asked = {
      kind: "change-settings",
      needs: "settings:edit",
      onAccount: true,
      movesSignIn: "changes the service domain",
    } as const;
    expect(explainApproval(scene.t.app.approvalPolicy, asked).join("\n")).toContain(
      "Where it changes the service domain, it waits for one approval of another Console User with “settings: manage”.",
    );
  });
});

test("another notification secret is made by nobody who may no longer change settings", async () => {
  const { secretMark } = await showSettings(scene.as(editor));
  const app = beforeTheWrite(scene.t.app, () =>
    scene.t.db.consoleUser.update({ where: { id: editor.id }, data: { permissions: { settings: "view" } } }),
  );
  const made = rotateNotificationSecret({ ...app, actor: editor }, { shown: secretMark });
  await expect(made).rejects.toMatchObject({ code: "forbidden" });
  expect((await partner()).notificationSecretSealed).toBeNull();
});
