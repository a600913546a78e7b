export interface SlackFile {
  id: string;
  name: string;
  title: string;
  length: number;
  content?: Buffer;
  channel?: string;
  /** The person who uploaded it; else the bot. */
  userId?: string;
}
