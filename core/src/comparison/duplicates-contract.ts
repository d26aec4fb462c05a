/** What crosses the wire in 查重: counts, the list, one pair side by side, and the decisions. */
import { z } from "zod";
import { contract } from "../contract.ts";
import { countyShape, regionShape } from "../registry/contract.ts";
import { pairActs, pairKinds, pairStates } from "./duplicates.ts";
import { personFields } from "./persons.ts";

const state = z.enum(pairStates);
const kind = z.enum(pairKinds);
const key = z.object({ county: countyShape, id: z.uuid() });

/** Segments of the list. `task`: decided as one person, and the registry has not put it right yet. */
export const pairSegments = ["open", "visit", "same", "different", "gone"] as const;

export const duplicateSummary = z.object({
  region: z.int(), counts: z.record(state, z.int()), tasks: z.int(), byKind: z.array(z.object({ kind, n: z.int() })),
  least: z.object({ code: z.string(), percent: z.int(), validFrom: z.string(), source: z.string() }).nullable(),
  lastRun: z.object({ at: z.string(), year: z.int(), persons: z.int(), pairs: z.int() }).nullable(), searching: z.boolean(),
  may: z.object({ decide: z.boolean(), search: z.boolean(), export: z.boolean() }),
});
export type DuplicateSummary = z.output<typeof duplicateSummary>;

export const getDuplicateSummary = contract({
  method: "GET", path: "/api/comparison/duplicates/summary", summary: "Possible duplicates of a place by state and kind",
  access: { action: "search", resource: "comparison", scope: "region", fields: "C1" },
  query: z.object({ region: regionShape.optional() }), answer: duplicateSummary,
});

/** `outside`: a record of another county, of which only masked values are shown. */
const side = z.object({ county: z.int(), region: z.int(), place: z.string(), householdId: z.string(), householdCode: z.string().nullable(), memberId: z.string(), name: z.string(), headName: z.string().nullable(), outside: z.boolean() });
export const pairRow = z.object({
  county: z.int(), id: z.string(), kind, state, weight: z.number(), probability: z.number(), year: z.int(), shared: z.int(), left: side, right: side, version: z.int(),
  task: z.enum(["open", "settled", "withdrawn"]).nullable(), foundAt: z.string(),
});
export type PairRow = z.output<typeof pairRow>;

const listFilters = z.object({ region: regionShape.optional(), state: z.enum(pairSegments).default("open"), kind: kind.optional() });

export const listDuplicates = contract({
  method: "GET", path: "/api/comparison/duplicates", summary: "Possible duplicates, most probable first",
  access: { action: "search", resource: "comparison", scope: "region", fields: "C2" },
  query: listFilters.extend({ after: z.string().max(120).optional(), limit: z.coerce.number().int().min(1).max(200).default(50) }),
  answer: z.object({ rows: z.array(pairRow), next: z.string().nullable() }),
});

export const exportDuplicates = { method: "GET", path: "/api/comparison/duplicates/export", summary: "Possible duplicates as a workbook, names and numbers masked as on the page", access: { action: "export", resource: "comparison", scope: "region", fields: "C2" }, query: listFilters } as const;

/** Values of one fact on both sides, masked; `marks` are the places of the characters that differ. */
const fact = z.object({ field: z.enum(personFields), level: z.string(), weight: z.number(), left: z.string(), right: z.string(), leftMarks: z.array(z.int()), rightMarks: z.array(z.int()) });
export const pairDetail = pairRow.extend({
  facts: z.array(fact), prior: z.number(), allowed: z.array(z.enum(pairActs)),
  beside: z.array(z.object({ county: z.int(), id: z.string(), left: z.string(), right: z.string(), probability: z.number(), state })),
  history: z.array(z.object({ act: z.enum([...pairActs, "gone", "back"]), was: state, reason: z.string(), by: z.string().nullable(), role: z.string().nullable(), at: z.string() })),
});
export type PairDetail = z.output<typeof pairDetail>;

export const getDuplicate = contract({
  method: "GET", path: "/api/comparison/duplicates/:county/:id", summary: "Two records side by side with the weight of each fact",
  access: { action: "view", resource: "comparison", scope: "region", fields: "C2" }, params: key, answer: pairDetail,
});

export const decideDuplicate = contract({
  method: "POST", path: "/api/comparison/duplicates/decide", summary: "Decide one pair, or undo its decision; always with a reason",
  access: { action: "verify", resource: "comparison", scope: "region", fields: "C2" },
  body: z.object({ pair: key, version: z.int(), act: z.enum(pairActs), reason: z.string().trim().max(400), key: z.uuid() }), answer: pairDetail,
});

export const searchDuplicates = contract({
  method: "POST", path: "/api/comparison/duplicates/search", summary: "Search a county for duplicates again; runs beside other work",
  access: { action: "verify", resource: "comparison", scope: "region", fields: "C1" },
  body: z.object({ region: regionShape }), answer: z.object({ searching: z.boolean() }),
});
