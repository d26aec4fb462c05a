/** All pages of the desk: one line per slice. */
import { createRouter } from "@tanstack/react-router";
import { comparisonRoutes } from "./comparison/routes.tsx";
import { accessDeskRoutes, accessWindowRoutes } from "./access/routes.tsx";
import { identificationRoutes } from "./identification/routes.tsx";
import { duplicatesRoutes } from "./comparison/duplicates-routes.tsx";
import { evaluationRoutes } from "./evaluation/routes.tsx";
import { intakeRoutes } from "./intake/routes.tsx";
import { measureRoutes } from "./measures/routes.tsx";
import { overviewRoutes } from "./overview/routes.tsx";
import { procedureRoutes } from "./procedure/routes.tsx";
import { policyRoutes } from "./policy/routes.tsx";
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
    ...policyRoutes,
    ...comparisonRoutes,
    ...procedureRoutes,
    ...duplicatesRoutes,
    ...identificationRoutes,
    ...regionRoutes,
    ...accessDeskRoutes,
    ...registryRoutes,
    ...intakeRoutes,
    ...evaluationRoutes,
    ...measureRoutes,
  ]),
]);

export const router = createRouter({ routeTree: tree, defaultPreload: "intent", scrollRestoration: true, defaultErrorComponent: RouteFailed });
