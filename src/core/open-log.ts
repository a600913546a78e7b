/** The log alone, for a process that needs nothing else of the program. */
export { createLogger as openLog } from "./adapters/logger.ts";
