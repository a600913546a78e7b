import { beforeEach } from "vitest";
import type { ConsolePermissions } from "../../../src/core/kernel/access/access.ts";
import type { ConsoleUserActor, Context } from "../../../src/core/context.ts";
import type { Connector } from "../../../src/core/generated/prisma/client.ts";
import { type DeployRequestInput, deployForm } from "../../../src/core/marketplaces/deploy-request-input.ts";
import { deployMarketplaceRequest } from "../../../src/core/marketplaces/deploy-request.ts";
import { type Submitted, submitRequest } from "../../../src/core/kernel/requests/submit-request.ts";
import { makeActor } from "../../support/factories.ts";
import { place } from "../../support/invite-scene.ts";
import { makeConnector } from "../../support/marketplace-factories.ts";
import { type DeployScene, deployScene } from "./deploy-scene.ts";

export interface DeployRequestScene extends DeployScene {
  /** A Connector that asks for an API key. */
  shop: Connector;
  as: (permissions: ConsolePermissions) => Promise<Context<ConsoleUserActor>>;
  input: (given?: object) => DeployRequestInput;
  submit: (given?: object, by?: Context<ConsoleUserActor>) => Promise<Submitted>;
  request: (id: string) => ReturnType<typeof loadRequest>;
  /** The card of the latest Request. */
  shown: () => ReturnType<DeployScene["t"]["chat"]["latest"]>;
}

/** Somebody who may deploy, and make Accounts and Users for it. */
export function deployRequestScene(): DeployRequestScene {
  const scene = deployScene() as DeployRequestScene;
  scene.as = async (permissions) => ({ ...scene.t.app, actor: await makeActor(scene.t, { permissions }) });
  beforeEach(async () => {
    scene.ctx = await scene.as({ marketplaces: "edit", users: "edit", accounts: "manage" });
    scene.shop = await makeConnector(scene.t.db, { authentication: "apiKey" });
  });
  scene.input = (given = {}) =>
    deployForm.parse({ marketplaceId: scene.marketplace.id, accountId: scene.accountId, ...given });
  scene.submit = (given = {}, by = scene.ctx) =>
    submitRequest(by, deployMarketplaceRequest, scene.input(given), place());
  scene.request = (id) => loadRequest(scene, id);
  scene.shown = () => scene.t.chat.latest(scene.t.chat.messages.length - 1);
  return scene;
}

function loadRequest({ t }: DeployScene, id: string) {
  return t.db.request.findUniqueOrThrow({ where: { id }, include: { values: true } });
}
