/** The columns of a Console User whom no Slack user is linked to. */
export const unlinked = { chatTeamId: null, chatUserId: null, chatLinkedAt: null, chatEmailKey: null } as const;
