/** The door of policy for other slices: rules in force judged on one household, and rule sets laid out by the platform. */
export { judgeHousehold, type Judged } from "./changes.ts";
export { createSet, decideVersion } from "./rules.ts";
export { finishRun, startRun } from "./simulate.ts";
