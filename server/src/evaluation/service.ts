/** The door of evaluation for the demonstration and the command line. */
export { answersOf } from "./answers.ts";
export { close, type Key } from "./acts.ts";
export { draw } from "./draw.ts";
export { frameCounts, sumCounts, type Counts } from "./frame.ts";
export { groundOf, reportOf, storeReports, type Ground } from "./reports.ts";
export { inForce } from "./settings.ts";
export { plantedOf, type Planted } from "./sums.ts";
