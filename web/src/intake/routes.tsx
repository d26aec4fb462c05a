/** Import and export: list with upload, and one import from mapping to result. */
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { deskRoute } from "../shells/rootRoute.tsx";

export const intakeRoutes = [
  createRoute({ getParentRoute: () => deskRoute, path: "/intake", component: lazyRouteComponent(() => import("./IntakePage.tsx"), "IntakePage") }),
  createRoute({ getParentRoute: () => deskRoute, path: "/intake/$batch", component: lazyRouteComponent(() => import("./BatchPage.tsx"), "BatchPage") }),
];
