import { ownerName } from "../http/owner.ts";
import { apiCodes, type ApiCode, errorsPath } from "../http/api-errors.ts";
import { explanations } from "../http/error-codes.ts";
import type { Route } from "../http/form-route.ts";
import { sendPage } from "../http/send-page.tsx";
import { referencePath } from "./paths.ts";

/** What each Code of an error means. The Link of an error leads to its Code here. */
export const errorsPage: Route = {
  path: errorsPath,
  async get(c) {
    const body = (
      <section class="card pad">
        <h1>Errors of the API</h1>
        <p>
          The Code of an error stays the same when its Message is put otherwise. Errors lists everything that
          is wrong with a request, where its status is 400. RequestId is the X-Request-Id that was sent, or
          one that was made; the log has the call under it.
        </p>
        <p>
          <a href={c.var.site.path(referencePath)}>All calls of the API</a>
        </p>
        {apiCodes.map((code) => (
          <Code code={code} />
        ))}
      </section>
    );
    return sendPage(c, { title: "Errors of the API", partnerName: await ownerName(c), body });
  },
};

function Code({ code }: { code: ApiCode }) {
  const { status, means, remedy } = explanations[code];
  return (
    <article id={code}>
      <h2>
        <code>{code}</code> <span class="badge">{status}</span>
      </h2>
      <p>{means}</p>
      <p>{remedy}</p>
    </article>
  );
}
