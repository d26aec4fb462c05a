/** 查重: the list with two records side by side. */
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { deskRoute } from "../shells/rootRoute.tsx";
import { readDuplicatesSearch } from "./duplicates-search.ts";

export const duplicatesRoutes = [
  createRoute({ getParentRoute: () => deskRoute, path: "/comparison/duplicates", component: lazyRouteComponent(() => import("./DuplicatesPage.tsx"), "DuplicatesPage"), validateSearch: readDuplicatesSearch }),
];
