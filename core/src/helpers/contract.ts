/** What crosses the wire about helpers (帮扶责任人), their pairing with households and their visits (domain guide §6). */
import { z } from "zod";
import { contract } from "../contract.ts";
import { householdKey } from "../registry/contract.ts";

const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const key = z.uuid();
const rank = z.number().int().min(1).max(4);
const text = z.string().trim();

export const helperView = z.object({ county: z.int(), id: z.string(), region: z.int(), name: z.string(), unit: z.string(), post: z.string().nullable(), rank: z.int(), active: z.boolean(), households: z.int(), quota: z.int().nullable(), version: z.int() });
export type HelperView = z.output<typeof helperView>;

export const listHelpers = contract({
  method: "GET", path: "/api/helpers", summary: "Helpers of the area with the number of their households and their quota", access: { action: "view", resource: "helping", scope: "region", fields: "C2" },
  query: z.object({ region: z.coerce.number().int().optional(), search: z.string().max(40).optional(), after: z.string().max(200).optional(), limit: z.coerce.number().int().min(1).max(200).default(50) }),
  answer: z.object({ rows: z.array(helperView), next: z.string().nullable() }),
});
export const addHelper = contract({
  method: "POST", path: "/api/helpers", summary: "Enter a helper", access: { action: "assign", resource: "helping", scope: "region", fields: "C2" },
  body: z.object({ key, region: z.number().int(), name: text.min(2).max(40), unit: text.min(2).max(100), post: text.max(60).optional(), rank, certNo: text.max(22).optional(), phone: text.max(20).optional() }),
  answer: z.object({ id: z.string(), version: z.int() }),
});
export const editHelper = contract({
  method: "PUT", path: "/api/helpers/:county/:id", summary: "Correct a helper's unit, post or rank, or end the service", access: { action: "edit", resource: "helping", scope: "region", fields: "C2" }, params: householdKey,
  body: z.object({ version: z.number().int().min(1), name: text.min(2).max(40), unit: text.min(2).max(100), post: text.max(60).optional(), rank, active: z.boolean() }),
  answer: z.object({ id: z.string(), version: z.int() }),
});

export const assignHelper = contract({
  method: "POST", path: "/api/households/:county/:id/helpers", summary: "Pair a household with a helper", access: { action: "assign", resource: "helping", scope: "region", fields: "C2" }, params: householdKey,
  body: z.object({ key, helperId: z.uuid(), from: date, /** wanted although the helper's quota is full */ beyondQuota: text.min(4).max(500).optional() }),
  answer: z.object({ id: z.string() }),
});
export const endPairing = contract({
  method: "POST", path: "/api/households/:county/:id/helpers/:pairing/end", summary: "End a pairing, with its reason", access: { action: "assign", resource: "helping", scope: "region", fields: "C2" }, params: householdKey.extend({ pairing: z.uuid() }),
  body: z.object({ on: date, reason: text.min(2).max(500) }), answer: z.object({ id: z.string() }),
});

export const addVisit = contract({
  method: "POST", path: "/api/households/:county/:id/visits", summary: "Enter a visit to the house, with place, what was found and what was promised", access: { action: "create", resource: "helping", scope: "region", fields: "C2" }, params: householdKey,
  body: z.object({
    key, arrivedAt: z.iso.datetime({ offset: true }), minutes: z.number().int().min(0).max(1440).optional(), lat: z.number().min(-90).max(90).optional(), lon: z.number().min(-180).max(180).optional(), purpose: z.number().int().min(1).max(2),
    found: text.max(1000).optional(), promised: text.max(500).optional(), promisedBy: date.optional(), /** the place given is where the house stands */ markHouse: z.boolean().default(false), /** visit entered by mistake that this one replaces */ withdraws: z.uuid().optional(),
  }),
  answer: z.object({ id: z.string() }),
});
