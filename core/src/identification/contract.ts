/** What crosses the wire in identification: figures of a place, the list of differences, the score sheet of a household, runs and schemes. */
import { z } from "zod";
import { contract } from "../contract.ts";
import { countyShape, regionShape, yearShape } from "../registry/contract.ts";
import { dimensions, indicators } from "./deprivation.ts";
import { lookShape } from "./look.ts";
import { differences, recommendations } from "./scores.ts";
import { strengths } from "./causes.ts";

const estimate = z.object({ value: z.number().nullable(), se: z.number().nullable() });
const whole = z.int();
/** A number of policy with its date and source, as every threshold on a page names it. */
export const parameterShape = z.object({ code: z.string(), region: whole, value: whole, unit: z.string(), validFrom: z.string(), source: z.string(), sureness: z.string() });
export type ShownParameter = z.output<typeof parameterShape>;
const keys = indicators.map((i) => i.key) as [string, ...string[]];

/** `locked`: health data of few households, above the reader's clearance. */
const measures = z.object({
  H: estimate, A: estimate, M0: estimate, P0: estimate, P1: estimate, P2: estimate,
  indicators: z.array(z.object({ key: z.enum(keys), uncensored: z.number().nullable(), censored: z.number().nullable(), contribution: z.number().nullable(), unknown: whole, locked: z.boolean() })),
  households: whole, persons: whole, counted: whole, dropped: whole, population: whole, poorHouseholds: whole, poorPersons: whole, incomeHouseholds: whole, incomePersons: whole, incomeUnknown: whole, belowHouseholds: whole, belowPersons: whole, gapFen: whole,
});
export type ShownMeasures = z.output<typeof measures>;
const place = z.object({ code: whole, name: z.string() });
const runShape = z.object({ county: whole, id: z.string(), year: whole, ranAt: z.string(), byName: z.string().nullable(), scheme: z.string(), lineFen: whole.nullable(), lookScheme: z.string().nullable(), modelId: z.string().nullable(), households: whole, counts: z.record(z.string(), whole), parameters: z.array(z.object({ code: z.string(), value: whole, unit: z.string(), validFrom: z.string(), source: z.string() })) });
export type AssessmentRun = z.output<typeof runShape>;
const modelShape = z.object({ id: z.string(), version: z.string(), fittedOn: z.string(), lineFen: whole, trainingRows: whole, testRows: whole, r2: z.number(), auc: z.number().nullable(), atLine: z.object({ exclusion: z.number().nullable(), inclusion: z.number().nullable() }), atCut: z.object({ cutFen: z.number(), exclusion: z.number().nullable(), inclusion: z.number().nullable(), cgh: z.number().nullable() }), draws: whole, noise: z.number(), covered: z.number().nullable() });
export type ShownModel = z.output<typeof modelShape>;

export const getOverview = contract({
  method: "GET", path: "/api/identification/overview", summary: "Poverty figures of a place and its parts, causes beside the nation's, simulated degree of its villages, the latest assessment",
  access: { action: "search", resource: "assessment", scope: "region", fields: "C2" },
  query: z.object({ region: regionShape.optional(), year: yearShape.optional() }),
  answer: z.object({
    region: place.extend({ level: z.string() }), year: whole.nullable(), years: z.array(whole), total: measures.nullable(), parts: z.array(place.extend({ measures })),
    scheme: z.object({ units: z.array(whole), total: whole, threshold: whole, parameters: z.array(parameterShape), stale: z.boolean() }), line: parameterShape.nullable(), refreshedAt: z.string().nullable(),
    causes: z.object({ counts: z.array(z.object({ cause: whole.nullable(), households: whole })), unstated: whole, locked: z.boolean() }),
    degree: z.object({ model: modelShape, villages: z.array(place.extend({ households: whole, persons: whole, sampled: whole, p0: z.number(), rmse0: z.number(), p1: z.number(), rmse1: z.number(), recorded0: z.number().nullable() })) }).nullable(),
    runs: z.array(runShape), counts: z.record(z.string(), whole), may: z.object({ assess: z.boolean(), export: z.boolean() }),
  }),
});

export const listFilters = z.object({
  region: regionShape.optional(), year: yearShape.optional(), difference: z.enum(["maybeWrong", "maybeMissed", "both"]).optional(), recommendation: z.enum(recommendations).optional(), contradiction: z.stringbool().optional(), cause: z.coerce.number().int().min(0).max(99).optional(), text: z.string().trim().max(40).optional(),
});
export type ListFilters = z.output<typeof listFilters>;
const listRow = z.object({
  county: whole, householdId: z.string(), region: whole, villageName: z.string(), householdCode: z.string(), headName: z.string().nullable(), exitState: whole.nullable(), recommendation: z.enum(recommendations), difference: z.enum(differences),
  incomeGap: z.number().nullable(), depth: whole.nullable(), mostDepth: whole.nullable(), reasons: z.array(z.string()), missing: z.array(z.string()), lookLow: whole.nullable(), lookHigh: whole.nullable(), probability: z.number().nullable(),
  cause: whole.nullable(), suggested: whole.nullable(), causeLocked: z.boolean(), contradiction: z.boolean(),
});
export type ListRow = z.output<typeof listRow>;
export const listHouseholds = contract({
  method: "GET", path: "/api/identification/households", summary: "Households of the latest assessment whose recommendation differs from their status, or with other filters",
  access: { action: "search", resource: "assessment", scope: "region", fields: "C2" },
  query: listFilters.extend({ after: z.string().max(120).optional(), limit: z.coerce.number().int().min(1).max(200).default(50) }),
  answer: z.object({ rows: z.array(listRow), next: z.string().nullable() }),
});
export const exportHouseholds = { method: "GET", path: "/api/identification/households.xlsx", summary: "The same list as a workbook", access: { action: "export", resource: "assessment", scope: "region", fields: "C2" }, query: listFilters } as const;

