/** Regions (区划) and organisations (组织). */
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { deskRoute } from "../shells/rootRoute.tsx";
import { readRegionSearch } from "./search.ts";

export const regionRoutes = [
  createRoute({ getParentRoute: () => deskRoute, path: "/regions", validateSearch: readRegionSearch, component: lazyRouteComponent(() => import("./RegionsPage.tsx"), "RegionsPage") }),
  createRoute({ getParentRoute: () => deskRoute, path: "/organisations", component: lazyRouteComponent(() => import("./OrganisationsPage.tsx"), "OrganisationsPage") }),
  createRoute({ getParentRoute: () => deskRoute, path: "/organisations/$county/$organisation", component: lazyRouteComponent(() => import("./OrganisationPage.tsx"), "OrganisationPage") }),
];
