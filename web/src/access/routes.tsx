/** Signing in, first steps, one's own account, accounts of an area, audit trail. */
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { deskRoute, rootRoute } from "../shells/rootRoute.tsx";

/** Only paths of this very site: an address from outside must not lead elsewhere after signing in. */
const readNext = (search: Record<string, unknown>): { next?: string } => { const next = search["next"]; return typeof next === "string" && /^\/(?![/\\])/.test(next) ? { next } : {}; };

export const accessWindowRoutes = [
  createRoute({ getParentRoute: () => rootRoute, path: "/sign-in", validateSearch: readNext, component: lazyRouteComponent(() => import("./SignInPage.tsx"), "SignInPage") }),
  createRoute({ getParentRoute: () => rootRoute, path: "/first-steps", validateSearch: readNext, component: lazyRouteComponent(() => import("./FirstStepsPage.tsx"), "FirstStepsPage") }),
];

export const accessDeskRoutes = [
  createRoute({ getParentRoute: () => deskRoute, path: "/settings", component: lazyRouteComponent(() => import("./SettingsPage.tsx"), "SettingsPage") }),
  createRoute({ getParentRoute: () => deskRoute, path: "/accounts", component: lazyRouteComponent(() => import("./AccountsPage.tsx"), "AccountsPage") }),
  createRoute({ getParentRoute: () => deskRoute, path: "/audit", component: lazyRouteComponent(() => import("./AuditPage.tsx"), "AuditPage") }),
];
