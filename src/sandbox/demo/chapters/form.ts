import type { Chapter } from "../stage.ts";

export const formAndNames: Chapter = {
  title: "The same through the form; a name that two Accounts share",
  async play(stage) {
    await stage.types("olivia", "/cyclr invite");
    await stage.seesForm("olivia", /Invite a user[\s\S]*Account/);
    const harbour = "Harbour Foods (harbour)";
    await stage.submits(
      "olivia",
      { accountId: harbour, email: "hanna@harbour.example" },
      /errors email: .*already a member/,
    );
    await stage.submits("olivia", { accountId: harbour, email: "hugo@harbour.example" }, /closed/);
    await stage.sees({}, /Invitation mailed[\s\S]*hugo@harbour\.example/);

    await stage.types("ed", "/cyclr invite gil@globex.example to globex");
    await stage.isTold("ed", /Several Accounts are called “globex”[\s\S]*globex-eu[\s\S]*globex-us/);
  },
};
