import type { ServerResponse } from "node:http";
import type { App } from "./context.ts";

export interface Health {
  status: "ok" | "degraded";
  database: "ok" | "down";
  queue: "ok" | "down";
}

/** Whether what a process leans on answers. Never throws. */
export async function checkHealth(app: App): Promise<Health> {
  const [database, queue] = await Promise.all([
    answers(app.db.$queryRaw`SELECT 1`),
    answers(app.queue.ping()),
  ]);
  return { status: database === "ok" && queue === "ok" ? "ok" : "degraded", database, queue };
}

/** 200 where all answers, else 503, with the parts as JSON. */
export async function answerHealth(app: App, response: ServerResponse): Promise<void> {
  const health = await checkHealth(app);
  response.writeHead(health.status === "ok" ? 200 : 503, { "content-type": "application/json" });
  response.end(JSON.stringify(health));
}

async function answers(question: Promise<unknown>): Promise<"ok" | "down"> {
  try {
    await question;
    return "ok";
  } catch {
    return "down";
  }
}
