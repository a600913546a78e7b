/** The port to the Partner's notification URL. */
export interface Notifier {
  /** Resolves once it was taken. Throws ExternalError. */
  post(notification: Notification): Promise<void>;
  /** A sentence on why this URL can never be told anything, or undefined; where its name leads shows when it is called. */
  fault(url: string): string | undefined;
}

export interface Notification {
  url: string;
  /** JSON. */
  body: string;
  headers: Record<string, string>;
}
