import type { Job } from "../outbox/job.ts";
import { drawJobName, messagePayload, reconcileMessage } from "./reconcile-message.ts";
import type { RequestKind } from "./request-kind.ts";
import { runPayload, runRequest } from "./run-request.ts";

export interface DefinedRequest<Input> extends RequestKind<Input> {
  runJob: Job<{ requestId: string }>;
  drawJob: Job<{ requestId: string; key: string }>;
}

export function defineRequest<Input>(kind: RequestKind<Input>): DefinedRequest<Input> {
  return {
    ...kind,
    runJob: {
      name: kind.kind,
      lane: "requests",
      payload: runPayload,
      run: (app, { requestId }) => runRequest(app, kind, requestId),
    },
    drawJob: {
      name: drawJobName(kind),
      lane: "messages",
      payload: messagePayload,
      run: (app, payload) => reconcileMessage(app, kind, payload),
    },
  };
}
