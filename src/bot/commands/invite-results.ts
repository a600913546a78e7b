import type { Command } from "../command.ts";
import { resultsSearch, showInviteResults } from "../invite-results.ts";
import { withSearch } from "../listing.ts";
import { takeOption } from "../phrase.ts";
import { inviteResultsForm } from "./invite-results-form.ts";

export const inviteResultsCommand: Command = {
  name: "invite-results",
  area: "Invitations",
  summary: "what has become of each address of a bulk invitation, and a retry of those that failed",
  needs: "users:view",
  usage: ["", "<number that its card shows>", "[number] --failed"],
  example: "",
  forms: [inviteResultsForm],

  async run(call) {
    const { given, rest } = takeOption(call.words, "--failed");
    const ctx = await call.context();
    const [text, blocks] = await showInviteResults(ctx, {
      requestId: rest.map((word) => word.text).join(" ") || undefined,
      which: given ? "failed" : undefined,
    });
    await call.say(text, withSearch(blocks, resultsSearch));
  },
};
