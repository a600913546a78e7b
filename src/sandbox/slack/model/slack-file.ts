export interface SlackFile {
  id: string;
  name: string;
  title: string;
  length: number;
  content?: Buffer;
  channel?: string;
}
