/** All pages of the desk: one line per slice. */
import { createRouter } from "@tanstack/react-router";
import { accessDeskRoutes, accessWindowRoutes } from "./access/routes.tsx";
import { identificationRoutes } from "./identification/routes.tsx";
import { intakeRoutes } from "./intake/routes.tsx";
import { measureRoutes } from "./measures/routes.tsx";
import { overviewRoutes } from "./overview/routes.tsx";
import { qualityRoutes } from "./quality/routes.tsx";
import { regionRoutes } from "./regions/routes.tsx";
import { registryRoutes } from "./registry/routes.tsx";
import { RouteFailed } from "./shells/RouteStates.tsx";
import { deskRoute, rootRoute } from "./shells/rootRoute.tsx";

const tree = rootRoute.addChildren([
  ...accessWindowRoutes,
  deskRoute.addChildren([
    ...overviewRoutes,
    ...qualityRoutes,
    ...identificationRoutes,
    ...regionRoutes,
    ...accessDeskRoutes,
    ...registryRoutes,
    ...intakeRoutes,
    ...measureRoutes,
  ]),
]);

export const router = createRouter({ routeTree: tree, defaultPreload: "intent", scrollRestoration: true, defaultErrorComponent: RouteFailed });
