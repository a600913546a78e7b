import type { Chapter } from "../stage.ts";

export const helpAndNearMisses: Chapter = {
  title: "Help, and a word that is nearly right",
  async play(stage) {
    await stage.types("ed", "/cyclr");
    await stage.isTold("ed", /Users\*: `invite`[\s\S]*Invitations/);
    await stage.types("ed", "/cyclr invte");
    await stage.isTold("ed", /Did you mean `\/cyclr invite`/);
  },
};
