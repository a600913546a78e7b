import { startDemo } from "../../../src/sandbox/demo/console-commands.ts";
import { startPostgres } from "../../../src/sandbox/postgres.ts";
import { approvalRace, raceSettings } from "../../load/approval-race.ts";
import type { Part } from "../run-parts.ts";

const rounds = 300;

/** Two approvers at the same moment over real HTTP, again and again. */
export const approvals: Part = async () => {
  const postgres = await startPostgres({ maxConnections: 200 });
  const databaseUrl = await postgres.createDatabase("approvals");
  const demo = await startDemo({ mode: "http", databaseUrl }, { ...raceSettings, LOG_LEVEL: "error" });
  try {
    const { firstWon, faults } = await approvalRace(demo, rounds);
    if (faults.length > 0) throw new Error(faults.join("\n"));
    return `${rounds} rounds of two approvers at the same moment over HTTP: in each one vote, one grant, one card in one state, one who is told that it is approved and one who is told by whom. One of the two won ${firstWon} times, the other ${rounds - firstWon}.`;
  } finally {
    await demo.stop();
    await postgres.stop();
  }
};
