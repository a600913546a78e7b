import type { Chapter } from "../stage.ts";

export const levels: Chapter = {
  title: "Administrator given and taken back, with a look before and a question",
  async play(stage) {
    await stage.types("ed", "/cyclr grant-admin hanna on harbour --plan");
    await stage.isTold("ed", /nothing is done[\s\S]*hanna goes from Access to Administrator/);
    await stage.types("ed", "/cyclr grant-admin hanna on harbour");
    await stage.isTold("ed", /Sent for approval: Administrator of Harbour Foods \(harbour\) for hanna/);
    const asked = await stage.sees({ inThread: true }, /This needs approval[\s\S]*for hanna/);
    await stage.clicks("ed", asked, "Approve");
    await stage.isTold("ed", /You cannot approve your own request/);
    await stage.clicks("vera", asked, "Approve");
    await stage.isTold("vera", /“users: manage”, which you do not have/);
    await stage.clicks("olivia", asked, "Deny");
    await stage.seesForm("olivia", /Deny[\s\S]*Why/);
    await stage.submits("olivia", { reason: "Say what for." }, /closed/);
    await stage.sees({ inThread: true }, /Denied[\s\S]*Denied by Olivia Reyes: “Say what for\.”/);
    await stage.types("ed", "/cyclr grant-admin hanna on harbour because she closes the books");
    await stage.isTold("ed", /Sent for approval/);
    const again = await stage.sees(
      { inThread: true },
      /This needs approval[\s\S]*Harbour Foods \(harbour\) has now 1 user[\s\S]*she closes the books/,
    );
    await stage.clicks("mona", again, "Approve");
    await stage.isTold("mona", /^Approved/);
    await stage.sees({}, /Administrator granted[\s\S]*Access before, Administrator now/);
    await stage.types("ed", "/cyclr revoke-admin hanna on harbour");
    await stage.isTold("ed", /hanna goes from Administrator to Access[\s\S]*left without an Administrator/);
    await stage.presses("ed", "Do it");
    await stage.isTold("ed", /^Queued/);
    await stage.sees({}, /Administrator revoked[\s\S]*no Administrator any more/);
  },
};
