/** Home page: the figures of the post's place, and of every place below it. */
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { deskRoute } from "../shells/rootRoute.tsx";

export const overviewRoutes = [
  createRoute({ getParentRoute: () => deskRoute, path: "/", component: lazyRouteComponent(() => import("./HomePage.tsx"), "HomePage") }),
];
