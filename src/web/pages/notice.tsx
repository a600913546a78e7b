import type { PropsWithChildren } from "hono/jsx";

/** A page that only tells something: what happened, and what to do next. */
export function Notice({ heading, children }: PropsWithChildren<{ heading: string }>) {
  return (
    <section class="card notice">
      <h1>{heading}</h1>
      {children}
    </section>
  );
}
