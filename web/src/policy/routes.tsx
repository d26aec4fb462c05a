/** Rules of eligibility and policy parameters. */
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { deskRoute } from "../shells/rootRoute.tsx";
import { readParameterSearch, readRuleSearch } from "./search.ts";

export const policyRoutes = [
  createRoute({ getParentRoute: () => deskRoute, path: "/rules", component: lazyRouteComponent(() => import("./RulesPage.tsx"), "RulesPage") }),
  createRoute({ getParentRoute: () => deskRoute, path: "/rules/new", component: lazyRouteComponent(() => import("./NewRulePage.tsx"), "NewRulePage") }),
  createRoute({ getParentRoute: () => deskRoute, path: "/rules/$rule", component: lazyRouteComponent(() => import("./RulePage.tsx"), "RulePage"), validateSearch: readRuleSearch }),
  createRoute({ getParentRoute: () => deskRoute, path: "/parameters", component: lazyRouteComponent(() => import("./ParametersPage.tsx"), "ParametersPage"), validateSearch: readParameterSearch }),
];
