/** A thread of `fillAtScale`: fills one county after another as it is told. */
import { parentPort } from "node:worker_threads";
import { fillCounty, type FillJob } from "./fill.ts";

const port = parentPort;
port?.on("message", (job: FillJob) => {
  fillCounty(job).then((persons) => { port.postMessage({ persons }); }, (e: unknown) => { port.postMessage({ failed: e instanceof Error ? e.message : String(e) }); });
});
