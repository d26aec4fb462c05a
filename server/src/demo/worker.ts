/** A thread of `diguan generate`: writes one county after another as it is told. */
import { parentPort } from "node:worker_threads";
import { writeCounty, type Job } from "./county.ts";

const port = parentPort;
port?.on("message", (job: Job) => {
  writeCounty(job).then((done) => { port.postMessage({ done }); }, (e: unknown) => { port.postMessage({ failed: e instanceof Error ? e.message : String(e) }); });
});
