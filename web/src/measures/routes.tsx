/** Help: the list of helpers; measures, work and visits stand on the household's page. */
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { deskRoute } from "../shells/rootRoute.tsx";

export const measureRoutes = [createRoute({ getParentRoute: () => deskRoute, path: "/helpers", component: lazyRouteComponent(() => import("./HelpersPage.tsx"), "HelpersPage") })];
