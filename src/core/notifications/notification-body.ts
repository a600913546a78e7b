import type { Prisma } from "../generated/prisma/client.ts";

export const notificationFacts = {
  account: { select: { apiId: true, name: true } },
  user: { select: { username: true } },
} as const satisfies Prisma.CycleEventInclude;

export type ToldEvent = Prisma.CycleEventGetPayload<{ include: typeof notificationFacts }>;

/** What the notification URL is told of one event: the same bytes at each try. */
export function notificationBody(event: ToldEvent, templateName: string | null): string {
  const { account, user } = event;
  return JSON.stringify({
    Id: event.id,
    Status: event.status,
    OccurredAtUtc: event.createdAt.toISOString(),
    AccountId: event.accountId,
    AccountApiId: account.apiId,
    AccountName: account.name,
    UserId: event.userId,
    Username: user?.username ?? null,
    CompleteParameter: event.completeParameter,
    Installation: {
      CycleId: event.cycleId,
      CycleName: event.cycleName,
      TemplateId: event.templateId,
      TemplateName: templateName,
    },
  });
}
