/** `npm start`. */
import { readConfig } from "./config.ts";
import { runServer } from "./start.ts";

try { await runServer(readConfig()); } catch (e) { process.stderr.write(`diguan could not start: ${(e as Error).message}\n`); process.exitCode = 1; }
