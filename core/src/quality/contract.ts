/** What crosses the wire in data quality: overview, worklist, one finding, and what people do with findings (「每天的活在一页」). */
import { z } from "zod";
import { contract } from "../contract.ts";
import { countyShape, regionShape, valueShape, yearShape } from "../registry/contract.ts";
import { awaitedSlices } from "./rule.ts";
import { findingActs, findingStates, personActs } from "./states.ts";

const severity = z.enum(["E", "W", "R"]);
const rule = z.string().regex(/^D[QG]-\d{3}$/);
const state = z.enum(findingStates);
const args = z.record(z.string(), z.union([z.string(), z.number()]));
const key = z.object({ county: countyShape, id: z.uuid() });

/** Segments of the worklist: groups of states with one word each. */
export const segments = ["open", "waiting", "verified", "all"] as const;
export type Segment = (typeof segments)[number];

const counts = z.object({ open: z.int(), waiting: z.int(), verified: z.int() });
const because = z.union([z.object({ reason: z.literal("needs"), slice: z.enum(awaitedSlices) }), z.object({ reason: z.literal("noLine") }), z.object({ reason: z.literal("notCollected"), fields: z.string() }), z.object({ reason: z.literal("notInForce"), regime: z.enum(["A", "B"]) })]);

/** `cells` are open findings by place below the region (villages inside a county, else the next level) and rule. */
export const summaryShape = z.object({
  region: z.int(), year: z.int(), years: z.array(z.int()), total: counts, overdue: z.int(), mine: z.int(),
  bySeverity: z.array(z.object({ severity, open: z.int() })),
  byState: z.array(z.object({ state, n: z.int() })),
  byRule: z.array(counts.extend({ rule: z.string(), severity })),
  byPlace: z.array(counts.extend({ region: z.int(), name: z.string(), town: z.string() })),
  cells: z.array(z.object({ region: z.int(), rule: z.string(), open: z.int() })),
  notChecked: z.array(z.object({ rule: z.string(), because })),
  lastCheck: z.object({ at: z.string(), households: z.int(), persons: z.int() }).nullable(),
  checking: z.object({ households: z.int(), of: z.int() }).nullable(),
  may: z.object({ assign: z.boolean(), edit: z.boolean(), verify: z.boolean(), export: z.boolean() }),
});
export type QualitySummary = z.output<typeof summaryShape>;

export const getSummary = contract({
  method: "GET", path: "/api/quality/summary", summary: "Findings of a place and year by village, rule, severity and state",
  access: { action: "view", resource: "finding", scope: "region", fields: "C1" },
  query: z.object({ region: regionShape.optional(), year: yearShape.optional() }), answer: summaryShape,
});

export const worklistFilters = z.object({
  region: regionShape.optional(), year: yearShape.optional(), segment: z.enum(segments).default("open"), state: state.optional(), rule: rule.optional(), severity: severity.optional(),
  assignee: z.union([z.enum(["me", "none"]), z.uuid()]).optional(), overdue: z.stringbool().optional(), household: z.uuid().optional(), text: z.string().trim().max(40).optional(),
});
export type WorklistFilters = z.output<typeof worklistFilters>;

export const findingRow = z.object({
  county: z.int(), id: z.string(), region: z.int(), villageName: z.string(), householdId: z.string().nullable(), householdCode: z.string().nullable(), headName: z.string().nullable(),
  memberId: z.string().nullable(), memberName: z.string().nullable(), year: z.int(), rule: z.string(), severity, field: z.string().nullable(), args, state, outcome: z.enum(["corrected", "explained"]).nullable(),
  assignee: z.object({ post: z.string(), name: z.string(), role: z.string() }).nullable(), deadline: z.string(), daysLeft: z.int(), foundAt: z.string(), version: z.int(), allowed: z.array(z.enum(personActs)),
});
export type FindingRow = z.output<typeof findingRow>;

