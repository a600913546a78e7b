/** The port to addresses outside that are told of events: the Partner's notification URL, and webhooks. */
export interface Notifier {
  /** Resolves with the status once it was taken, which is 2xx. Throws ExternalError, whose reason is any other status. */
  post(notification: Notification): Promise<number>;
  /**
   * A sentence on why this URL can never be told anything, or undefined; where its name leads shows when it is called. `what` is
   * how the sentence begins.
   */
  fault(url: string, what?: string): string | undefined;
}

export interface Notification {
  url: string;
  /** JSON. */
  body: string;
  headers: Record<string, string>;
  /** What a sentence on its trouble begins with, where that is not "The notification URL". */
  what?: string;
  /** Until it is over, from the first look-up of the name. */
  timeoutMs?: number;
}
