/** The comparison centre. */
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { deskRoute } from "../shells/rootRoute.tsx";
import { readComparisonSearch } from "./search.ts";

export const comparisonRoutes = [
  createRoute({ getParentRoute: () => deskRoute, path: "/comparison", component: lazyRouteComponent(() => import("./ComparisonPage.tsx"), "ComparisonPage"), validateSearch: readComparisonSearch }),
];
