/** The door of public procedures for other slices. */
export { exportCases, tasksFor, type Tasks } from "./list.ts";
