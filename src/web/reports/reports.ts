import { z } from "@hono/zod-openapi";
import type { Report, ReportRow } from "../../core/reports/export-report.ts";
import type { Permission } from "../../core/kernel/access/access.ts";
import { reports } from "../../core/reports/reports.ts";
import { type ApiRoute, partnerRoute } from "../http/api-route.ts";
import { answerCursor, cursorPage, cursorQuery, readCursor } from "../http/cursor-list.ts";

/** What the API calls the columns of reports. */
const names: Record<string, string> = {
  Account: "AccountName",
  "API ID": "AccountId",
  "Parent API ID": "ParentAccountId",
  "Suspended since": "SuspendedAt",
  Users: "Users",
  Administrators: "Administrators",
  "Active cycles": "ActiveCycles",
  "E-mail": "Email",
  Level: "Level",
  Invited: "CreatedAt",
  State: "State",
  Until: "Until",
  "Console User": "ConsoleUser",
  Request: "Request",
  Done: "Done",
  Failed: "Failed",
  Other: "Other",
  Marketplace: "MarketplaceName",
  "Marketplace ID": "MarketplaceId",
  User: "UserName",
  Deployed: "DeployedAt",
  Asked: "AskedAt",
};

/** Throws where a report has a column that has no name here, as the program starts. */
function nameOf(column: string): string {
  const name = names[column];
  if (name === undefined) throw new Error(`The API has no name for the column ${column} of a report`);
  return name;
}

/** Everybody in the Console sees reports. An application needs the right to see what a report shows, and whom it names. */
const needs: Record<string, Permission> = {
  users: "users:view",
  invitations: "users:view",
  deployments: "users:view",
  activity: "audit:view",
  levels: "users:view",
};

/** Throws where nobody has said what a report needs, as the program starts. */
function neededFor({ name }: Report): Permission {
  const permission = needs[name];
  if (permission === undefined) throw new Error(`The API does not say what the report ${name} needs`);
  return permission;
}

const cell = z.union([z.string(), z.number()]).nullable();

function reportRoute(report: Report): ApiRoute {
  const columns = report.columns.map(nameOf);
  const title = report.name.charAt(0).toUpperCase() + report.name.slice(1);
  const row = z
    .strictObject(Object.fromEntries(columns.map((name) => [name, cell])))
    .openapi(`${title}ReportRow`);
  const show = ({ cells }: ReportRow) =>
    Object.fromEntries(columns.map((name, at) => [name, cells[at] === "" ? null : (cells[at] ?? null)]));
  return partnerRoute(
    {
      method: "get",
      path: `/v1.0/reports/${report.name}`,
      tag: "Reports",
      operationId: `get${title}Report`,
      needs: neededFor(report),
      summary: `Report: ${report.about}`,
      query: cursorQuery({}),
      answer: cursorPage(row, `${title}Report`),
    },
    async (call) => {
      const { take, after } = readCursor(call, z.string());
      return answerCursor(call, await report.page(call.ctx, after, take), show);
    },
  );
}

/** One call a report. */
export const reportRoutes: ApiRoute[] = reports.map(reportRoute);
