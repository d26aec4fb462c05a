/** What crosses the wire in evaluation: the report of a place, audits from the draw to the estimate (扶贫精准度, 第三方抽查). */
import { z } from "zod";
import { contract } from "../contract.ts";
import { countyShape, regionShape, yearShape } from "../registry/contract.ts";
import { allocations } from "../statistics/sampling.ts";
import { grades } from "./composite.ts";
import { indexKeys } from "./indices.ts";
import { waits } from "./precision.ts";
import { measureKeys } from "./report.ts";

const maybe = z.number().nullable();
const key = z.object({ county: countyShape, id: z.uuid() });
const indexKey = z.enum(indexKeys);
const span = { low: maybe, high: maybe };
const shown = z.object({ value: maybe, arithmetic: maybe, ...span });
const three = z.object({ registered: z.int(), exited: z.int(), others: z.int() });

export const designs = ["simple", "town", "village"] as const;
export type AuditDesign = (typeof designs)[number];
export const auditKinds = ["thirdParty", "superior", "self"] as const;
export type AuditKind = (typeof auditKinds)[number];
export const notReached = ["away", "refused", "moved", "notFound", "other"] as const;
export const guaranteeKeys = ["food", "clothing", "schooling", "medical", "housing", "water"] as const;

export const reportShape = z.object({
  measures: z.array(z.object({ key: z.enum(measureKeys), value: maybe, ...span, found: maybe, n: maybe })),
  indices: z.array(z.object({ key: indexKey, value: maybe, ...span, weight: z.number(), waits: z.enum(waits).nullable() })),
  composite: shown.extend({ grade: z.enum(grades).nullable(), missing: z.array(indexKey) }),
  partial: shown.extend({ of: z.array(indexKey), weights: z.partialRecord(indexKey, z.number()) }).nullable(),
  places: z.array(shown.extend({ region: z.int(), name: z.string().optional(), asked: z.number(), fewer: z.boolean(), indices: z.partialRecord(indexKey, maybe) })),
  stability: z.object({ spearman: z.number(), spearmanLow: z.number(), kendall: z.number(), kendallLow: z.number(), draws: z.int(), change: z.number() }).nullable(),
  limits: z.array(z.object({ key: z.enum(["inclusion", "officialExclusion", "wrongExit"]), limit: z.number(), population: z.number(), below: z.boolean(), above: z.boolean(), moreIfNone: maybe, moreAtRate: maybe })),
  asked: three, frame: three, weights: z.record(indexKey, z.number()), weightsFrom: z.enum(["default", "experts"]), villages: z.int(),
});

const parameterShape = z.object({ code: z.string(), value: z.int(), unit: z.string(), region: z.int(), validFrom: z.string(), source: z.string(), sureness: z.string() });
const sourceShape = z.object({ county: z.int(), audit: z.string(), name: z.string(), kind: z.enum(auditKinds), simulated: z.boolean(), closedOn: z.string(), design: z.enum(designs), region: z.int() });

/** `report` null: no audit of the place is closed yet in the year; `above`: a report of a place above that holds this one among its parts. */
export const precisionShape = z.object({
  region: z.int(), name: z.string(), year: z.int(), quarter: z.string().nullable(), quarters: z.array(z.string()),
  report: reportShape.nullable(), source: sourceShape.nullable(),
  trend: z.array(z.object({ quarter: z.string(), value: maybe, ...span, full: z.boolean(), simulated: z.boolean() })),
  counties: z.array(z.object({ region: z.int(), name: z.string(), value: maybe, ...span, full: z.boolean(), quarter: z.string(), simulated: z.boolean() })),
  parameters: z.array(parameterShape), weighting: z.object({ name: z.string(), consistency: z.number(), weights: z.array(z.number()), at: z.string(), by: z.string().nullable() }).nullable(),
  may: z.object({ create: z.boolean(), weigh: z.boolean(), seeAudits: z.boolean() }),
});
export type Precision = z.output<typeof precisionShape>;

export const getPrecision = contract({
  method: "GET", path: "/api/evaluation/precision", summary: "Precision of a place: the report of a quarter, the trend, the places below, with intervals and the source of the truth",
  access: { action: "view", resource: "evaluation", scope: "region", fields: "C1" },
  query: z.object({ region: regionShape.optional(), year: yearShape.optional(), quarter: z.string().regex(/^\d{4}Q[1-4]$/).optional() }), answer: precisionShape,
});