export const listFindings = contract({
  method: "GET", path: "/api/quality/findings", summary: "The worklist, nearest deadline first",
  access: { action: "search", resource: "finding", scope: "region", fields: "C2" },
  query: worklistFilters.extend({ after: z.string().max(120).optional(), limit: z.coerce.number().int().min(1).max(200).default(50) }),
  answer: z.object({ rows: z.array(findingRow), next: z.string().nullable() }),
});

/** A value of the record beside the finding; `masked` values are shown in part. */
const factShape = z.object({ of: z.enum(["household", "member", "village"]), field: z.string(), value: valueShape, masked: z.boolean(), faulty: z.boolean() });
export const findingDetail = findingRow.extend({
  facts: z.array(factShape), peers: z.array(z.object({ county: z.int(), id: z.string(), rule: z.string(), severity, args, memberName: z.string().nullable(), state })),
  events: z.array(z.object({ act: z.enum(findingActs), at: z.string(), by: z.string().nullable(), role: z.string().nullable(), note: z.string().nullable(), evidence: z.string().nullable(), detail: z.record(z.string(), z.string().nullable()) })),
  batchId: z.string().nullable(), exception: z.object({ reason: z.string(), validUntil: z.string() }).nullable(),
});
export type FindingDetail = z.output<typeof findingDetail>;

export const getFinding = contract({
  method: "GET", path: "/api/quality/findings/:county/:id", summary: "One finding with the record beside it, its history and the household's other findings",
  access: { action: "view", resource: "finding", scope: "region", fields: "C2" },
  params: key, answer: findingDetail,
});

const done = z.object({ done: z.int(), refused: z.array(z.object({ id: z.string(), code: z.string(), message: z.string() })) });
const many = z.array(key).min(1).max(500);

export const assignFindings = contract({
  method: "POST", path: "/api/quality/assign", summary: "Give findings to a post with a deadline, up to 500 at once",
  access: { action: "assign", resource: "finding", scope: "region", fields: "C2" },
  body: z.object({ findings: many, post: z.uuid(), deadline: z.iso.date().optional(), note: z.string().trim().max(400).optional() }), answer: done,
});

export const settleFinding = contract({
  method: "POST", path: "/api/quality/settle", summary: "Mark a finding as corrected, or explain it with a reason and evidence",
  access: { action: "edit", resource: "finding", scope: "region", fields: "C2" },
  body: z.object({ finding: key, version: z.int(), act: z.enum(["correct", "explain"]), reason: z.string().trim().max(400), evidence: z.uuid().optional(), validUntil: z.iso.date().optional() }), answer: findingDetail,
});

export const decideFinding = contract({
  method: "POST", path: "/api/quality/decide", summary: "Verify what another person settled, send it back, or reopen it",
  access: { action: "verify", resource: "finding", scope: "region", fields: "C2" },
  body: z.object({ finding: key, version: z.int(), act: z.enum(["verify", "sendBack", "reopen"]), note: z.string().trim().max(400).optional() }), answer: findingDetail,
});

export const listAssignees = contract({
  method: "GET", path: "/api/quality/assignees", summary: "Posts that may settle findings of a place",
  access: { action: "assign", resource: "finding", scope: "region", fields: "C1" },
  query: z.object({ region: regionShape }), answer: z.object({ rows: z.array(z.object({ post: z.string(), name: z.string(), role: z.string(), region: z.int(), place: z.string() })) }),
});

export const startCheck = contract({
  method: "POST", path: "/api/quality/check", summary: "Check a place again; runs beside other work, the overview tells the progress",
  access: { action: "assign", resource: "finding", scope: "region", fields: "C1" },
  body: z.object({ region: regionShape, year: yearShape.optional() }), answer: z.object({ households: z.int(), of: z.int() }),
});

export const listParameters = contract({
  method: "GET", path: "/api/quality/parameters", summary: "Policy numbers in force for a place and year",
  access: { action: "view", resource: "finding", scope: "reference", fields: "C1" },
  query: z.object({ region: regionShape.optional(), year: yearShape }),
  answer: z.object({ values: z.record(z.string(), z.int()), lineFen: z.int().nullable(), monitorLineFen: z.int().nullable(), notChecked: z.array(z.object({ rule: z.string(), because })) }),
});
