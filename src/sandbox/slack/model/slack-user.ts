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
  teamId?: string;
  deleted?: boolean;
  tz?: string;
}
