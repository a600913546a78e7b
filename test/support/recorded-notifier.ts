import type { Notification, Notifier } from "../../src/core/cycles/notifier.ts";

export interface RecordedNotifier extends Notifier {
  told: Notification[];
  /** Thrown by the next calls, one each. */
  failures: Error[];
}

export function recordedNotifier(): RecordedNotifier {
  const told: Notification[] = [];
  const failures: Error[] = [];
  return {
    told,
    failures,
    async post(notification) {
      const failure = failures.shift();
      if (failure) throw failure;
      told.push(notification);
      return 200;
    },
    fault: (url, what = "The notification URL") =>
      url.startsWith("https://") ? undefined : `${what} has to start with https://.`,
  };
}