const shown = z.object({ key: z.string(), value: z.union([z.number(), z.boolean()]).nullable() });
const turn = z.object({ score: z.enum(["income", "guarantee", "deprivation"]), item: z.string(), byFen: z.number().nullable(), to: z.boolean().nullable() });
export const sheetShape = z.object({
  county: whole, householdId: z.string(), householdCode: z.string(), headName: z.string().nullable(), region: whole, villageName: z.string(), year: whole, years: z.array(whole), valid: z.boolean(), refreshedAt: z.string(),
  exitState: whole.nullable(), persons: whole.nullable(), incomePersons: whole.nullable(), perCapitaFen: whole.nullable(),
  income: z.object({ gap: z.number().nullable(), line: parameterShape.nullable() }),
  guarantees: z.array(z.object({ key: z.enum(["education", "medical", "housing", "water"]), unmet: z.boolean().nullable(), facts: z.array(shown) })),
  deprivation: z.object({ depth: whole, mostDepth: whole, total: whole, threshold: whole, deprived: z.boolean().nullable(), parameters: z.array(parameterShape), items: z.array(z.object({ key: z.enum(keys), dimension: z.enum(dimensions), units: whole, deprived: z.boolean().nullable(), locked: z.boolean(), facts: z.array(shown) })) }),
  look: z.object({ low: whole, high: whole, cut: whole, below: z.boolean().nullable(), unknown: whole, version: z.string(), place: whole, validFrom: z.string(), source: z.string(), turn: z.object({ key: z.string(), from: whole, to: whole }).nullable(), items: z.array(z.object({ key: z.string(), look: whole, zh: z.string(), en: z.string(), fact: z.string(), per: z.string().nullable(), max: whole, points: whole.nullable(), value: z.union([z.number(), z.boolean()]).nullable(), locked: z.boolean() })) }).nullable(),
  recommendation: z.enum(recommendations), difference: z.enum(differences), reasons: z.array(z.string()), missing: z.array(z.string()), turns: z.array(turn), locked: z.boolean(),
  causes: z.object({ registered: whole.nullable(), main: whole.nullable(), others: z.array(whole), contradiction: z.boolean(), parameters: z.array(parameterShape), evidence: z.array(z.object({ cause: whole, strength: z.enum(strengths), locked: z.boolean(), facts: z.array(shown) })) }),
  degree: z.object({ model: modelShape, probability: z.number(), low: z.number(), high: z.number(), incomeFen: whole, incomeLowFen: whole, incomeHighFen: whole, scoreFen: whole, selected: z.boolean(), training: z.boolean(), contributions: z.array(z.object({ fact: z.string(), level: whole.nullable(), missing: z.boolean(), contribution: z.number(), locked: z.boolean() })) }).nullable(),
  runs: z.array(z.object({ id: z.string(), year: whole, ranAt: z.string(), recommendation: z.enum(recommendations), difference: z.enum(differences), incomeGap: z.number().nullable(), depth: whole.nullable(), lookLow: whole.nullable(), lookHigh: whole.nullable() })),
});
export type ScoreSheet = z.output<typeof sheetShape>;
export const getSheet = contract({
  method: "GET", path: "/api/identification/households/:county/:id", summary: "Score sheet of a household: what each item contributed, on what it stands, what would change it",
  access: { action: "view", resource: "assessment", scope: "region", fields: "C2" },
  params: z.object({ county: countyShape, id: z.uuid() }), query: z.object({ year: yearShape.optional() }), answer: sheetShape,
});

export const startAssessment = contract({
  method: "POST", path: "/api/identification/assess", summary: "Assess all households of a county for a year; the run is kept with the numbers it used",
  access: { action: "edit", resource: "assessment", scope: "region", fields: "C3" },
  body: z.object({ key: z.uuid(), county: countyShape, year: yearShape }), answer: runShape,
});

const schemeShape = z.object({ id: z.string(), place: whole, placeName: z.string(), version: z.string(), validFrom: z.string(), source: z.string(), content: lookShape, at: z.string(), byName: z.string().nullable(), approvedAt: z.string().nullable(), approvedBy: z.string().nullable(), mayApprove: z.boolean(), inForce: z.boolean() });
export type ShownScheme = z.output<typeof schemeShape>;
export const listSchemes = contract({
  method: "GET", path: "/api/identification/schemes", summary: "Schemes of the four looks that concern a place, proposals included",
  access: { action: "view", resource: "parameter", scope: "reference", fields: "C1" },
  query: z.object({ region: regionShape.optional(), year: yearShape.optional() }), answer: z.object({ rows: z.array(schemeShape), mayPropose: z.boolean() }),
});
export const proposeScheme = contract({
  method: "POST", path: "/api/identification/schemes", summary: "Propose a scheme of the four looks for one's place; a second person approves it",
  access: { action: "create", resource: "parameter", scope: "region", fields: "C1" },
  body: z.object({ id: z.uuid(), place: regionShape, version: z.string().trim().min(1).max(40), validFrom: z.iso.date(), source: z.string().trim().min(4).max(400), content: lookShape }), answer: z.object({ id: z.string() }),
});
export const approveScheme = contract({
  method: "POST", path: "/api/identification/schemes/:id/approve", summary: "Approve a scheme that another person proposed",
  access: { action: "verify", resource: "parameter", scope: "region", fields: "C1" },
  params: z.object({ id: z.uuid() }), answer: z.object({ id: z.string() }),
});
