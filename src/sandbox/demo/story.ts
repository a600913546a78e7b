import { type Chapter, createStage } from "./stage.ts";
import { accounts } from "./chapters/accounts.ts";
import { audit } from "./chapters/audit.ts";
import { answerLost, cloudAway, refusedThere, renamedThere } from "./chapters/connected.ts";
import { consoleUsers } from "./chapters/console-users.ts";
import { formAndNames } from "./chapters/form.ts";
import { helpAndNearMisses } from "./chapters/help.ts";
import { invitationOnOneLine } from "./chapters/invitation.ts";
import { levels } from "./chapters/levels.ts";
import { marketplaceByCurl } from "./chapters/marketplace-by-curl.ts";
import { marketplaces } from "./chapters/marketplaces.ts";
import { refusals } from "./chapters/refusals.ts";
import { temporaryAdministrator } from "./chapters/temporary-administrator.ts";
import { troubleOnTheWay } from "./chapters/trouble.ts";
import { users } from "./chapters/users.ts";
import type { Demo } from "./console-commands.ts";

/** In the order in which they are told; each may lean on what those before it left behind. */
export const chapters: Chapter[] = [
  refusals,
  helpAndNearMisses,
  invitationOnOneLine,
  formAndNames,
  levels,
  temporaryAdministrator,
  users,
  accounts,
  marketplaces,
  marketplaceByCurl,
  consoleUsers,
  troubleOnTheWay,
  audit,
];

/** What is told in front of Cyclr's cloud besides, before all others. */
export const connectedChapters: Chapter[] = [cloudAway, answerLost, renamedThere, refusedThere];

/** The stories of this demo. */
export const chaptersOf = ({ cloud }: Pick<Demo, "cloud">): Chapter[] =>
  cloud ? [...connectedChapters, ...chapters] : chapters;

/** Plays the story of a first day, and throws at the first step that differs. */
export async function playStory(demo: Demo, print: (line: string) => void): Promise<void> {
  const stage = createStage(demo, print);
  for (const [index, chapter] of chaptersOf(demo).entries()) {
    print(`\n${index + 1}. ${chapter.title}`);
    await chapter.play(stage, demo);
  }
}
