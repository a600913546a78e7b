import type { SlackStanding } from "./slack-standing.ts";

/** So many in a row, with none good in between, are no accident. */
const inARow = 5;
/** Whoever sends forged deliveries must not be able to say that a bot is broken which serves Slack well. */
const provenForMs = 15 * 60_000;
const doubtedForMs = 15 * 60_000;

const sentence =
  "No delivery is signed with SLACK_SIGNING_SECRET, so the bot refuses every command. Copy the Signing Secret from Basic Information of the app, set it and start the bot again.";

/** Notes of each well-formed delivery whether its signature was right, and doubts the secret where none is any more. */
export function doubtSigningSecret(standing: SlackStanding, now: () => number = Date.now) {
  let wrong = 0;
  let lastGood = -Infinity;
  let lastWrong = -Infinity;
  return (isGood: boolean): void => {
    if (isGood) {
      wrong = 0;
      lastGood = now();
      standing.end(["signing-secret"], "deliveries are signed with SLACK_SIGNING_SECRET again");
      return;
    }
    wrong = now() - lastWrong > doubtedForMs ? 1 : wrong + 1;
    lastWrong = now();
    if (wrong >= inARow && now() - lastGood > provenForMs)
      standing.begin("signing-secret", { sentence, lastsMs: doubtedForMs });
  };
}
