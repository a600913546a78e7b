import { randomInt } from "node:crypto";

/** The port belongs to somebody else by now. */
export class PortTaken extends Error {
  override readonly name = "PortTaken";
}

/**
 * For a server that cannot choose its port itself, or has to come back at the same one: starts it at a port that no system
 * hands out to others, neither for listening at 0 nor for a connection (they begin at 32768), and at another where it is taken.
 * Whatever can listen at port 0 does that, and is asked which one it was.
 */
export async function onSomePort<Server>(start: (port: number) => Promise<Server>): Promise<Server> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await start(randomInt(16_000, 32_768));
    } catch (error) {
      if (!(error instanceof PortTaken) || attempt === 10) throw error;
    }
  }
}