export const saveWeighting = contract({
  method: "POST", path: "/api/evaluation/weightings", summary: "Experts' pairwise comparison of the six precisions; refused when the consistency ratio is 0.10 or more",
  access: { action: "create", resource: "evaluation", scope: "region", fields: "C1" },
  body: z.object({ id: z.uuid(), region: regionShape, name: z.string().trim().min(2).max(60), matrix: z.array(z.array(z.number().positive().max(9)).length(6)).length(6) }),
  answer: z.object({ weights: z.array(z.number()), consistency: z.number() }),
});

const auditRow = key.extend({ region: z.int(), place: z.string(), name: z.string(), year: z.int(), quarter: z.string(), kind: z.enum(auditKinds), simulated: z.boolean(), design: z.enum(designs), drawn: z.int(), answered: z.int(), unreached: z.int(), drawnAt: z.string(), closedOn: z.string().nullable() });
export type AuditRow = z.output<typeof auditRow>;
export const listAudits = contract({
  method: "GET", path: "/api/evaluation/audits", summary: "Audits of a place, latest first",
  access: { action: "view", resource: "evaluation", scope: "region", fields: "C1" },
  query: z.object({ region: regionShape.optional(), after: z.string().max(120).optional(), limit: z.coerce.number().int().min(1).max(200).default(50) }),
  answer: z.object({ rows: z.array(auditRow), next: z.string().nullable() }),
});

const sizes = z.object({ registered: z.int().min(0).max(20_000), exited: z.int().min(0).max(20_000), others: z.int().min(0).max(20_000) });
export const planAudit = contract({
  method: "POST", path: "/api/evaluation/plan", summary: "Sizes of the frame of a place, and how many households a wanted half-width or a proof of «below the limit» takes",
  access: { action: "create", resource: "evaluation", scope: "region", fields: "C1" },
  body: z.object({ region: regionShape, year: yearShape, expected: z.number().min(0.001).max(0.5).optional(), half: z.number().min(0.001).max(0.2).optional(), deff: z.number().min(1).max(5).optional(), found: z.int().min(0).max(200).optional() }),
  answer: z.object({ frame: three, villages: z.int(), half: z.number(), expected: z.number(), limit: z.number(), level: z.number(), power: z.number(), forHalf: three, toProve: z.int(), forPower: z.int().nullable(), reserve: z.number(), parameters: z.array(parameterShape) }),
});
export type AuditPlan = z.output<typeof planAudit.answer>;

export const drawAudit = contract({
  method: "POST", path: "/api/evaluation/audits", summary: "Draw a sample; the same id again answers the first draw",
  access: { action: "create", resource: "evaluation", scope: "region", fields: "C2" },
  body: z.object({ id: z.uuid(), region: regionShape, year: yearShape, name: z.string().trim().min(2).max(60), design: z.enum(designs), allocation: z.enum(allocations), sizes, villages: z.int().min(2).max(500).optional(), seed: z.string().trim().min(1).max(60).optional() }),
  answer: key.extend({ drawn: z.int(), reserves: z.int() }),
});

export const auditDetail = auditRow.extend({
  allocation: z.enum(allocations), sizes: sizes.extend({ villages: z.int().optional() }), seed: z.string(), frame: three, drawnBy: z.string().nullable(), reserves: z.int(), assigned: z.int(), groups: z.array(z.object({ grp: z.int(), drawn: z.int(), answered: z.int() })),
  auditors: z.array(z.object({ post: z.string(), name: z.string(), households: z.int(), done: z.int() })), towns: z.array(z.object({ region: z.int(), name: z.string(), drawn: z.int(), done: z.int(), assigned: z.int() })),
  report: reportShape.nullable(), may: z.object({ assign: z.boolean(), record: z.boolean(), close: z.boolean(), export: z.boolean() }),
});
export type AuditDetail = z.output<typeof auditDetail>;
export const getAudit = contract({
  method: "GET", path: "/api/evaluation/audits/:county/:id", summary: "One audit: design, progress, auditors, and after closing the estimate",
  access: { action: "view", resource: "evaluation", scope: "region", fields: "C1" }, params: key, answer: auditDetail,
});

