-- CreateEnum
CREATE TYPE "Decision" AS ENUM ('approve', 'deny');

-- CreateEnum
CREATE TYPE "CycleStatus" AS ENUM ('Active', 'Paused');

-- CreateEnum
CREATE TYPE "CycleEventStatus" AS ENUM ('installed', 'started', 'stopped', 'uninstalled');

-- AlterEnum
-- This migration adds more than one value to an enum.
-- With PostgreSQL versions 11 and earlier, this is not possible
-- in a single migration. This can be worked around by creating
-- multiple migrations, each migration adding only one value to
-- the enum.


ALTER TYPE "RequestStatus" ADD VALUE 'awaitingApproval';
ALTER TYPE "RequestStatus" ADD VALUE 'awaitingValues';
ALTER TYPE "RequestStatus" ADD VALUE 'denied';
ALTER TYPE "RequestStatus" ADD VALUE 'expired';

-- AlterTable
ALTER TABLE "Partner" ADD COLUMN     "apiDomain" TEXT,
ADD COLUMN     "notificationSecretSealed" TEXT,
ADD COLUMN     "notificationUrl" TEXT,
ADD COLUMN     "serviceDomain" TEXT,
ADD COLUMN     "serviceName" TEXT;

-- AlterTable
ALTER TABLE "ConsoleUser" ADD COLUMN     "timeZone" TEXT;

-- AlterTable
ALTER TABLE "Account" ADD COLUMN     "sensitiveBecause" TEXT;

-- AlterTable
ALTER TABLE "User" ADD COLUMN     "apiUserOfId" UUID;

-- AlterTable
ALTER TABLE "AdministratorGrant" ADD COLUMN     "endSaidAt" TIMESTAMPTZ(3),
ADD COLUMN     "endedAt" TIMESTAMPTZ(3),
ADD COLUMN     "reason" TEXT;

