import { endSession } from "../../core/sessions/end-session.ts";
import { FormCard, titled } from "../form-card.tsx";
import { formRoute } from "../form-route.ts";
import { partnerName } from "../../core/partner/partner-name.ts";
import { forgetSession } from "../sessions/session-cookie.ts";
import { signedIn, userContext } from "../sessions/signed-in.ts";

export const signOut = formRoute({
  path: "/sign-out",
  admits: "user",
  fields: [],
  load: async (c) => ({ name: await partnerName(c.var.app), username: signedIn(c).user.username }),
  page: ({ name, username }, draft, token) => ({
    title: titled("Sign out", draft),
    partnerName: name,
    body: (
      <FormCard
        heading="Sign out"
        lead={
          <p>
            You are signed in as <bdi>{username}</bdi>.
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
    const { sessionId } = signedIn(c).actor;
    await endSession(userContext(c), { sessionId, action: "signed-out" });
    forgetSession(c, "session");
    return "/sign-in?said=out";
  },
});
