/** The door of public procedures for other slices. */
export { tasksFor, type Tasks } from "./tasks.ts";
