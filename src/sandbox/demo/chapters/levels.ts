import type { Chapter } from "../chapter.ts";

export const levels: Chapter = {
  title: "Administrator given and taken back, with a look before and a question",
  async play(stage) {
    await stage.types("ed", "/cyclr grant-admin hanna on harbour --plan");
    await stage.isTold("ed", /nothing is done[\s\S]*hanna goes from Access to Administrator/);
    await stage.types("ed", "/cyclr grant-admin hanna on harbour");
    await stage.isTold("ed", /Queued: Administrator of Harbour Foods \(harbour\) for hanna/);
    await stage.sees({}, /Administrator granted[\s\S]*Access before, Administrator now/);
    await stage.types("ed", "/cyclr revoke-admin hanna on harbour");
    await stage.isTold("ed", /hanna goes from Administrator to Access[\s\S]*left without an Administrator/);
    await stage.presses("ed", "Do it");
    await stage.isTold("ed", /^Queued/);
    await stage.sees({}, /Administrator revoked[\s\S]*no Administrator any more/);
  },
};
