-- By hand: Prisma does not create the extension that the trigram indexes need.
CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- CreateEnum
CREATE TYPE "LinkPurpose" AS ENUM ('invitation', 'consoleInvitation', 'password', 'email', 'signIn', 'values');

-- CreateEnum
CREATE TYPE "RequestStatus" AS ENUM ('draft', 'awaitingApproval', 'awaitingValues', 'queued', 'done', 'failed', 'cancelled', 'denied', 'expired');

-- CreateEnum
CREATE TYPE "Decision" AS ENUM ('approve', 'deny');

-- CreateEnum
CREATE TYPE "CycleStatus" AS ENUM ('Active', 'Paused');

-- CreateEnum
CREATE TYPE "CycleEventStatus" AS ENUM ('installed', 'started', 'stopped', 'uninstalled');

-- CreateTable
CREATE TABLE "Partner" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "name" TEXT NOT NULL,
    "apiDomain" TEXT,
    "serviceDomain" TEXT,
    "serviceName" TEXT,
    "brandColour" TEXT,
    "logo" TEXT,
    "notificationUrl" TEXT,
    "notificationSecretSealed" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Partner_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Logo" (
    "name" TEXT NOT NULL,
    "bytes" BYTEA NOT NULL,

    CONSTRAINT "Logo_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "Home" (
    "consoleUserId" UUID NOT NULL,
    "generation" INTEGER NOT NULL DEFAULT 1,
    "observedGeneration" INTEGER NOT NULL DEFAULT 0,
    "lease" INTEGER NOT NULL DEFAULT 0,
    "leasedUntil" TIMESTAMPTZ(3),
    "notBefore" TIMESTAMPTZ(3),
    "dueAt" TIMESTAMPTZ(3),
    "recoveries" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "Home_pkey" PRIMARY KEY ("consoleUserId")
);

