import { newToken } from "../../src/core/kernel/secrets/token.ts";
import { createWeb } from "../../src/web/create-web.ts";
import { makeAccount, makeUser } from "../support/factories.ts";
import { visitor } from "./visitor.ts";
import { goodValues, waitingDeployment } from "./value-link-scene.ts";
import { goodForm, type WebScene } from "./web-scene.ts";

/** Every kind of page, by a name, its status, and how to get its answer. */
export const pageKinds: Record<string, [status: number, answer: (scene: WebScene) => Promise<Response>]> = {
  home: [200, async ({ web }) => visitor(web).request("/")],
  open: [200, async (scene) => visitor(scene.web).request(await scene.invite())],
  known: [
    200,
    async (scene) => {
      const { email } = await makeUser(scene.t.db);
      return visitor(scene.web).request(await scene.invite({ email: email ?? "" }));
    },
  ],
  faulty: [422, async (scene) => visitor(scene.web).send(await scene.invite(), goodForm("?"))],
  stale: [403, async (scene) => visitor(scene.web).send(await scene.invite(), { formToken: "old" })],
  accepted: [
    200,
    async (scene) => {
      const person = visitor(scene.web);
      await person.send(await scene.invite(), goodForm("page.kinds"));
      return person.request("/invitations/accepted");
    },
  ],
  "errors of the API": [200, async ({ web }) => visitor(web).request("/v1.0/docs/errors")],
  nothing: [200, async ({ web }) => visitor(web).request("/invitations/accepted")],
  used: [410, async (scene) => visitor(scene.web).request(await scene.invite({ state: "accepted" }))],
  expired: [410, async (scene) => visitor(scene.web).request(await scene.invite({ state: "expired" }))],
  revoked: [410, async (scene) => visitor(scene.web).request(await scene.invite({ state: "revoked" }))],
  forged: [404, async ({ web }) => visitor(web).request(`/invitations/${newToken()}`)],
  suspended: [
    403,
    async (scene) => {
      const account = await makeAccount(scene.t.db, { suspendedAt: scene.t.clock.now() });
      return visitor(scene.web).request(await scene.invite({ accountId: account.id }));
    },
  ],
  unknown: [404, async ({ web }) => visitor(web).request("/nowhere")],
  foreign: [
    403,
    async (scene) => {
      const headers = { origin: "https://evil.example", "sec-fetch-site": "cross-site" };
      return visitor(scene.web).send(await scene.invite(), goodForm("foreign"), { headers });
    },
  ],
  large: [
    413,
    async (scene) => visitor(scene.web).send(await scene.invite(), { lastName: "x".repeat(70_000) }),
  ],
  method: [405, async (scene) => visitor(scene.web).request(await scene.invite(), { method: "DELETE" })],
  many: [
    429,
    async (scene) => {
      const path = await scene.invite();
      const send = () => visitor(scene.web).send(path, { formToken: "none" });
      for (let sent = 0; sent < 10; sent += 1) await send();
      return send();
    },
  ],
  values: [
    200,
    async (scene) => visitor(scene.web).request(await (await waitingDeployment(scene)).newLink()),
  ],
  "values-faulty": [
    422,
    async (scene) => {
      const { newLink } = await waitingDeployment(scene);
      return visitor(scene.web).send(await newLink(), { ...goodValues, "connector-0-auth": "" });
    },
  ],
  "values-sealed": [200, async ({ web }) => visitor(web).request("/values/sealed")],
  "values-used": [
    410,
    async (scene) => {
      const path = await (await waitingDeployment(scene)).newLink();
      const person = visitor(scene.web);
      await person.send(path, goodValues);
      return person.request(path);
    },
  ],
  failure: [
    500,
    async ({ t }) => visitor(createWeb({ ...t.app, db: brokenDatabase }, { trustedProxies: 0 })).request("/"),
  ],
};

/** Says something in its errors that nobody must see. */
export const brokenDatabase = new Proxy({} as WebScene["t"]["db"], {
  get() {
    throw new Error("postgres://user:hunter2@db is gone");
  },
});
