/** Data quality: overview, list with the finding beside it, catalogue of rules. */
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { deskRoute } from "../shells/rootRoute.tsx";
import { readQualitySearch } from "./search.ts";

export const qualityRoutes = [
  createRoute({ getParentRoute: () => deskRoute, path: "/quality", component: lazyRouteComponent(() => import("./QualityPage.tsx"), "QualityPage"), validateSearch: readQualitySearch }),
];
