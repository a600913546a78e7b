import type { Context, Visitor } from "../../core/context.ts";
import type { WebContext } from "../web-context.ts";

/** Of somebody who has not signed in, as the audit names them. */
export function visitorContext(c: WebContext): Context<Visitor> {
  return { ...c.var.app, actor: { kind: "visitor", name: `somebody at ${c.var.client}`, surface: "web" } };
}
