import { z } from "@hono/zod-openapi";
import { type Dashboard, loadDashboard } from "../../core/reports/load-dashboard.ts";
import { partnerRoute } from "../http/api-route.ts";

const countJson = z
  .strictObject({
    Number: z.number().openapi({ description: "How many there are." }),
    Is: z.enum(["exact", "about", "more"]),
  })
  .openapi("Count", {
    description: "more: more than this many. about: an estimate of a large table.",
  });

const trendsJson = z.array(
  z
    .strictObject({
      Days: z.int().openapi({ description: "How many days are counted." }),
      Now: countJson,
      Before: countJson,
    })
    .openapi("Trend", {
      description: "How many came to be in the last so many days, and in as many days before.",
    }),
);

const counted = z.strictObject({ Count: countJson, Trends: trendsJson });

const dashboardJson = z
  .strictObject({
    Accounts: counted,
    Users: counted,
    Invitations: z.strictObject({
      Open: countJson,
      Sent: trendsJson,
      Accepted: countJson.openapi({ description: "Of those sent in the last 30 days." }),
      Expired: countJson,
    }),
    Deployments: counted,
    Cycles: z.strictObject({ Active: countJson, Paused: countJson }),
    Requests: z.strictObject({ Waiting: countJson, Failed: trendsJson }),
  })
  .openapi("Dashboard");

type Count = Dashboard["accounts"]["count"];
type Trends = Dashboard["accounts"]["trends"];

const count = ({ number, is }: Count): z.input<typeof countJson> => ({ Number: number, Is: is });
const trends = (all: Trends) =>
  all.map(({ days, now, before }) => ({ Days: days, Now: count(now), Before: count(before) }));
const both = (given: Dashboard["accounts"]) => ({ Count: count(given.count), Trends: trends(given.trends) });

export const dashboardRoute = partnerRoute(
  {
    method: "get",
    path: "/v1.0/dashboard",
    tag: "Reports",
    needs: null,
    summary: "How many of everything there are, and how that compares to the time before",
    answer: dashboardJson,
  },
  async ({ ctx }) => {
    const { accounts, users, invitations, deployments, cycles, requests } = await loadDashboard(ctx);
    return {
      body: {
        Accounts: both(accounts),
        Users: both(users),
        Invitations: {
          Open: count(invitations.open),
          Sent: trends(invitations.sent),
          Accepted: count(invitations.accepted),
          Expired: count(invitations.expired),
        },
        Deployments: both(deployments),
        Cycles: { Active: count(cycles.active), Paused: count(cycles.paused) },
        Requests: { Waiting: count(requests.waiting), Failed: trends(requests.failed) },
      },
    };
  },
);
