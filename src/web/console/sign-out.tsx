import { partnerName } from "../../core/partner/partner-name.ts";
import { endSession } from "../../core/sessions/end-session.ts";
import { FormCard, titled } from "../form-card.tsx";
import { formRoute } from "../form-route.ts";
import { forgetSession } from "../sessions/session-cookie.ts";
import { consoleSignInPath, consoleSignOutPath, readConsoleSession } from "./console-session.ts";

export const consoleSignOut = formRoute({
  path: consoleSignOutPath,
  admits: "anyone",
  fields: [],
  load: async (c) => ({
    partner: await partnerName(c.var.app),
    name: (await readConsoleSession(c))?.name ?? "nobody",
  }),
  page: ({ partner, name }, draft, token) => ({
    title: titled("Sign out", draft),
    partnerName: partner,
    body: (
      <FormCard
        heading="Sign out"
        lead={
          <p>
            Signed in to the operator's pages: <bdi>{name}</bdi>.
          </p>
        }
        specs={[]}
        draft={draft}
        token={token}
        button="Sign out"
      />
    ),
  }),
  async send(c) {
    const session = await readConsoleSession(c);
    if (session) await endSession(session.ctx, { sessionId: session.sessionId, action: "signed-out" });
    forgetSession(c, "console-session");
    return `${consoleSignInPath}?said=out`;
  },
});
