import { endSession } from "../../core/kernel/sessions/find-session.ts";
import { FormCard, titled } from "../http/form-card.tsx";
import { formRoute } from "../http/form-route.ts";
import { ownerName } from "../http/owner.ts";
import { forgetSession } from "../http/admission.ts";
import { signedIn, userContext } from "../http/signed-in.ts";

export const signOut = formRoute({
  path: "/sign-out",
  admits: "user",
  fields: [],
  load: async (c) => ({ name: await ownerName(c), username: signedIn(c).user.username }),
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