-- AlterTable
ALTER TABLE "Request" ADD COLUMN     "approvalsNeeded" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "approvedAt" TIMESTAMPTZ(3),
ADD COLUMN     "approverNeeds" TEXT,
ADD COLUMN     "expiresAt" TIMESTAMPTZ(3),
ADD COLUMN     "reason" TEXT,
ADD COLUMN     "remindAt" TIMESTAMPTZ(3),
ADD COLUMN     "reminders" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "retried" INTEGER NOT NULL DEFAULT 0;

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
CREATE TABLE "ValueLink" (
    "id" UUID NOT NULL,
    "requestId" UUID NOT NULL,
    "tokenHash" BYTEA NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "valuesSealed" TEXT,
    "filledAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ValueLink_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ChatLane" (
    "channelId" TEXT NOT NULL,
    "freeAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ChatLane_pkey" PRIMARY KEY ("channelId")
);

-- CreateTable
CREATE TABLE "Connector" (
    "id" UUID NOT NULL,
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
    "accountId" UUID NOT NULL,
    "connectorId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "authenticationId" TEXT,
    "valuesSealed" TEXT,
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
    "nextNotifyAt" TIMESTAMPTZ(3),
    "claimedUntil" TIMESTAMPTZ(3),
    "enqueuedAt" TIMESTAMPTZ(3),
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
CREATE TABLE "SignInToken" (
    "id" UUID NOT NULL,
    "tokenHash" BYTEA NOT NULL,
    "userId" UUID NOT NULL,
    "accountId" UUID NOT NULL,
    "deploymentId" UUID,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "usedAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "SignInToken_pkey" PRIMARY KEY ("id")
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
CREATE TABLE "EmailChange" (
    "id" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "emailKey" TEXT NOT NULL,
    "tokenHash" BYTEA NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "usedAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "EmailChange_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ApiClient" (
    "id" UUID NOT NULL,
    "clientId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "secretHash" BYTEA NOT NULL,
    "accountId" UUID,
    "createdBy" TEXT NOT NULL DEFAULT '',
    "lastUsedAt" TIMESTAMPTZ(3),
    "revokedAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ApiClient_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AccessToken" (
    "id" UUID NOT NULL,
    "tokenHash" BYTEA NOT NULL,
    "apiClientId" UUID NOT NULL,
    "accountId" UUID,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "AccessToken_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Vote_voterId_idx" ON "Vote"("voterId");

-- CreateIndex
CREATE UNIQUE INDEX "Vote_requestId_voterId_key" ON "Vote"("requestId", "voterId");

-- CreateIndex
CREATE UNIQUE INDEX "ValueLink_requestId_key" ON "ValueLink"("requestId");

-- CreateIndex
CREATE UNIQUE INDEX "ValueLink_tokenHash_key" ON "ValueLink"("tokenHash");

-- CreateIndex
CREATE INDEX "ChatLane_freeAt_idx" ON "ChatLane"("freeAt");

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
CREATE UNIQUE INDEX "SignInToken_tokenHash_key" ON "SignInToken"("tokenHash");

-- CreateIndex
CREATE INDEX "SignInToken_userId_idx" ON "SignInToken"("userId");

-- CreateIndex
CREATE INDEX "SignInToken_accountId_idx" ON "SignInToken"("accountId");

-- CreateIndex
CREATE INDEX "SignInToken_deploymentId_idx" ON "SignInToken"("deploymentId");

-- CreateIndex
CREATE INDEX "SignInToken_expiresAt_idx" ON "SignInToken"("expiresAt");

-- CreateIndex
CREATE UNIQUE INDEX "Session_tokenHash_key" ON "Session"("tokenHash");

-- CreateIndex
CREATE INDEX "Session_userId_idx" ON "Session"("userId");

-- CreateIndex
CREATE INDEX "Session_consoleUserId_idx" ON "Session"("consoleUserId");

-- CreateIndex
CREATE INDEX "Session_expiresAt_idx" ON "Session"("expiresAt");

-- CreateIndex
CREATE UNIQUE INDEX "EmailChange_tokenHash_key" ON "EmailChange"("tokenHash");

-- CreateIndex
CREATE INDEX "EmailChange_userId_idx" ON "EmailChange"("userId");

-- CreateIndex
CREATE UNIQUE INDEX "ApiClient_clientId_key" ON "ApiClient"("clientId");

-- CreateIndex
CREATE INDEX "ApiClient_accountId_idx" ON "ApiClient"("accountId");

-- CreateIndex
CREATE UNIQUE INDEX "AccessToken_tokenHash_key" ON "AccessToken"("tokenHash");

-- CreateIndex
CREATE INDEX "AccessToken_apiClientId_idx" ON "AccessToken"("apiClientId");

-- CreateIndex
CREATE INDEX "AccessToken_expiresAt_idx" ON "AccessToken"("expiresAt");

-- CreateIndex
CREATE UNIQUE INDEX "User_apiUserOfId_key" ON "User"("apiUserOfId");

-- CreateIndex
CREATE INDEX "AdministratorGrant_endsAt_idx" ON "AdministratorGrant"("endsAt");

-- CreateIndex
CREATE INDEX "Request_status_createdAt_idx" ON "Request"("status", "createdAt");

-- AddForeignKey
ALTER TABLE "User" ADD CONSTRAINT "User_apiUserOfId_fkey" FOREIGN KEY ("apiUserOfId") REFERENCES "Account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Vote" ADD CONSTRAINT "Vote_requestId_fkey" FOREIGN KEY ("requestId") REFERENCES "Request"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Vote" ADD CONSTRAINT "Vote_voterId_fkey" FOREIGN KEY ("voterId") REFERENCES "ConsoleUser"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ValueLink" ADD CONSTRAINT "ValueLink_requestId_fkey" FOREIGN KEY ("requestId") REFERENCES "Request"("id") ON DELETE CASCADE ON UPDATE CASCADE;

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
ALTER TABLE "SignInToken" ADD CONSTRAINT "SignInToken_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SignInToken" ADD CONSTRAINT "SignInToken_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SignInToken" ADD CONSTRAINT "SignInToken_deploymentId_fkey" FOREIGN KEY ("deploymentId") REFERENCES "Deployment"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Session" ADD CONSTRAINT "Session_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Session" ADD CONSTRAINT "Session_consoleUserId_fkey" FOREIGN KEY ("consoleUserId") REFERENCES "ConsoleUser"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "EmailChange" ADD CONSTRAINT "EmailChange_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ApiClient" ADD CONSTRAINT "ApiClient_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AccessToken" ADD CONSTRAINT "AccessToken_apiClientId_fkey" FOREIGN KEY ("apiClientId") REFERENCES "ApiClient"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- By hand: Prisma knows neither checks nor partial indexes.
ALTER TABLE "Session" ADD CONSTRAINT "Session_one_person" CHECK (num_nonnulls("userId", "consoleUserId") = 1);
CREATE INDEX "CycleEvent_to_notify" ON "CycleEvent"("enqueuedAt") WHERE "notifyUrl" IS NOT NULL AND "notifiedAt" IS NULL AND "givenUpAt" IS NULL;
CREATE INDEX "AdministratorGrant_to_end" ON "AdministratorGrant"("endsAt") WHERE "endsAt" IS NOT NULL AND "endedAt" IS NULL;
