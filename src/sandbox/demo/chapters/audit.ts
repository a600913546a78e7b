import { verifyAudit } from "../../../core/audit/verify-audit.ts";
import { marketplaces } from "./marketplaces.ts";
import { type Chapter, expect } from "../stage.ts";

export const audit: Chapter = {
  title: "Who did what: on screen, as a file, and proved",
  after: marketplaces.title,
  async play(stage, { slack, people, app }) {
    await stage.types("vera", "/cyclr audit");
    await stage.isTold("vera", /“audit: view”, which you do not have/);
    await stage.types("olivia", "/cyclr audit harbour");
    await stage.isTold(
      "olivia",
      /Audit of Harbour Foods \(harbour\)[\s\S]*hanna[\s\S]*the cycle Orders to invoices/,
    );
    await stage.types("olivia", "/cyclr audit --export csv");
    await slack.waitFor(() => slack.files().length > 0, { what: "the file of the audit" });
    stage.note(
      `[file to olivia alone] ${slack
        .files()
        .map(({ name }) => name)
        .join(", ")}`,
    );
    await slack.openHome(people["ed"] ?? "");
    await slack.waitFor(
      () => JSON.stringify(slack.home(people["ed"] ?? "") ?? "").includes("Invite a user"),
      {
        timeoutMs: 60_000,
        what: "Ed's App Home",
      },
    );
    stage.note("[home, ed] offers what Ed may do, what waits for him, and what he asked for.");
    const { count, broken } = await verifyAudit(app.db);
    stage.note(`The chain of ${count} audit entries is ${broken ? "broken" : "whole"}.`);
    expect(!broken && count > 50, `the audit is broken at ${broken?.id}, or has only ${count} entries`);
  },
};
