import { sealAudit } from "../../../src/core/audit/seal-audit.ts";
import { askForSteps } from "../../../src/core/cloud/steps-from-audit.ts";
import { scene } from "./connected-scene.ts";

/** Lets the worker seal what was audited, and ask about it. */
export async function ask(): Promise<void> {
  await sealAudit(scene.t.db);
  await askForSteps(scene.t.app);
  await scene.t.runJobs();
}

/** What people are asked to do in the Console, the oldest first. */
export const steps = () =>
  scene.t.db.cloudEffect.findMany({ where: { byHandAt: { not: null } }, orderBy: { id: "asc" } });

/** The newest of them. */
export async function step() {
  const last = (await steps()).at(-1);
  if (!last) throw new Error("Nobody is asked for anything");
  return last;
}
