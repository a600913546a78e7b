import type { Courier } from "./delivery/http-courier.ts";
import type { CallLog } from "./server/call-log.ts";
import type { Faults } from "./server/faults.ts";
import type { RateLimits } from "./server/rate-limits.ts";
import type { Tickets } from "./server/tickets.ts";
import type { Identity } from "./model/identity.ts";
import type { ResponseUrls } from "./model/response-urls.ts";
import type { Triggers } from "./model/triggers.ts";
import type { Workspace } from "./model/workspace.ts";

/** Switches for benches and tests: pacing of calls, and how long Slack waits for the app. */
export interface Pacing {
  messagesPerSecond: boolean;
  tiers: boolean;
  ackMs: number;
  eventRetriesMs: readonly number[];
  /** How long a message may be changed after it was posted, as a workspace's owners can set it; undefined: for ever. */
  editWindowMs?: number | undefined;
}

export interface SlackContext {
  identity: Identity;
  workspace: Workspace;
  triggers: Triggers;
  responseUrls: ResponseUrls;
  rateLimits: RateLimits;
  faults: Faults;
  calls: CallLog;
  tickets: Tickets;
  courier: Courier;
  limits: Pacing;
  closing: AbortSignal;
  now: () => number;
  /** `http://127.0.0.1:PORT`, without a slash at its end. */
  origin: () => string;
}
