import { beforeEach } from "vitest";
import type { Context } from "../../../src/core/context.ts";
import type { Marketplace } from "../../../src/core/generated/prisma/client.ts";
import type { Deploy } from "../../../src/core/marketplaces/deploy-user.ts";
import { type InviteScene, inviteScene } from "../../support/invite-scene.ts";
import { makeMarketplace } from "../../support/marketplace-factories.ts";

export interface DeployScene extends InviteScene {
  marketplace: Marketplace;
  /** Whoever needs no Console permission. */
  trusted: () => Context;
  /** For the Account of the test, with its API User, unless given otherwise. */
  deploy: (given?: Partial<Deploy>) => Deploy;
  /** How many rows of each kind a deployment could have made there are. */
  everything: () => Promise<number[]>;
}

/** An empty Marketplace for each test, and an Account to deploy it for. */
export function deployScene(): DeployScene {
  const scene = inviteScene() as DeployScene;
  beforeEach(async () => {
    scene.marketplace = await makeMarketplace(scene.t.db);
  });
  return Object.assign(scene, {
    trusted: () =>
      ({ ...scene.t.app, actor: { kind: "operator", name: "tests", surface: "command-line" } }) as const,
    deploy: (given: Partial<Deploy> = {}): Deploy => ({
      marketplaceId: scene.marketplace.id,
      account: { accountId: scene.accountId },
      user: { kind: "api-user" },
      authentications: [],
      inlineOAuth: false,
      completeParameter: null,
      requestId: null,
      ...given,
    }),
    everything: () => {
      const { db } = scene.t;
      return Promise.all([
        db.account.count(),
        db.user.count(),
        db.membership.count(),
        db.accountConnector.count(),
        db.deployment.count(),
        db.secretLink.count({ where: { purpose: "signIn" } }),
      ]);
    },
  });
}
