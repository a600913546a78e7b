import { hours, minutes } from "../../../core/kernel/time/clock.ts";
import { approveAction } from "../../../core/kernel/requests/approval-note.ts";
import { giveBackAction } from "../../../core/memberships/grant-note.ts";
import type { Message } from "../../slack/model/message-log.ts";
import type { Chapter, Stage } from "../stage.ts";
import { letTimePass } from "../let-time-pass.ts";
import type { Demo } from "../console-commands.ts";

export const temporaryAdministrator: Chapter = {
  title: "Administrator for four hours, offered to be extended, given back early",
  async play(stage, demo) {
    await stage.types("ed", "/cyclr grant-admin hanna on harbour for 4 parsecs");
    await stage.isTold("ed", /“parsecs” is not a unit of time/);
    await stage.types("ed", "/cyclr grant-admin hanna on harbour for 4h because the migration of March");
    const asked = await stage.sees(
      { inThread: true },
      /This needs approval[\s\S]*for 4 hours[\s\S]*the migration of March/,
    );
    await press(stage, demo, asked, "olivia", approveAction);
    await stage.sees({}, /Administrator granted[\s\S]*Until:[\s\S]*Access before, Administrator now, until/);
    await stage.types("vera", "/cyclr users harbour");
    await stage.isTold("vera", /hanna .*Administrator until/);

    stage.note("Three hours and fifty minutes pass.");
    await letTimePass(demo.app, hours(3) + minutes(50));
    const offer = await stage.sees(
      { inThread: true },
      /Administrator ends soon[\s\S]*\[Extend\][\s\S]*\[Give back now\]/,
    );
    await press(stage, demo, offer, "ed", giveBackAction);
    await stage.sees({ inThread: true }, /Administrator has ended[\s\S]*hanna has Access now/);
    await stage.sees({}, /Administrator ended/);
  },
};

/** A button of a message in a thread. */
async function press(
  stage: Stage,
  { slack, people }: Demo,
  { channel, ts }: Message,
  who: string,
  actionId: string,
) {
  stage.note(`${who} presses it`);
  await slack.click({ userId: people[who] ?? "", channelId: channel, ts, actionId });
}
