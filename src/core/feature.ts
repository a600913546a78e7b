import type { App } from "./context.ts";
import type { Job } from "./kernel/outbox/job.ts";
import type { MailingKind } from "./kernel/outbox/mailing.ts";
import type { AnyOutbox } from "./kernel/outbox/recover.ts";
import type { RequestKind } from "./kernel/requests/request-kind.ts";

/** What a folder of `core` hands to the program, in its `index.ts`. */
export interface Feature {
  requests?: RequestKind<unknown>[];
  jobs?: Job[];
  /** Mails that no Request sends. */
  mailings?: MailingKind[];
  /** Tables whose rows say what is still to be done. */
  outboxes?: AnyOutbox[];
  /** Run at an interval; each returns how many rows it took. */
  sweeps?: ((app: App) => Promise<number>)[];
  sealed?: SealedColumn[];
}

/** A column that holds something sealed with SECRET_KEY. */
export interface SealedColumn {
  table: string;
  column: string;
  /** What tells its rows apart, and what their purpose is made of. */
  key: string;
  purpose: (key: string) => string;
}
