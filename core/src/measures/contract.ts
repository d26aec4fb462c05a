/** What crosses the wire about help: measures, periods of work, and the page's part of the household with its helpers and visits (domain guide §1.7, §6). */
import { z } from "zod";
import { contract } from "../contract.ts";
import { householdKey } from "../registry/contract.ts";
import { measureStates } from "./catalogue.ts";

const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const key = z.uuid();
const fen = z.number().int().min(0).max(1e12);
const note = z.string().trim().max(500).optional();
const views = { action: "view", resource: "helping", scope: "region", fields: "C2" } as const;
const writes = { action: "edit", resource: "helping", scope: "region", fields: "C2" } as const;

export const measureView = z.object({
  id: z.string(), code: z.string(), state: z.enum(measureStates), year: z.int(), memberId: z.string().nullable(), memberName: z.string().nullable(), content: z.string().nullable(), scale: z.string().nullable(),
  amountFen: z.int().nullable(), moneySource: z.int().nullable(), expectedFen: z.int().nullable(), effectFen: z.int().nullable(), startedOn: z.string().nullable(), finishedOn: z.string().nullable(), responsible: z.string().nullable(), signedOn: z.string().nullable(), version: z.int(),
  events: z.array(z.object({ at: z.string(), from: z.string().nullable(), to: z.string(), by: z.string().nullable(), note: z.string().nullable() })),
});
export type MeasureView = z.output<typeof measureView>;
export const workView = z.object({ id: z.string(), memberId: z.string(), memberName: z.string(), from: z.string(), to: z.string().nullable(), workingNow: z.boolean(), place: z.int().nullable(), placeName: z.string().nullable(), employer: z.string().nullable(), trade: z.string().nullable(), channel: z.string().nullable(), wageFen: z.int().nullable() });
export const pairingView = z.object({ id: z.string(), helperId: z.string(), name: z.string(), unit: z.string(), post: z.string().nullable(), rank: z.int(), from: z.string(), to: z.string().nullable(), reason: z.string().nullable(), households: z.int(), quota: z.int().nullable() });
export const visitView = z.object({ id: z.string(), visitor: z.string(), arrivedAt: z.string(), minutes: z.int().nullable(), purpose: z.int(), found: z.string().nullable(), promised: z.string().nullable(), promisedBy: z.string().nullable(), metres: z.int().nullable(), withdrawn: z.boolean() });

export const getHelping = contract({
  method: "GET", path: "/api/households/:county/:id/helping", summary: "Helpers, measures, periods of work and visits of a household", access: views, params: householdKey,
  answer: z.object({ /** China date */ today: z.string(), helpers: z.array(pairingView), measures: z.array(measureView), work: z.array(workView), visits: z.array(visitView), members: z.array(z.object({ id: z.string(), name: z.string() })), may: z.object({ edit: z.boolean(), assign: z.boolean() }) }),
});
export type Helping = z.output<typeof getHelping.answer>;

export const addMeasure = contract({
  method: "POST", path: "/api/households/:county/:id/measures", summary: "Plan a measure for a household or one of its members (一户一策)", access: writes, params: householdKey,
  body: z.object({
    key, code: z.string().regex(/^M\d{2}$/), year: z.number().int().min(2010).max(2100), memberId: z.uuid().optional(), content: z.string().trim().max(500).optional(), scale: z.string().trim().max(200).optional(),
    amountFen: fen.optional(), moneySource: z.number().int().min(1).max(4).optional(), expectedFen: fen.optional(), startedOn: date.optional(), finishedOn: date.optional(), responsible: z.string().trim().max(100).optional(), signedOn: date.optional(),
    /** A measure that was given before the platform knew of it is entered in the state it has reached. */ state: z.enum(measureStates).default("planned"), note,
  }),
  answer: z.object({ id: z.string(), version: z.int() }),
});
export const measureKey = householdKey.extend({ measure: z.uuid() });
export const advanceMeasure = contract({
  method: "POST", path: "/api/households/:county/:id/measures/:measure/state", summary: "Move a measure on: approved, running, completed, accepted, paid, effect verified, or called off", access: writes, params: measureKey,
  body: z.object({ to: z.enum(measureStates), version: z.number().int().min(1), startedOn: date.optional(), finishedOn: date.optional(), signedOn: date.optional(), effectFen: fen.optional(), note }),
  answer: z.object({ id: z.string(), version: z.int() }),
});

export const addWork = contract({
  method: "POST", path: "/api/households/:county/:id/employment", summary: "Enter a period of work of a member", access: writes, params: householdKey,
  body: z.object({ key, memberId: z.uuid(), from: date, to: date.optional(), workingNow: z.boolean(), place: z.number().int().min(1e11).max(999_999_999_999).optional(), employer: z.string().trim().max(100).optional(), trade: z.string().trim().max(100).optional(), channel: z.string().trim().max(100).optional(), wageFen: fen.optional() }),
  answer: z.object({ id: z.string() }),
});
export const withdrawWork = contract({
  method: "POST", path: "/api/households/:county/:id/employment/:period/withdraw", summary: "Withdraw a period of work entered by mistake", access: writes, params: householdKey.extend({ period: z.uuid() }), body: z.object({ reason: z.string().trim().min(2).max(500) }), answer: z.object({ id: z.string() }),
});
