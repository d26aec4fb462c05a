/** Public procedures: tasks, board by village, list, definitions; one case. */
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { deskRoute } from "../shells/rootRoute.tsx";
import { readProcedureSearch } from "./search.ts";

export const procedureRoutes = [
  createRoute({ getParentRoute: () => deskRoute, path: "/procedure", component: lazyRouteComponent(() => import("./ProcedurePage.tsx"), "ProcedurePage"), validateSearch: readProcedureSearch }),
  createRoute({ getParentRoute: () => deskRoute, path: "/procedure/$county/$id", component: lazyRouteComponent(() => import("./CasePage.tsx"), "CasePage") }),
];
