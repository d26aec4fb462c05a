/** The two frames a slice's routes may hang in: `rootRoute` (whole window, as sign-in) and `deskRoute` (inside the desk shell). */
import { createRootRoute, createRoute, Outlet, retainSearchParams } from "@tanstack/react-router";
import { DeskShell } from "./DeskShell.tsx";
import { RootFailed, RouteMissing } from "./RouteStates.tsx";

/** Place and year stand in the address, so that a view can be passed on; both stay when one goes to another section. */
export interface PlaceSearch { readonly region?: number; readonly year?: number }

const whole = (value: unknown, from: number, to: number): number | undefined => { const n = Number(value); return value !== undefined && value !== "" && Number.isInteger(n) && n >= from && n <= to ? n : undefined; };

export const rootRoute = createRootRoute({ component: Outlet, notFoundComponent: RouteMissing, errorComponent: RootFailed });

export const deskRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: "desk",
  component: DeskShell,
  validateSearch: (search: Record<string, unknown>): PlaceSearch => {
    const region = whole(search["region"], 0, 999_999_999_999);
    const year = whole(search["year"], 2000, 2100);
    return { ...(region === undefined ? {} : { region }), ...(year === undefined ? {} : { year }) };
  },
  search: { middlewares: [retainSearchParams(["region", "year"])] },
});
