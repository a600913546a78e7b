import type { ApiContext } from "./api-errors.ts";

/** Text of any length, a part at a time. */
export interface SentFile {
  type: string;
  chunks: AsyncGenerator<string>;
}

/** A client sees where it breaks off: the transfer has no end then. */
export function sendFile(
  c: ApiContext,
  { type, chunks }: SentFile,
  headers: Record<string, string>,
): Response {
  const encoder = new TextEncoder();
  const stream = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { value, done } = await chunks.next();
        if (done) controller.close();
        else controller.enqueue(encoder.encode(value));
      } catch (err) {
        c.var.app.log.error({ err, path: c.req.path }, "a file of the API broke off");
        controller.error(err);
      }
    },
    cancel: async () => void (await chunks.return(undefined)),
  });
  return c.body(stream, 200, { ...headers, "Content-Type": type });
}
