/** Identification: figures of a place, households to look at, schemes of 四看法; the score sheet of a household. */
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { deskRoute } from "../shells/rootRoute.tsx";
import { readSearch } from "./search.ts";

export const identificationRoutes = [
  createRoute({ getParentRoute: () => deskRoute, path: "/identification", component: lazyRouteComponent(() => import("./IdentificationPage.tsx"), "IdentificationPage"), validateSearch: readSearch }),
  createRoute({ getParentRoute: () => deskRoute, path: "/identification/$county/$household", component: lazyRouteComponent(() => import("./ScorePage.tsx"), "ScorePage") }),
];