-- CreateTable
CREATE TABLE "ConsoleInvitation" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "emailKey" TEXT NOT NULL,
    "fullAccess" BOOLEAN NOT NULL DEFAULT false,
    "permissions" JSONB NOT NULL DEFAULT '{}',
    "requestId" UUID,
    "linkId" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ConsoleInvitation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ConsoleUser" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "emailKey" TEXT NOT NULL,
    "firstName" TEXT NOT NULL DEFAULT '',
    "lastName" TEXT NOT NULL DEFAULT '',
    "fullAccess" BOOLEAN NOT NULL DEFAULT false,
    "permissions" JSONB NOT NULL DEFAULT '{}',
    "chatTeamId" TEXT,
    "chatUserId" TEXT,
    "chatLinkedAt" TIMESTAMPTZ(3),
    "chatEmailKey" TEXT,
    "timeZone" TEXT,
    "passwordHash" TEXT,
    "removedAt" TIMESTAMPTZ(3),
    "frozenAt" TIMESTAMPTZ(3),
    "chatExcluded" TEXT,
    "calledAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ConsoleUser_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Account" (
    "id" UUID NOT NULL,
    "apiId" TEXT NOT NULL,
    "apiIdKey" TEXT NOT NULL,
    "externalId" TEXT,
    "name" TEXT NOT NULL,
    "nameKey" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "parentId" UUID,
    "suspendedAt" TIMESTAMPTZ(3),
    "suspendedBecause" TEXT,
    "sensitiveBecause" TEXT,
    "timeZone" TEXT,
    "runSettings" JSONB,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "User" (
    "id" UUID NOT NULL,
    "username" TEXT NOT NULL,
    "usernameKey" TEXT NOT NULL,
    "lookAlikeKeys" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "firstName" TEXT NOT NULL DEFAULT '',
    "lastName" TEXT NOT NULL DEFAULT '',
    "email" TEXT,
    "emailKey" TEXT,
    "emailConfirmedAt" TIMESTAMPTZ(3),
    "passwordHash" TEXT,
    "ownPasswordAt" TIMESTAMPTZ(3),
    "mustChangePassword" BOOLEAN NOT NULL DEFAULT false,
    "apiUserOfId" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "User_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SecretLink" (
    "id" UUID NOT NULL,
    "purpose" "LinkPurpose" NOT NULL,
    "tokenHash" BYTEA NOT NULL,
    "tokenSealed" TEXT,
    "issue" INTEGER NOT NULL DEFAULT 1,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "handedOverAt" TIMESTAMPTZ(3),
    "usedAt" TIMESTAMPTZ(3),
    "revokedAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "userId" UUID,
    "email" TEXT,
    "accountId" UUID,
    "deploymentId" UUID,
    "requestId" UUID,

    CONSTRAINT "SecretLink_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Membership" (
    "id" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "accountId" UUID NOT NULL,
    "suspendedAt" TIMESTAMPTZ(3),
    "suspendedBecause" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Membership_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AdministratorGrant" (
    "id" UUID NOT NULL,
    "membershipId" UUID NOT NULL,
    "startsAt" TIMESTAMPTZ(3) NOT NULL,
    "endsAt" TIMESTAMPTZ(3),
    "reason" TEXT,
    "endSaidAt" TIMESTAMPTZ(3),
    "endedAt" TIMESTAMPTZ(3),
    "endedBy" TEXT,
    "requestId" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "AdministratorGrant_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Invitation" (
    "id" UUID NOT NULL,
    "accountId" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "emailKey" TEXT NOT NULL,
    "asAdministrator" BOOLEAN NOT NULL DEFAULT false,
    "requestId" UUID,
    "linkId" UUID NOT NULL,
    "acceptedAt" TIMESTAMPTZ(3),
    "acceptedById" UUID,
    "revokedAt" TIMESTAMPTZ(3),
    "expiredAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "invitedById" UUID,

    CONSTRAINT "Invitation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Request" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "input" JSONB NOT NULL,
    "status" "RequestStatus" NOT NULL DEFAULT 'queued',
    "outcome" TEXT,
    "trouble" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,
    "dedupeKey" TEXT,
    "draftKey" TEXT,
    "idempotencyKey" TEXT,
    "requesterId" UUID,
    "apiClientId" UUID,
    "accountId" UUID,
    "needs" TEXT,
    "what" TEXT,
    "reason" TEXT,
    "traceParent" TEXT,
    "approvalsNeeded" INTEGER NOT NULL DEFAULT 0,
    "approverNeeds" TEXT,
    "beneficiaries" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "expiresAt" TIMESTAMPTZ(3),
    "remindAt" TIMESTAMPTZ(3),
    "reminders" INTEGER NOT NULL DEFAULT 0,
    "approvedAt" TIMESTAMPTZ(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "retried" INTEGER NOT NULL DEFAULT 0,
    "notBefore" TIMESTAMPTZ(3),
    "lease" INTEGER NOT NULL DEFAULT 0,
    "leasedUntil" TIMESTAMPTZ(3),
    "dueAt" TIMESTAMPTZ(3),
    "recoveries" INTEGER NOT NULL DEFAULT 0,
    "appliedAt" TIMESTAMPTZ(3),
    "mailedAt" TIMESTAMPTZ(3),
    "finishedAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Request_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Vote" (
    "id" UUID NOT NULL,
    "requestId" UUID NOT NULL,
    "voterId" UUID NOT NULL,
    "decision" "Decision" NOT NULL,
    "reason" TEXT,
    "alone" BOOLEAN NOT NULL DEFAULT false,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Vote_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RequestValues" (
    "requestId" UUID NOT NULL,
    "valuesSealed" TEXT NOT NULL,

    CONSTRAINT "RequestValues_pkey" PRIMARY KEY ("requestId")
);

-- CreateTable
CREATE TABLE "RequestItem" (
    "id" UUID NOT NULL,
    "requestId" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "subject" TEXT NOT NULL,
    "accountId" UUID,
    "asAdministrator" BOOLEAN NOT NULL DEFAULT false,
    "outcome" TEXT,
    "trouble" TEXT,
    "invitationId" UUID,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "finishedAt" TIMESTAMPTZ(3),

    CONSTRAINT "RequestItem_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ChatMessage" (
    "id" UUID NOT NULL,
    "requestId" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "channelId" TEXT NOT NULL,
    "chatUserId" TEXT NOT NULL,
    "generation" INTEGER NOT NULL DEFAULT 1,
    "observedGeneration" INTEGER NOT NULL DEFAULT 0,
    "postedTo" TEXT,
    "postedId" TEXT,
    "postedAt" TIMESTAMPTZ(3),
    "movedBecause" TEXT,
    "copies" INTEGER NOT NULL DEFAULT 0,
    "tries" INTEGER NOT NULL DEFAULT 0,
    "lease" INTEGER NOT NULL DEFAULT 0,
    "leasedUntil" TIMESTAMPTZ(3),
    "notBefore" TIMESTAMPTZ(3),
    "rateLimit" TEXT,
    "dueAt" TIMESTAMPTZ(3),
    "recoveries" INTEGER NOT NULL DEFAULT 0,
    "givenUpAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ChatMessage_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ChatRateLimit" (
    "channelId" TEXT NOT NULL,
    "freeAt" TIMESTAMPTZ(3) NOT NULL,
    "heldUntil" TIMESTAMPTZ(3),

    CONSTRAINT "ChatRateLimit_pkey" PRIMARY KEY ("channelId")
);

-- CreateTable
CREATE TABLE "CloudPace" (
    "lane" TEXT NOT NULL,
    "freeAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "CloudPace_pkey" PRIMARY KEY ("lane")
);

-- CreateTable
CREATE TABLE "CloudAccount" (
    "accountId" UUID NOT NULL,
    "cloudId" TEXT NOT NULL,
    "createdThere" TIMESTAMPTZ(3),
    "listedAt" TIMESTAMPTZ(3),
    "readAt" TIMESTAMPTZ(3),

    CONSTRAINT "CloudAccount_pkey" PRIMARY KEY ("accountId")
);

-- CreateTable
CREATE TABLE "CloudUser" (
    "userId" UUID NOT NULL,
    "cloudName" TEXT NOT NULL,

    CONSTRAINT "CloudUser_pkey" PRIMARY KEY ("userId")
);

-- CreateTable
CREATE TABLE "CloudEffect" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "cloudId" TEXT NOT NULL,
    "accountId" UUID,
    "requestId" UUID,
    "about" JSONB NOT NULL,
    "tries" INTEGER NOT NULL DEFAULT 0,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "notBefore" TIMESTAMPTZ(3),
    "lease" INTEGER NOT NULL DEFAULT 0,
    "leasedUntil" TIMESTAMPTZ(3),
    "dueAt" TIMESTAMPTZ(3),
    "recoveries" INTEGER NOT NULL DEFAULT 0,
    "doneAt" TIMESTAMPTZ(3),
    "failedAt" TIMESTAMPTZ(3),
    "trouble" TEXT,
    "byHandAt" TIMESTAMPTZ(3),
    "undoneAt" TIMESTAMPTZ(3),
    "settledBy" TEXT,
    "remindAt" TIMESTAMPTZ(3),
    "reminders" INTEGER NOT NULL DEFAULT 0,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "CloudEffect_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CloudSteps" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "toldBlock" BIGINT NOT NULL,

    CONSTRAINT "CloudSteps_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CloudImport" (
    "id" UUID NOT NULL,
    "startedAt" TIMESTAMPTZ(3) NOT NULL,
    "finishedAt" TIMESTAMPTZ(3),

    CONSTRAINT "CloudImport_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AuditEvent" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "actorKind" TEXT NOT NULL,
    "actorId" TEXT,
    "actorName" TEXT NOT NULL,
    "surface" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "subjectKind" TEXT NOT NULL,
    "subjectId" TEXT,
    "subjectName" TEXT NOT NULL DEFAULT '',
    "accountId" UUID,
    "requestId" UUID,
    "callId" TEXT,
    "before" JSONB,
    "after" JSONB,
    "salt" UUID DEFAULT gen_random_uuid(),
    "erasedBy" BIGINT,

    CONSTRAINT "AuditEvent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AuditBlock" (
    "number" BIGINT NOT NULL,
    "ids" int8multirange NOT NULL,
    "count" INTEGER NOT NULL,
    "settled" BIGINT NOT NULL,
    "sealedAt" TIMESTAMPTZ(3) NOT NULL,
    "digests" BYTEA NOT NULL,
    "previousHash" BYTEA NOT NULL,
    "hash" BYTEA NOT NULL,
    "watched" BIGINT NOT NULL,
    "writers" TEXT[],

    CONSTRAINT "AuditBlock_pkey" PRIMARY KEY ("number")
);

-- CreateTable
CREATE TABLE "Delivery" (
    "key" TEXT NOT NULL,
    "takenAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Delivery_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "RateLimit" (
    "key" TEXT NOT NULL,
    "points" INTEGER NOT NULL,
    "expire" TIMESTAMPTZ(3),

    CONSTRAINT "RateLimit_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "Connector" (
    "id" UUID NOT NULL,
    "number" SERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "nameKey" TEXT NOT NULL,
    "version" TEXT NOT NULL DEFAULT '1.0',
    "title" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "authentication" TEXT NOT NULL DEFAULT 'none',
    "properties" JSONB NOT NULL DEFAULT '[]',
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Connector_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AccountConnector" (
    "id" UUID NOT NULL,
    "number" SERIAL NOT NULL,
    "accountId" UUID NOT NULL,
    "connectorId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "authenticationId" TEXT,
    "valuesSealed" TEXT,
    "authenticated" BOOLEAN NOT NULL DEFAULT false,
    "installedById" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "AccountConnector_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Template" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "nameKey" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "steps" JSONB NOT NULL DEFAULT '[]',
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Template_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "TemplateConnector" (
    "templateId" UUID NOT NULL,
    "connectorId" UUID NOT NULL,

    CONSTRAINT "TemplateConnector_pkey" PRIMARY KEY ("templateId","connectorId")
);

-- CreateTable
CREATE TABLE "Marketplace" (
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "nameKey" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Marketplace_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "MarketplaceCard" (
    "id" UUID NOT NULL,
    "marketplaceId" INTEGER NOT NULL,
    "position" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "MarketplaceCard_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CardTemplate" (
    "cardId" UUID NOT NULL,
    "templateId" UUID NOT NULL,
    "position" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "CardTemplate_pkey" PRIMARY KEY ("cardId","templateId")
);

-- CreateTable
CREATE TABLE "Cycle" (
    "id" UUID NOT NULL,
    "accountId" UUID NOT NULL,
    "templateId" UUID,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "status" "CycleStatus" NOT NULL DEFAULT 'Paused',
    "steps" JSONB NOT NULL DEFAULT '[]',
    "version" INTEGER NOT NULL DEFAULT 1,
    "interval" INTEGER,
    "startsAt" TIMESTAMPTZ(3),
    "runOnce" BOOLEAN NOT NULL DEFAULT false,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Cycle_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CycleEvent" (
    "id" UUID NOT NULL,
    "accountId" UUID NOT NULL,
    "cycleId" UUID,
    "cycleName" TEXT NOT NULL,
    "templateId" UUID,
    "status" "CycleEventStatus" NOT NULL,
    "userId" UUID,
    "actorName" TEXT NOT NULL,
    "completeParameter" TEXT,
    "notifyUrl" TEXT,
    "notifyAttempts" INTEGER NOT NULL DEFAULT 0,
    "notBefore" TIMESTAMPTZ(3),
    "lease" INTEGER NOT NULL DEFAULT 0,
    "leasedUntil" TIMESTAMPTZ(3),
    "dueAt" TIMESTAMPTZ(3),
    "recoveries" INTEGER NOT NULL DEFAULT 0,
    "notifiedAt" TIMESTAMPTZ(3),
    "notifyTrouble" TEXT,
    "givenUpAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "CycleEvent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Deployment" (
    "id" UUID NOT NULL,
    "marketplaceId" INTEGER NOT NULL,
    "accountId" UUID NOT NULL,
    "userId" UUID,
    "requestId" UUID,
    "inlineOAuth" BOOLEAN NOT NULL DEFAULT false,
    "completeParameter" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Deployment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Webhook" (
    "id" UUID NOT NULL,
    "url" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "eventTypes" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "offBecause" TEXT,
    "secretSealed" TEXT NOT NULL,
    "oldSecretSealed" TEXT,
    "oldSecretUntil" TIMESTAMPTZ(3),
    "apiClientId" UUID NOT NULL,
    "toldBlock" BIGINT NOT NULL DEFAULT 0,
    "waiting" BOOLEAN NOT NULL DEFAULT false,
    "failingSince" TIMESTAMPTZ(3),
    "notBefore" TIMESTAMPTZ(3),
    "lease" INTEGER NOT NULL DEFAULT 0,
    "leasedUntil" TIMESTAMPTZ(3),
    "dueAt" TIMESTAMPTZ(3),
    "recoveries" INTEGER NOT NULL DEFAULT 0,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "changedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Webhook_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "WebhookDelivery" (
    "id" UUID NOT NULL,
    "webhookId" UUID NOT NULL,
    "eventId" BIGINT,
    "type" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "lastStatus" INTEGER,
    "trouble" TEXT,
    "triedAt" TIMESTAMPTZ(3),
    "nextAt" TIMESTAMPTZ(3),
    "since" TIMESTAMPTZ(3) NOT NULL,
    "deliveredAt" TIMESTAMPTZ(3),
    "failedAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "WebhookDelivery_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Session" (
    "id" UUID NOT NULL,
    "tokenHash" BYTEA NOT NULL,
    "userId" UUID,
    "consoleUserId" UUID,
    "accountId" UUID,
    "deploymentId" UUID,
    "userAgent" TEXT NOT NULL DEFAULT '',
    "address" TEXT NOT NULL DEFAULT '',
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "seenAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Mailing" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "about" JSONB NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "notBefore" TIMESTAMPTZ(3),
    "lease" INTEGER NOT NULL DEFAULT 0,
    "leasedUntil" TIMESTAMPTZ(3),
    "dueAt" TIMESTAMPTZ(3),
    "recoveries" INTEGER NOT NULL DEFAULT 0,
    "sentAt" TIMESTAMPTZ(3),
    "givenUpAt" TIMESTAMPTZ(3),
    "trouble" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Mailing_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ApiClient" (
    "id" UUID NOT NULL,
    "clientId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "accountId" UUID,
    "fullAccess" BOOLEAN NOT NULL DEFAULT false,
    "permissions" JSONB NOT NULL DEFAULT '{}',
    "knownTo" UUID[] DEFAULT ARRAY[]::UUID[],
    "createdBy" TEXT NOT NULL DEFAULT '',
    "lastUsedAt" TIMESTAMPTZ(3),
    "revokedAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ApiClient_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ApiClientSecret" (
    "id" UUID NOT NULL,
    "apiClientId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "prefix" TEXT NOT NULL DEFAULT '',
    "secretHash" BYTEA,
    "requestId" UUID,
    "createdBy" TEXT NOT NULL DEFAULT '',
    "lastUsedAt" TIMESTAMPTZ(3),
    "expiresAt" TIMESTAMPTZ(3),
    "revokedAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ApiClientSecret_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "IdempotentCall" (
    "id" UUID NOT NULL,
    "apiClientId" UUID NOT NULL,
    "keyHash" BYTEA NOT NULL,
    "answerSealed" TEXT NOT NULL,
    "linkHash" BYTEA,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "IdempotentCall_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AccessToken" (
    "id" UUID NOT NULL,
    "tokenHash" BYTEA NOT NULL,
    "apiClientId" UUID NOT NULL,
    "secretId" UUID NOT NULL,
    "accountId" UUID,
    "permissions" JSONB,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "AccessToken_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "ConsoleInvitation_linkId_key" ON "ConsoleInvitation"("linkId");

-- CreateIndex
CREATE INDEX "ConsoleInvitation_requestId_idx" ON "ConsoleInvitation"("requestId");

-- CreateIndex
CREATE INDEX "ConsoleInvitation_emailKey_idx" ON "ConsoleInvitation"("emailKey");

-- CreateIndex
CREATE UNIQUE INDEX "ConsoleUser_emailKey_key" ON "ConsoleUser"("emailKey");

-- CreateIndex
CREATE UNIQUE INDEX "ConsoleUser_chatTeamId_chatUserId_key" ON "ConsoleUser"("chatTeamId", "chatUserId");

-- CreateIndex
CREATE UNIQUE INDEX "Account_apiIdKey_key" ON "Account"("apiIdKey");

-- CreateIndex
CREATE UNIQUE INDEX "Account_externalId_key" ON "Account"("externalId");

-- CreateIndex
CREATE INDEX "Account_nameKey_id_idx" ON "Account"("nameKey", "id");

-- CreateIndex
CREATE INDEX "Account_apiIdKey_prefix" ON "Account"("apiIdKey" text_pattern_ops);

-- CreateIndex
CREATE INDEX "Account_nameKey_trigrams" ON "Account" USING GIN ("nameKey" gin_trgm_ops);

-- CreateIndex
CREATE INDEX "Account_apiIdKey_trigrams" ON "Account" USING GIN ("apiIdKey" gin_trgm_ops);

-- CreateIndex
CREATE INDEX "Account_parentId_idx" ON "Account"("parentId");

-- CreateIndex
CREATE UNIQUE INDEX "User_usernameKey_key" ON "User"("usernameKey");

-- CreateIndex
CREATE UNIQUE INDEX "User_emailKey_key" ON "User"("emailKey");

-- CreateIndex
CREATE UNIQUE INDEX "User_apiUserOfId_key" ON "User"("apiUserOfId");

-- CreateIndex
CREATE INDEX "User_lookAlikeKeys_idx" ON "User" USING GIN ("lookAlikeKeys");

-- CreateIndex
CREATE INDEX "User_usernameKey_prefix" ON "User"("usernameKey" text_pattern_ops);

-- CreateIndex
CREATE INDEX "User_emailKey_prefix" ON "User"("emailKey" text_pattern_ops);

-- CreateIndex
CREATE INDEX "User_usernameKey_trigrams" ON "User" USING GIN ("usernameKey" gin_trgm_ops);

-- CreateIndex
CREATE INDEX "User_emailKey_trigrams" ON "User" USING GIN ("emailKey" gin_trgm_ops);

-- CreateIndex
CREATE UNIQUE INDEX "SecretLink_tokenHash_key" ON "SecretLink"("tokenHash");

-- CreateIndex
CREATE INDEX "Membership_accountId_idx" ON "Membership"("accountId");

-- CreateIndex
CREATE UNIQUE INDEX "Membership_userId_accountId_key" ON "Membership"("userId", "accountId");

-- CreateIndex
CREATE INDEX "AdministratorGrant_membershipId_idx" ON "AdministratorGrant"("membershipId");

-- CreateIndex
CREATE INDEX "AdministratorGrant_requestId_idx" ON "AdministratorGrant"("requestId");

-- CreateIndex
CREATE INDEX "AdministratorGrant_endsAt_idx" ON "AdministratorGrant"("endsAt");

-- CreateIndex
CREATE UNIQUE INDEX "Invitation_linkId_key" ON "Invitation"("linkId");

-- CreateIndex
CREATE INDEX "Invitation_accountId_id_idx" ON "Invitation"("accountId", "id");

-- CreateIndex
CREATE INDEX "Invitation_requestId_idx" ON "Invitation"("requestId");

-- CreateIndex
CREATE INDEX "Invitation_emailKey_idx" ON "Invitation"("emailKey");

-- CreateIndex
CREATE INDEX "Invitation_invitedById_idx" ON "Invitation"("invitedById");

-- CreateIndex
CREATE UNIQUE INDEX "Request_dedupeKey_key" ON "Request"("dedupeKey");

-- CreateIndex
CREATE UNIQUE INDEX "Request_idempotencyKey_key" ON "Request"("idempotencyKey");

-- CreateIndex
CREATE INDEX "Request_accountId_idx" ON "Request"("accountId");

-- CreateIndex
CREATE INDEX "Request_apiClientId_createdAt_idx" ON "Request"("apiClientId", "createdAt");

-- CreateIndex
CREATE INDEX "Request_requesterId_createdAt_idx" ON "Request"("requesterId", "createdAt");

-- CreateIndex
CREATE INDEX "Request_status_createdAt_idx" ON "Request"("status", "createdAt");

-- CreateIndex
CREATE INDEX "Vote_voterId_idx" ON "Vote"("voterId");

-- CreateIndex
CREATE UNIQUE INDEX "Vote_requestId_voterId_key" ON "Vote"("requestId", "voterId");

-- CreateIndex
CREATE UNIQUE INDEX "RequestItem_invitationId_key" ON "RequestItem"("invitationId");

-- CreateIndex
CREATE UNIQUE INDEX "RequestItem_requestId_position_key" ON "RequestItem"("requestId", "position");

-- CreateIndex
CREATE UNIQUE INDEX "ChatMessage_requestId_key_key" ON "ChatMessage"("requestId", "key");

-- CreateIndex
CREATE INDEX "ChatRateLimit_freeAt_idx" ON "ChatRateLimit"("freeAt");

-- CreateIndex
CREATE UNIQUE INDEX "CloudAccount_cloudId_key" ON "CloudAccount"("cloudId");

-- CreateIndex
CREATE UNIQUE INDEX "CloudUser_cloudName_key" ON "CloudUser"("cloudName");

-- CreateIndex
CREATE INDEX "CloudEffect_requestId_idx" ON "CloudEffect"("requestId");

-- CreateIndex
CREATE INDEX "CloudEffect_cloudId_id_idx" ON "CloudEffect"("cloudId", "id");

-- CreateIndex
CREATE INDEX "CloudEffect_remindAt_idx" ON "CloudEffect"("remindAt");

-- CreateIndex
CREATE INDEX "AuditEvent_at_idx" ON "AuditEvent"("at");

-- CreateIndex
CREATE INDEX "AuditEvent_accountId_id_idx" ON "AuditEvent"("accountId", "id");

-- CreateIndex
CREATE INDEX "AuditEvent_subjectKind_subjectId_id_idx" ON "AuditEvent"("subjectKind", "subjectId", "id");

-- CreateIndex
CREATE INDEX "AuditEvent_actorId_id_idx" ON "AuditEvent"("actorId", "id");

-- CreateIndex
CREATE INDEX "AuditEvent_requestId_idx" ON "AuditEvent"("requestId");

-- CreateIndex
CREATE INDEX "Delivery_takenAt_idx" ON "Delivery"("takenAt");

-- CreateIndex
CREATE UNIQUE INDEX "Connector_number_key" ON "Connector"("number");

-- CreateIndex
CREATE UNIQUE INDEX "AccountConnector_number_key" ON "AccountConnector"("number");

-- CreateIndex
CREATE UNIQUE INDEX "Connector_nameKey_version_key" ON "Connector"("nameKey", "version");

-- CreateIndex
CREATE INDEX "AccountConnector_accountId_idx" ON "AccountConnector"("accountId");

-- CreateIndex
CREATE INDEX "AccountConnector_connectorId_idx" ON "AccountConnector"("connectorId");

-- CreateIndex
CREATE INDEX "Template_nameKey_id_idx" ON "Template"("nameKey", "id");

-- CreateIndex
CREATE INDEX "TemplateConnector_connectorId_idx" ON "TemplateConnector"("connectorId");

-- CreateIndex
CREATE UNIQUE INDEX "Marketplace_nameKey_key" ON "Marketplace"("nameKey");

-- CreateIndex
CREATE UNIQUE INDEX "MarketplaceCard_marketplaceId_position_key" ON "MarketplaceCard"("marketplaceId", "position");

-- CreateIndex
CREATE INDEX "CardTemplate_templateId_idx" ON "CardTemplate"("templateId");

-- CreateIndex
CREATE INDEX "Cycle_accountId_id_idx" ON "Cycle"("accountId", "id");

-- CreateIndex
CREATE INDEX "Cycle_templateId_idx" ON "Cycle"("templateId");

-- CreateIndex
CREATE INDEX "CycleEvent_accountId_id_idx" ON "CycleEvent"("accountId", "id");

-- CreateIndex
CREATE INDEX "CycleEvent_cycleId_idx" ON "CycleEvent"("cycleId");

-- CreateIndex
CREATE INDEX "CycleEvent_userId_idx" ON "CycleEvent"("userId");

-- CreateIndex
CREATE INDEX "Deployment_accountId_id_idx" ON "Deployment"("accountId", "id");

-- CreateIndex
CREATE INDEX "Deployment_marketplaceId_idx" ON "Deployment"("marketplaceId");

-- CreateIndex
CREATE INDEX "Deployment_userId_idx" ON "Deployment"("userId");

-- CreateIndex
CREATE INDEX "Deployment_requestId_idx" ON "Deployment"("requestId");

-- CreateIndex
CREATE INDEX "Deployment_createdAt_idx" ON "Deployment"("createdAt");

-- CreateIndex
CREATE INDEX "Webhook_apiClientId_idx" ON "Webhook"("apiClientId");

-- CreateIndex
CREATE INDEX "WebhookDelivery_webhookId_id_idx" ON "WebhookDelivery"("webhookId", "id");

-- CreateIndex
CREATE INDEX "WebhookDelivery_createdAt_idx" ON "WebhookDelivery"("createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "WebhookDelivery_webhookId_eventId_key" ON "WebhookDelivery"("webhookId", "eventId");

-- CreateIndex
CREATE UNIQUE INDEX "Session_tokenHash_key" ON "Session"("tokenHash");

-- CreateIndex
CREATE INDEX "Session_userId_idx" ON "Session"("userId");

-- CreateIndex
CREATE INDEX "Session_consoleUserId_idx" ON "Session"("consoleUserId");

-- CreateIndex
CREATE INDEX "Session_expiresAt_idx" ON "Session"("expiresAt");

-- CreateIndex
CREATE INDEX "Mailing_createdAt_idx" ON "Mailing"("createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "ApiClient_clientId_key" ON "ApiClient"("clientId");

-- CreateIndex
CREATE INDEX "ApiClient_accountId_idx" ON "ApiClient"("accountId");

-- CreateIndex
CREATE UNIQUE INDEX "ApiClientSecret_secretHash_key" ON "ApiClientSecret"("secretHash");

-- CreateIndex
CREATE UNIQUE INDEX "ApiClientSecret_requestId_key" ON "ApiClientSecret"("requestId");

-- CreateIndex
CREATE INDEX "ApiClientSecret_apiClientId_idx" ON "ApiClientSecret"("apiClientId");

-- CreateIndex
CREATE UNIQUE INDEX "IdempotentCall_apiClientId_keyHash_key" ON "IdempotentCall"("apiClientId", "keyHash");

-- CreateIndex
CREATE INDEX "IdempotentCall_expiresAt_idx" ON "IdempotentCall"("expiresAt");

-- CreateIndex
CREATE UNIQUE INDEX "AccessToken_tokenHash_key" ON "AccessToken"("tokenHash");

-- CreateIndex
CREATE INDEX "AccessToken_apiClientId_idx" ON "AccessToken"("apiClientId");

-- CreateIndex
CREATE INDEX "AccessToken_secretId_idx" ON "AccessToken"("secretId");

-- CreateIndex
CREATE INDEX "AccessToken_expiresAt_idx" ON "AccessToken"("expiresAt");

-- AddForeignKey
ALTER TABLE "CloudAccount" ADD CONSTRAINT "CloudAccount_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CloudEffect" ADD CONSTRAINT "CloudEffect_requestId_fkey" FOREIGN KEY ("requestId") REFERENCES "Request"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CloudUser" ADD CONSTRAINT "CloudUser_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Home" ADD CONSTRAINT "Home_consoleUserId_fkey" FOREIGN KEY ("consoleUserId") REFERENCES "ConsoleUser"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ConsoleInvitation" ADD CONSTRAINT "ConsoleInvitation_requestId_fkey" FOREIGN KEY ("requestId") REFERENCES "Request"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ConsoleInvitation" ADD CONSTRAINT "ConsoleInvitation_linkId_fkey" FOREIGN KEY ("linkId") REFERENCES "SecretLink"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Account" ADD CONSTRAINT "Account_parentId_fkey" FOREIGN KEY ("parentId") REFERENCES "Account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "User" ADD CONSTRAINT "User_apiUserOfId_fkey" FOREIGN KEY ("apiUserOfId") REFERENCES "Account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SecretLink" ADD CONSTRAINT "SecretLink_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SecretLink" ADD CONSTRAINT "SecretLink_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SecretLink" ADD CONSTRAINT "SecretLink_deploymentId_fkey" FOREIGN KEY ("deploymentId") REFERENCES "Deployment"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SecretLink" ADD CONSTRAINT "SecretLink_requestId_fkey" FOREIGN KEY ("requestId") REFERENCES "Request"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Membership" ADD CONSTRAINT "Membership_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Membership" ADD CONSTRAINT "Membership_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AdministratorGrant" ADD CONSTRAINT "AdministratorGrant_membershipId_fkey" FOREIGN KEY ("membershipId") REFERENCES "Membership"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AdministratorGrant" ADD CONSTRAINT "AdministratorGrant_requestId_fkey" FOREIGN KEY ("requestId") REFERENCES "Request"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Invitation" ADD CONSTRAINT "Invitation_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Invitation" ADD CONSTRAINT "Invitation_requestId_fkey" FOREIGN KEY ("requestId") REFERENCES "Request"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Invitation" ADD CONSTRAINT "Invitation_linkId_fkey" FOREIGN KEY ("linkId") REFERENCES "SecretLink"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Invitation" ADD CONSTRAINT "Invitation_acceptedById_fkey" FOREIGN KEY ("acceptedById") REFERENCES "User"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Invitation" ADD CONSTRAINT "Invitation_invitedById_fkey" FOREIGN KEY ("invitedById") REFERENCES "User"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Request" ADD CONSTRAINT "Request_requesterId_fkey" FOREIGN KEY ("requesterId") REFERENCES "ConsoleUser"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Request" ADD CONSTRAINT "Request_apiClientId_fkey" FOREIGN KEY ("apiClientId") REFERENCES "ApiClient"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Request" ADD CONSTRAINT "Request_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Vote" ADD CONSTRAINT "Vote_requestId_fkey" FOREIGN KEY ("requestId") REFERENCES "Request"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Vote" ADD CONSTRAINT "Vote_voterId_fkey" FOREIGN KEY ("voterId") REFERENCES "ConsoleUser"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RequestValues" ADD CONSTRAINT "RequestValues_requestId_fkey" FOREIGN KEY ("requestId") REFERENCES "Request"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RequestItem" ADD CONSTRAINT "RequestItem_requestId_fkey" FOREIGN KEY ("requestId") REFERENCES "Request"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RequestItem" ADD CONSTRAINT "RequestItem_invitationId_fkey" FOREIGN KEY ("invitationId") REFERENCES "Invitation"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ChatMessage" ADD CONSTRAINT "ChatMessage_requestId_fkey" FOREIGN KEY ("requestId") REFERENCES "Request"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AccountConnector" ADD CONSTRAINT "AccountConnector_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AccountConnector" ADD CONSTRAINT "AccountConnector_connectorId_fkey" FOREIGN KEY ("connectorId") REFERENCES "Connector"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TemplateConnector" ADD CONSTRAINT "TemplateConnector_templateId_fkey" FOREIGN KEY ("templateId") REFERENCES "Template"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TemplateConnector" ADD CONSTRAINT "TemplateConnector_connectorId_fkey" FOREIGN KEY ("connectorId") REFERENCES "Connector"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "MarketplaceCard" ADD CONSTRAINT "MarketplaceCard_marketplaceId_fkey" FOREIGN KEY ("marketplaceId") REFERENCES "Marketplace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CardTemplate" ADD CONSTRAINT "CardTemplate_cardId_fkey" FOREIGN KEY ("cardId") REFERENCES "MarketplaceCard"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CardTemplate" ADD CONSTRAINT "CardTemplate_templateId_fkey" FOREIGN KEY ("templateId") REFERENCES "Template"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Cycle" ADD CONSTRAINT "Cycle_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Cycle" ADD CONSTRAINT "Cycle_templateId_fkey" FOREIGN KEY ("templateId") REFERENCES "Template"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CycleEvent" ADD CONSTRAINT "CycleEvent_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CycleEvent" ADD CONSTRAINT "CycleEvent_cycleId_fkey" FOREIGN KEY ("cycleId") REFERENCES "Cycle"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CycleEvent" ADD CONSTRAINT "CycleEvent_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Deployment" ADD CONSTRAINT "Deployment_marketplaceId_fkey" FOREIGN KEY ("marketplaceId") REFERENCES "Marketplace"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Deployment" ADD CONSTRAINT "Deployment_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Deployment" ADD CONSTRAINT "Deployment_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Deployment" ADD CONSTRAINT "Deployment_requestId_fkey" FOREIGN KEY ("requestId") REFERENCES "Request"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Webhook" ADD CONSTRAINT "Webhook_apiClientId_fkey" FOREIGN KEY ("apiClientId") REFERENCES "ApiClient"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "WebhookDelivery" ADD CONSTRAINT "WebhookDelivery_webhookId_fkey" FOREIGN KEY ("webhookId") REFERENCES "Webhook"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Session" ADD CONSTRAINT "Session_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Session" ADD CONSTRAINT "Session_consoleUserId_fkey" FOREIGN KEY ("consoleUserId") REFERENCES "ConsoleUser"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ApiClient" ADD CONSTRAINT "ApiClient_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ApiClientSecret" ADD CONSTRAINT "ApiClientSecret_apiClientId_fkey" FOREIGN KEY ("apiClientId") REFERENCES "ApiClient"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ApiClientSecret" ADD CONSTRAINT "ApiClientSecret_requestId_fkey" FOREIGN KEY ("requestId") REFERENCES "Request"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "IdempotentCall" ADD CONSTRAINT "IdempotentCall_apiClientId_fkey" FOREIGN KEY ("apiClientId") REFERENCES "ApiClient"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AccessToken" ADD CONSTRAINT "AccessToken_apiClientId_fkey" FOREIGN KEY ("apiClientId") REFERENCES "ApiClient"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AccessToken" ADD CONSTRAINT "AccessToken_secretId_fkey" FOREIGN KEY ("secretId") REFERENCES "ApiClientSecret"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- By hand from here on: Prisma knows neither partial indexes nor checks nor triggers.

-- One open Invitation per Account and address.
CREATE UNIQUE INDEX "Invitation_open" ON "Invitation"("accountId", "emailKey") WHERE "acceptedAt" IS NULL AND "revokedAt" IS NULL AND "expiredAt" IS NULL;
CREATE INDEX "AdministratorGrant_to_end" ON "AdministratorGrant"("endsAt") WHERE "endsAt" IS NOT NULL AND "endedAt" IS NULL;
-- Which API IDs other Accounts have had: src/core/kernel/names/former-account-names.ts asks in these very words.
CREATE INDEX "AuditEvent_former_apiId" ON "AuditEvent"(lower("before" ->> 'apiId')) WHERE "action" IN ('account-settings-changed', 'account-deleted');
ALTER TABLE "Session" ADD CONSTRAINT "Session_one_person" CHECK (num_nonnulls("userId", "consoleUserId") = 1);

-- What each purpose of a link goes with, and a token is sealed only until its mail is out or its link has ended.
ALTER TABLE "SecretLink"
  ADD CONSTRAINT "SecretLink_subject" CHECK (CASE "purpose"
    WHEN 'password' THEN "userId" IS NOT NULL AND num_nonnulls("email", "accountId", "deploymentId") = 0
    WHEN 'email' THEN num_nulls("userId", "email") = 0 AND num_nonnulls("requestId", "accountId", "deploymentId") = 0
    WHEN 'signIn' THEN num_nulls("userId", "accountId") = 0 AND num_nonnulls("requestId", "email", "tokenSealed") = 0
    WHEN 'values' THEN num_nonnulls("userId", "email", "accountId", "deploymentId", "tokenSealed") = 0
    ELSE num_nonnulls("userId", "email", "accountId", "deploymentId", "requestId") = 0 END),
  ADD CONSTRAINT "SecretLink_sealed" CHECK ("tokenSealed" IS NULL OR num_nonnulls("handedOverAt", "usedAt", "revokedAt") = 0);
CREATE INDEX "SecretLink_userId" ON "SecretLink"("userId") WHERE "userId" IS NOT NULL;
CREATE INDEX "SecretLink_accountId" ON "SecretLink"("accountId") WHERE "accountId" IS NOT NULL;
CREATE INDEX "SecretLink_deploymentId" ON "SecretLink"("deploymentId") WHERE "deploymentId" IS NOT NULL;
CREATE INDEX "SecretLink_requestId" ON "SecretLink"("requestId") WHERE "requestId" IS NOT NULL;
CREATE INDEX "SecretLink_open" ON "SecretLink"("expiresAt") WHERE "usedAt" IS NULL AND "revokedAt" IS NULL;

-- A link goes with the thing that points at it.
CREATE FUNCTION delete_link() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM "SecretLink" WHERE "id" = OLD."linkId";
  RETURN NULL;
END $$;

CREATE TRIGGER "Invitation_link" AFTER DELETE ON "Invitation" FOR EACH ROW EXECUTE FUNCTION delete_link();
CREATE TRIGGER "ConsoleInvitation_link" AFTER DELETE ON "ConsoleInvitation" FOR EACH ROW EXECUTE FUNCTION delete_link();

-- What is due is looked for every few seconds. These hold what is open alone, in the very words of each outbox.
CREATE INDEX "Request_due" ON "Request"("dueAt") WHERE "status" = 'queued';
CREATE INDEX "ChatMessage_due" ON "ChatMessage"("dueAt") WHERE "observedGeneration" < "generation" AND "givenUpAt" IS NULL;
CREATE INDEX "Mailing_due" ON "Mailing"("dueAt") WHERE "sentAt" IS NULL AND "givenUpAt" IS NULL;
CREATE INDEX "CycleEvent_due" ON "CycleEvent"("dueAt") WHERE "notifyUrl" IS NOT NULL AND "notifiedAt" IS NULL AND "givenUpAt" IS NULL;
CREATE INDEX "CloudEffect_due" ON "CloudEffect"("dueAt") WHERE "doneAt" IS NULL AND "failedAt" IS NULL AND "byHandAt" IS NULL;
-- What people have to decide or to do.
CREATE INDEX "CloudEffect_unsettled" ON "CloudEffect"("id") WHERE "doneAt" IS NULL AND "undoneAt" IS NULL AND ("failedAt" IS NOT NULL OR "byHandAt" IS NOT NULL);
CREATE INDEX "Webhook_due" ON "Webhook"("dueAt") WHERE "enabled" AND "waiting";
-- Which of an endpoint's deliveries is tried next.
CREATE INDEX "WebhookDelivery_next" ON "WebhookDelivery"("webhookId", "nextAt") WHERE "deliveredAt" IS NULL AND "failedAt" IS NULL;

-- The audit is append-only: its rows, and the blocks by which they are sealed a moment after their commit. The digest of a row
-- is over every column but "erasedBy" as text, each with its length in octets before it, and "-" where it is null; the hash of a
-- block over its own columns in the same way, and the digests behind them. src/core/audit/verify-audit.ts computes the same. By the
-- salt, which goes when a row is erased, nobody can try out what it said against the digest that stays.
--
-- All of this names its own tables and functions by their schema, so that audit_seal() below can do without "public" in its path.
CREATE FUNCTION audit_field(field TEXT) RETURNS TEXT LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(octet_length(field)::TEXT || ':' || field, '-')
$$;

CREATE FUNCTION audit_moment(moment TIMESTAMPTZ) RETURNS TEXT LANGUAGE sql STABLE AS $$
  SELECT to_char(moment AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
$$;

CREATE FUNCTION audit_digest(event public."AuditEvent") RETURNS BYTEA LANGUAGE sql STABLE AS $$
  SELECT sha256(convert_to(
    public.audit_field(event."id"::TEXT) || public.audit_field(public.audit_moment(event."at")) ||
    public.audit_field(event."actorKind") || public.audit_field(event."actorId") || public.audit_field(event."actorName") ||
    public.audit_field(event."surface") || public.audit_field(event."action") ||
    public.audit_field(event."subjectKind") || public.audit_field(event."subjectId") || public.audit_field(event."subjectName") ||
    public.audit_field(event."accountId"::TEXT) || public.audit_field(event."requestId"::TEXT) ||
    public.audit_field(event."callId") ||
    public.audit_field(event."before"::TEXT) || public.audit_field(event."after"::TEXT) ||
    public.audit_field(event."salt"::TEXT), 'UTF8'))
$$;

CREATE FUNCTION audit_hash(block public."AuditBlock") RETURNS BYTEA LANGUAGE sql STABLE AS $$
  SELECT sha256(convert_to(
    public.audit_field(block."number"::TEXT) || public.audit_field(encode(block."previousHash", 'hex')) ||
    public.audit_field(public.audit_moment(block."sealedAt")) || public.audit_field(block."ids"::TEXT) ||
    public.audit_field(block."count"::TEXT) || public.audit_field(block."settled"::TEXT), 'UTF8') || block."digests")
$$;

-- Which blocks seal a row, and what is sealed from some id on.
CREATE INDEX "AuditBlock_ids" ON "AuditBlock" USING gist ("ids");

-- Seals rows that are in no block yet, the lowest ids first, in one block more. Returns how many; fewer than asked for means
-- that no more were to be seen. It runs as the owner: the program's role itself may write no block.
--
-- A row is seen when its transaction commits, whatever its id: ids below those of the last block may still come. Every id up to
-- "settled" is in a block or never comes, since its transaction was rolled back. An INSERT locks the table before it takes an id,
-- and until its transaction ends; so what has been given ("watched") is settled as soon as none of the transactions ("writers")
-- runs that held such a lock after that. Their numbers may come again after a restart, which only makes this wait.
--
-- Each statement here must see what is committed by then, and not by the first of them. The plans are made while the tables are
-- small, and kept: so they are held to the indexes.
--
-- Whoever calls it must not be able to have it run functions or operators of their own as the owner, and may be able to make some in
-- "public": so it looks for none there. One seals at a time, by a lock that only the owner can take; readers do not wait for it.
CREATE FUNCTION audit_seal(at_most INTEGER) RETURNS INTEGER LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp SET lock_timeout = '5s' SET enable_seqscan = off AS $$
DECLARE
  last public."AuditBlock";
  block public."AuditBlock";
  given BIGINT;
  running TEXT[];
  unsealed INT8MULTIRANGE;
  highest BIGINT;
BEGIN
  IF current_setting('transaction_isolation') <> 'read committed' THEN
    RAISE EXCEPTION 'The audit is sealed in a READ COMMITTED transaction only';
  END IF;
  IF at_most IS NULL OR at_most NOT BETWEEN 1 AND 1000 THEN
    RAISE EXCEPTION 'A block of the audit is of 1 to 1000 rows';
  END IF;
  LOCK TABLE public."AuditBlock" IN SHARE ROW EXCLUSIVE MODE;
  SELECT * INTO last FROM public."AuditBlock" ORDER BY "number" DESC LIMIT 1;
  block."settled" := coalesce(last."settled", 0);
  given := pg_sequence_last_value(pg_get_serial_sequence('public."AuditEvent"', 'id')::REGCLASS);
  IF given IS NULL OR given <= block."settled" THEN
    RETURN 0;
  END IF;
  running := ARRAY(SELECT DISTINCT virtualtransaction FROM pg_locks
    WHERE locktype = 'relation' AND relation = 'public."AuditEvent"'::REGCLASS AND mode = 'RowExclusiveLock' AND granted
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database()));
  unsealed := int8multirange(int8range(block."settled", given, '(]')) - coalesce((
    SELECT range_agg(sealed) FROM public."AuditBlock" one, unnest(one."ids") AS sealed
    WHERE one."ids" && int8range(block."settled", NULL, '()')), '{}');

  SELECT range_agg(int8range("id", "id", '[]')), count(*), max("id"), string_agg("digest", '' ORDER BY "id")
  INTO block."ids", block."count", highest, block."digests"
  FROM (
    SELECT event."id", event."digest"
    FROM unnest(unsealed) AS stretch, LATERAL (
      SELECT one."id", public.audit_digest(one) AS "digest" FROM public."AuditEvent" one
      WHERE one."id" >= lower(stretch) AND one."id" < upper(stretch) ORDER BY one."id" LIMIT at_most) event
    ORDER BY event."id" LIMIT at_most) batch;
  IF block."count" = 0 THEN
    RETURN 0;
  END IF;

  IF cardinality(running) > 0 AND last."writers" && running THEN
    block."watched" := last."watched";
    block."writers" := ARRAY(SELECT unnest(last."writers") INTERSECT SELECT unnest(running));
  ELSE
    block."settled" := CASE WHEN cardinality(running) = 0 THEN given ELSE coalesce(last."watched", 0) END;
    block."watched" := given;
    block."writers" := running;
  END IF;
  IF block."count" = at_most THEN
    block."settled" := least(block."settled", highest);
  END IF;
  block."number" := coalesce(last."number", 0) + 1;
  block."sealedAt" := date_trunc('milliseconds', clock_timestamp());
  block."previousHash" := coalesce(last."hash", '');
  block."hash" := public.audit_hash(block);
  INSERT INTO public."AuditBlock" SELECT block.*;
  RETURN block."count";
END $$;
REVOKE EXECUTE ON FUNCTION audit_seal(INTEGER) FROM PUBLIC;

-- A row is held in memory as text where it is sealed, verified and exported, 1000 at a time; the program cuts what is longer. JSON is
-- measured as text: a number of few octets may be written in 100,000 digits.
ALTER TABLE "AuditEvent" ADD CONSTRAINT "AuditEvent_size" CHECK (
  octet_length("actorKind") + coalesce(octet_length("actorId"), 0) + octet_length("actorName") + octet_length("surface") +
  octet_length("action") + octet_length("subjectKind") + coalesce(octet_length("subjectId"), 0) + octet_length("subjectName") +
  coalesce(octet_length("before"::TEXT), 0) + coalesce(octet_length("after"::TEXT), 0) <= 200000);

CREATE FUNCTION audit_refuse() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'The audit is append-only: % refused', TG_OP;
END $$;

-- A person is erased from a sealed row by an update of its own, and only to what an entry of the chain has said before: its "after" names the
-- ids ("ids", a multirange) and, in their order, the digest of each row as it is to be left ("digests", in base64). So what is left
-- of an erased row is proven by that entry, as the whole of it was by its block; and what was changed before is not erased, so that
-- no erasure hides it. No role but the owner may update at all.
-- Which of so many digests, one after another in the order of the ids, is that of one of them.
CREATE FUNCTION audit_digest_of(id BIGINT, ids INT8MULTIRANGE, digests BYTEA) RETURNS BYTEA LANGUAGE sql IMMUTABLE AS $$
  SELECT substring(digests FROM 1 + 32 * (
    SELECT sum(greatest(least(upper(stretch), id) - lower(stretch), 0)) FROM unnest(ids) AS stretch)::INTEGER FOR 32)
  WHERE ids @> id
$$;

CREATE FUNCTION audit_sealed_digest(id BIGINT) RETURNS BYTEA LANGUAGE sql STABLE AS $$
  SELECT public.audit_digest_of(id, block."ids", block."digests") FROM public."AuditBlock" block WHERE block."ids" @> id
$$;

-- What the chain says that a row's digest is: its block, or the entry by which it was erased last.
CREATE FUNCTION audit_proven_digest(event public."AuditEvent") RETURNS BYTEA LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN event."erasedBy" IS NULL THEN public.audit_sealed_digest(event."id") ELSE (
    SELECT public.audit_digest_of(event."id", (eraser."after" ->> 'ids')::INT8MULTIRANGE,
      decode(eraser."after" ->> 'digests', 'base64'))
    FROM public."AuditEvent" eraser WHERE eraser."id" = event."erasedBy" AND eraser."action" = 'audit-erased') END
$$;

-- A row as it is left: of the columns named, names read "(erased)", and what else can hold a person is emptied.
CREATE FUNCTION audit_left(event public."AuditEvent", emptied TEXT[], eraser BIGINT) RETURNS public."AuditEvent"
  LANGUAGE plpgsql STABLE AS $$
BEGIN
  event."salt" := NULL;
  event."erasedBy" := eraser;
  IF 'actorId' = ANY(emptied) THEN event."actorId" := NULL; END IF;
  IF 'actorName' = ANY(emptied) THEN event."actorName" := '(erased)'; END IF;
  IF 'subjectId' = ANY(emptied) THEN event."subjectId" := NULL; END IF;
  IF 'subjectName' = ANY(emptied) THEN event."subjectName" := '(erased)'; END IF;
  IF 'callId' = ANY(emptied) THEN event."callId" := NULL; END IF;
  IF 'before' = ANY(emptied) THEN event."before" := NULL; END IF;
  IF 'after' = ANY(emptied) THEN event."after" := NULL; END IF;
  RETURN event;
END $$;

CREATE FUNCTION audit_erase() RETURNS TRIGGER LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF OLD."action" <> 'audit-erased' AND NEW."salt" IS NULL AND NEW."erasedBy" > coalesce(OLD."erasedBy", OLD."id")
    AND ROW(NEW."id", NEW."at", NEW."actorKind", NEW."surface", NEW."action", NEW."subjectKind", NEW."accountId", NEW."requestId")
      IS NOT DISTINCT FROM
      ROW(OLD."id", OLD."at", OLD."actorKind", OLD."surface", OLD."action", OLD."subjectKind", OLD."accountId", OLD."requestId")
    AND NEW."actorName" IN (OLD."actorName", '(erased)') AND NEW."subjectName" IN (OLD."subjectName", '(erased)')
    AND coalesce(NEW."actorId" = OLD."actorId", NEW."actorId" IS NULL)
    AND coalesce(NEW."subjectId" = OLD."subjectId", NEW."subjectId" IS NULL)
    AND coalesce(NEW."callId" = OLD."callId", NEW."callId" IS NULL)
    AND coalesce(NEW."before" = OLD."before", NEW."before" IS NULL) AND coalesce(NEW."after" = OLD."after", NEW."after" IS NULL)
    AND public.audit_proven_digest(OLD) = public.audit_digest(OLD) AND public.audit_proven_digest(NEW) = public.audit_digest(NEW)
    AND EXISTS (SELECT 1 FROM public."AuditEvent" eraser WHERE eraser."id" = NEW."erasedBy"
      AND public.audit_sealed_digest(eraser."id") = public.audit_digest(eraser)) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'The audit is append-only: UPDATE refused';
END $$;

-- Nothing but an erasure takes the salt away.
ALTER TABLE "AuditEvent" ADD CONSTRAINT "AuditEvent_erased" CHECK (("erasedBy" IS NULL) = ("salt" IS NOT NULL));

CREATE TRIGGER "AuditEvent_erase_only" BEFORE UPDATE ON "AuditEvent" FOR EACH ROW EXECUTE FUNCTION audit_erase();
CREATE TRIGGER "AuditEvent_append_only" BEFORE DELETE ON "AuditEvent" FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER "AuditEvent_not_emptied" BEFORE TRUNCATE ON "AuditEvent" FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER "AuditBlock_append_only" BEFORE UPDATE OR DELETE ON "AuditBlock" FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER "AuditBlock_not_emptied" BEFORE TRUNCATE ON "AuditBlock" FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();

-- CreateTable
CREATE TABLE "CloudSync" (
    "id" UUID NOT NULL,
    "scope" TEXT NOT NULL,
    "startedAt" TIMESTAMPTZ(3) NOT NULL,
    "pages" INTEGER NOT NULL DEFAULT 0,
    "listedAt" TIMESTAMPTZ(3),
    "listsSubs" BOOLEAN,
    "compared" INTEGER NOT NULL DEFAULT 0,
    "found" INTEGER NOT NULL DEFAULT 0,
    "finishedAt" TIMESTAMPTZ(3),
    "trouble" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "notBefore" TIMESTAMPTZ(3),
    "lease" INTEGER NOT NULL DEFAULT 0,
    "leasedUntil" TIMESTAMPTZ(3),
    "dueAt" TIMESTAMPTZ(3),
    "recoveries" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "CloudSync_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CloudListed" (
    "syncId" UUID NOT NULL,
    "cloudId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "createdThere" TIMESTAMPTZ(3),
    "gone" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "CloudListed_pkey" PRIMARY KEY ("syncId","cloudId")
);

-- CreateTable
CREATE TABLE "CloudDrift" (
    "id" UUID NOT NULL,
    "number" SERIAL NOT NULL,
    "kind" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "accountId" UUID,
    "userId" UUID,
    "parentId" UUID,
    "cloudId" TEXT NOT NULL DEFAULT '',
    "userName" TEXT NOT NULL DEFAULT '',
    "here" TEXT NOT NULL DEFAULT '',
    "there" TEXT NOT NULL DEFAULT '',
    "seenAt" TIMESTAMPTZ(3) NOT NULL,
    "lastSeenAt" TIMESTAMPTZ(3) NOT NULL,
    "goneAt" TIMESTAMPTZ(3),
    "settledAt" TIMESTAMPTZ(3),
    "settledAs" TEXT,
    "ignoredAt" TIMESTAMPTZ(3),
    "ignoredBy" TEXT,
    "ignoredBecause" TEXT,

    CONSTRAINT "CloudDrift_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "CloudSync_scope_startedAt_idx" ON "CloudSync"("scope", "startedAt");

-- CreateIndex
CREATE UNIQUE INDEX "CloudDrift_number_key" ON "CloudDrift"("number");

-- CreateIndex
CREATE INDEX "CloudDrift_accountId_idx" ON "CloudDrift"("accountId");

-- CreateIndex
CREATE INDEX "CloudDrift_userId_idx" ON "CloudDrift"("userId");

-- CreateIndex
CREATE INDEX "CloudDrift_parentId_idx" ON "CloudDrift"("parentId");

-- CreateIndex
CREATE INDEX "CloudAccount_readAt_idx" ON "CloudAccount"("readAt");

-- AddForeignKey
ALTER TABLE "CloudListed" ADD CONSTRAINT "CloudListed_syncId_fkey" FOREIGN KEY ("syncId") REFERENCES "CloudSync"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CloudDrift" ADD CONSTRAINT "CloudDrift_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CloudDrift" ADD CONSTRAINT "CloudDrift_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CloudDrift" ADD CONSTRAINT "CloudDrift_parentId_fkey" FOREIGN KEY ("parentId") REFERENCES "Account"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- By hand: what is open is there once, and one comparison of each kind goes on at a time.
CREATE UNIQUE INDEX "CloudDrift_open" ON "CloudDrift"("kind", "subject") WHERE "goneAt" IS NULL AND "settledAt" IS NULL;
CREATE UNIQUE INDEX "CloudSync_open" ON "CloudSync"("scope") WHERE "finishedAt" IS NULL;
CREATE INDEX "CloudSync_due" ON "CloudSync"("dueAt") WHERE "finishedAt" IS NULL;
