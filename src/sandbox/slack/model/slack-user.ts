export interface SlackUser {
  id: string;
  teamId: string;
  name: string;
  realName: string;
  email: string;
  emailConfirmed: boolean;
  isRestricted: boolean;
  isUltraRestricted: boolean;
  isBot: boolean;
  isStranger: boolean;
  /** Of somebody in an Enterprise Grid: the organisation and the workspaces in which they are a member. */
  enterprise?: { id: string; teams: string[] };
  deleted: boolean;
  tz: string;
  botId?: string;
  updatedAt: number;
}

export interface NewUser {
  id?: string;
  name: string;
  realName?: string;
  email: string;
  emailConfirmed?: boolean;
  isRestricted?: boolean;
  isUltraRestricted?: boolean;
  isBot?: boolean;
  isStranger?: boolean;
  enterprise?: { id: string; teams: string[] };
  teamId?: string;
  deleted?: boolean;
  tz?: string;
}
