import { Client, type ClientConfig } from "pg";

type Query = (statement: { text: string }, ...rest: unknown[]) => Promise<unknown>;

const begun = { rows: [], fields: [], rowCount: 0 };

/**
 * Sends each statement without waiting for what the last one gave (https://node-postgres.com/features/pipelining). Prisma
 * waits for its BEGIN all the same: that is answered here, and goes out with the transaction's first statement.
 */
export class PipeliningClient extends Client {
  constructor(config?: ClientConfig) {
    super({ ...config, pipeline: true });
    const query = this.query.bind(this) as Query;
    const send: Query = (statement, ...rest) => {
      const sent = query(statement, ...rest);
      if (statement.text !== "BEGIN") return sent;
      // What follows would be no transaction: nothing more gets through here.
      sent.catch(() => this.connection.stream.destroy());
      return Promise.resolve(begun);
    };
    this.query = send as Client["query"];
  }
}