const resultShape = z.object({
  reached: z.boolean(), reason: z.enum(notReached).nullable(), eligible: z.boolean().nullable(), incomeFen: z.int().nullable(), benefitsFen: z.int().nullable(), persons: z.int().nullable(),
  guarantees: z.partialRecord(z.enum(guaranteeKeys), z.boolean()), evidence: z.string(), note: z.string(), visitedOn: z.string(),
});
/** One household of an audit. Its state on the register (`grp`) is told only after closing: auditors judge without knowing it. */
export const unitRow = z.object({ county: z.int(), id: z.string(), ordinal: z.int(), region: z.int(), village: z.string(), town: z.string(), head: z.string(), hamlet: z.string().nullable(), persons: z.int().nullable(), standIn: z.boolean(), auditor: z.string().nullable(), mine: z.boolean(), state: z.enum(["open", "done", "unreached"]), result: resultShape.nullable(), grp: z.int().nullable() });
export type UnitRow = z.output<typeof unitRow>;
export const listUnits = contract({
  method: "GET", path: "/api/evaluation/audits/:county/:id/units", summary: "Households to visit, village by village; without their state on the register until the audit is closed",
  access: { action: "view", resource: "evaluation", scope: "region", fields: "C2" }, params: key,
  query: z.object({ mine: z.stringbool().optional(), state: z.enum(["open", "done", "unreached"]).optional(), after: z.coerce.number().int().min(0).optional(), limit: z.coerce.number().int().min(1).max(200).default(50) }),
  answer: z.object({ rows: z.array(unitRow), next: z.int().nullable() }),
});

export const listAuditors = contract({
  method: "GET", path: "/api/evaluation/auditors", summary: "Posts that may visit households of a place for an audit",
  access: { action: "assign", resource: "evaluation", scope: "region", fields: "C1" }, query: z.object({ region: regionShape }),
  answer: z.object({ rows: z.array(z.object({ post: z.string(), name: z.string(), role: z.string(), region: z.int(), place: z.string() })) }),
});

export const assignUnits = contract({
  method: "POST", path: "/api/evaluation/assign", summary: "Share households out over auditors, village by village; a village's own officers are refused",
  access: { action: "assign", resource: "evaluation", scope: "region", fields: "C2" },
  body: z.object({ audit: key, posts: z.array(z.uuid()).min(1).max(40), region: regionShape.optional(), again: z.boolean().default(false) }),
  answer: z.object({ assigned: z.int(), refused: z.array(z.object({ name: z.string(), village: z.string(), households: z.int() })) }),
});

export const recordBody = resultShape.extend({ id: z.uuid(), audit: key, unit: z.uuid(), evidence: z.string().trim().max(400).default(""), note: z.string().trim().max(400).default(""), visitedOn: z.iso.date(), incomeFen: z.int().min(-100_000_000).max(1_000_000_000).nullable(), benefitsFen: z.int().min(0).max(1_000_000_000).nullable(), persons: z.int().min(1).max(40).nullable() });
export type RecordBody = z.output<typeof recordBody>;
export const recordResult = contract({
  method: "POST", path: "/api/evaluation/results", summary: "What was found at a household; a correction is a new record. Not reached: the next reserve stands in",
  access: { action: "edit", resource: "evaluation", scope: "region", fields: "C2" }, body: recordBody,
  answer: z.object({ id: z.string(), standIn: z.int().nullable() }),
});

export const closeAudit = contract({
  method: "POST", path: "/api/evaluation/close", summary: "End an audit and store the report of its quarter for the place, its towns and villages",
  access: { action: "create", resource: "evaluation", scope: "region", fields: "C2" }, body: z.object({ audit: key }),
  answer: z.object({ answered: z.int(), missing: z.int(), reports: z.int() }),
});

/** Files: the field list to fill in, the same list read back, and the report of a place. */
export const fieldList = { method: "GET", path: "/api/evaluation/audits/:county/:id/list.xlsx", summary: "Field list of an audit to be filled in", access: { action: "export", resource: "evaluation", scope: "region", fields: "C2" }, params: key } as const;
export const importList = { method: "POST", path: "/api/evaluation/audits/:county/:id/list", summary: "Results from a filled field list; each row is recorded or refused with its reason", access: { action: "edit", resource: "evaluation", scope: "region", fields: "C2" }, params: key } as const;
export const importAnswer = z.object({ recorded: z.int(), unchanged: z.int(), refused: z.array(z.object({ row: z.int(), reason: z.string() })) });
export type ImportAnswer = z.output<typeof importAnswer>;
