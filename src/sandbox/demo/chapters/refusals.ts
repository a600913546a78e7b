import type { Chapter } from "../stage.ts";

export const refusals: Chapter = {
  title: "Who may not, is told why, and who can help",
  async play(stage) {
    await stage.types("vera", '/cyclr invite new.user@acme.example to "Acme Ltd" as admin');
    await stage.isTold("vera", /“users: edit”, which you do not have\. Ask one of these: Olivia Reyes/);
    await stage.types("sam", "/cyclr invite");
    await stage.isTold("sam", /not a Console User here\. Ask one of these: Olivia Reyes/);
    await stage.types("gus", "/cyclr invite someone@acme.example to acme");
    await stage.isTold("gus", /Guests of this workspace cannot be Console Users/);
  },
};
