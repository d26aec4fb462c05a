/** Evaluation: precision, audits, a new audit, one audit. */
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { deskRoute } from "../shells/rootRoute.tsx";

const quarter = (s: Record<string, unknown>): { readonly quarter?: string } => (typeof s["quarter"] === "string" && /^\d{4}Q[1-4]$/.test(s["quarter"]) ? { quarter: s["quarter"] } : {});

export const evaluationRoutes = [
  createRoute({ getParentRoute: () => deskRoute, path: "/evaluation", component: lazyRouteComponent(() => import("./EvaluationPage.tsx"), "EvaluationPage"), validateSearch: quarter }),
  createRoute({ getParentRoute: () => deskRoute, path: "/evaluation/audits", component: lazyRouteComponent(() => import("./AuditsPage.tsx"), "AuditsPage") }),
  createRoute({ getParentRoute: () => deskRoute, path: "/evaluation/audits/new", component: lazyRouteComponent(() => import("./AuditNewPage.tsx"), "AuditNewPage") }),
  createRoute({ getParentRoute: () => deskRoute, path: "/evaluation/audits/$county/$audit", component: lazyRouteComponent(() => import("./AuditPage.tsx"), "AuditPage") }),
];
