/** The port to the mail server. */
export interface Mailer {
  /** Resolves when the server has taken the mail. Throws ExternalError. */
  send(mail: Mail): Promise<void>;
}

export interface Mail {
  to: string;
  subject: string;
  text: string;
  html: string;
  /** The same for each try at the same mail, so that a mail program shows it once. */
  messageId: string;
}
