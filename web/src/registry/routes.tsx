/** Records: the list of households, a household, a new one, and a village. */
import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { deskRoute } from "../shells/rootRoute.tsx";

export const bookTabs = ["book", "members", "income", "conditions", "help", "findings", "attachments", "history"] as const;
export type BookTab = (typeof bookTabs)[number];
export interface ListSearch { readonly search?: string; readonly exitState?: number; readonly attribute?: number; readonly cause?: number; readonly hasFinding?: boolean; readonly monitored?: boolean; readonly cancelled?: boolean; readonly from?: number; readonly to?: number }
export interface BookSearch { readonly tab?: BookTab; readonly at?: string }

const whole = (v: unknown): number | undefined => (v === undefined || v === "" || !Number.isInteger(Number(v)) ? undefined : Number(v));
const flag = (v: unknown): boolean | undefined => (v === true || v === "true" ? true : v === false || v === "false" ? false : undefined);
const only = <T extends object>(all: T): { [K in keyof T]?: NonNullable<T[K]> } => Object.fromEntries(Object.entries(all).filter(([, v]) => v !== undefined)) as { [K in keyof T]?: NonNullable<T[K]> };

export const registryRoutes = [
  createRoute({
    getParentRoute: () => deskRoute, path: "/households", component: lazyRouteComponent(() => import("./ListPage.tsx"), "ListPage"),
    validateSearch: (s: Record<string, unknown>): ListSearch => only({ search: s["search"] === undefined || s["search"] === "" ? undefined : String(s["search"]), exitState: whole(s["exitState"]), attribute: whole(s["attribute"]), cause: whole(s["cause"]), hasFinding: flag(s["hasFinding"]), monitored: flag(s["monitored"]), cancelled: flag(s["cancelled"]), from: whole(s["from"]), to: whole(s["to"]) }),
  }),
  createRoute({ getParentRoute: () => deskRoute, path: "/households/new", component: lazyRouteComponent(() => import("./CreatePage.tsx"), "CreatePage") }),
  createRoute({
    getParentRoute: () => deskRoute, path: "/households/$county/$id", component: lazyRouteComponent(() => import("./HouseholdPage.tsx"), "HouseholdPage"),
    validateSearch: (s: Record<string, unknown>): BookSearch => only({ tab: bookTabs.find((t) => t === s["tab"]), at: typeof s["at"] === "string" ? s["at"] : undefined }),
  }),
  createRoute({ getParentRoute: () => deskRoute, path: "/villages/$region", component: lazyRouteComponent(() => import("./VillagePage.tsx"), "VillagePage") }),
];
