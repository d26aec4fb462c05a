/** What crosses the wire of policy parameters and eligibility rules: values in force, proposals, texts in versions, simulations, approvals. */
import { z } from "zod";
import { contract } from "../contract.ts";
import { countyShape, regionShape, yearShape } from "../registry/contract.ts";
import { parameterTopics } from "./parameters.ts";
import { purposes, ruleActs, versionStates } from "./states.ts";

const sureness = z.enum(["verified", "well known", "unsure", "default"]);
/** A place, or 0 for the whole nation. */
const anywhere = z.coerce.number().int().min(0).max(999_999_999_999);
const code = z.string().regex(/^[A-Z][A-Za-z0-9_.]{1,60}$/);
export const parameterRowShape = z.object({ code: z.string(), region: z.int(), place: z.string(), validFrom: z.string(), validTo: z.string().nullable(), value: z.int(), unit: z.string(), source: z.string(), sureness: z.string() });
const proposalShape = z.object({
  id: z.string(), code: z.string(), region: z.int(), place: z.string(), validFrom: z.string(), validTo: z.string().nullable(), value: z.int(), unit: z.string(), source: z.string(), sureness: z.string(), reason: z.string(), accepted: z.array(z.string()),
  byName: z.string(), proposedAt: z.string(), own: z.boolean(), mayDecide: z.boolean(), decision: z.object({ approved: z.boolean(), note: z.string(), byName: z.string(), at: z.string() }).nullable(),
});
export type ParameterProposal = z.output<typeof proposalShape>;

export const listParameterValues = contract({
  method: "GET", path: "/api/parameters", summary: "Every policy parameter with the value in force at a place on a day",
  access: { action: "search", resource: "parameter", scope: "reference", fields: "C1" },
  query: z.object({ region: anywhere.optional(), on: z.iso.date().optional() }),
  answer: z.object({ region: z.int(), place: z.string(), on: z.string(), open: z.int(), may: z.object({ propose: z.boolean(), nation: z.boolean() }), rows: z.array(z.object({ code: z.string(), topic: z.enum(parameterTopics), zh: z.string(), en: z.string(), unit: z.string(), usedBy: z.object({ zh: z.string(), en: z.string() }), rules: z.int(), rows: z.int(), open: z.int(), inForce: parameterRowShape.nullable() })) }),
});
export type ParameterValues = z.output<typeof listParameterValues.answer>;

export const getParameterHistory = contract({
  method: "GET", path: "/api/parameters/:code", summary: "All rows of one parameter, how they follow each other at each place, its proposals and the rules that read it",
  access: { action: "view", resource: "parameter", scope: "reference", fields: "C1" },
  params: z.object({ code }), query: z.object({ region: anywhere.optional() }),
  answer: z.object({ code: z.string(), rows: z.array(parameterRowShape), places: z.array(z.object({ region: z.int(), place: z.string(), stretches: z.array(z.object({ from: z.string(), to: z.string().nullable(), value: z.int(), validFrom: z.string() })) })), proposals: z.array(proposalShape), rules: z.array(z.object({ id: z.string(), zh: z.string(), en: z.string(), version: z.int() })) }),
});
export type ParameterHistory = z.output<typeof getParameterHistory.answer>;

export const proposeParameter = contract({
  method: "POST", path: "/api/parameters/proposals", summary: "Propose a new dated value for a place; nothing changes until a second person approves",
  access: { action: "create", resource: "parameter", scope: "region", fields: "C1" },
  body: z.object({ key: z.uuid(), code, region: anywhere, validFrom: z.iso.date(), validTo: z.iso.date().optional(), value: z.int(), source: z.string().trim().min(4).max(200), sureness, reason: z.string().trim().min(4).max(400), accept: z.array(z.enum(["cut", "yields", "resumes"])).default([]) }),
  answer: z.object({ id: z.string() }),
});

export const decideParameter = contract({
  method: "POST", path: "/api/parameters/proposals/:id/decide", summary: "Approve or refuse what another person proposed",
  access: { action: "verify", resource: "parameter", scope: "region", fields: "C1" },
  params: z.object({ id: z.uuid() }), body: z.object({ approve: z.boolean(), note: z.string().trim().max(400).default("") }), answer: z.object({ id: z.string(), approved: z.boolean() }),
});

const totals = z.object({ households: z.int(), yes: z.int(), no: z.int(), undecided: z.int(), gain: z.int(), lose: z.int(), doubt: z.int(), clear: z.int(), missed: z.int(), wrong: z.int(), doubtful: z.int() });
/** yes, no, undecided: what the text says. gain, lose, doubt, clear: against the version in force. missed, wrong, doubtful: against the register. */
export type Totals = z.output<typeof totals>;
const place = totals.extend({ region: z.int(), name: z.string() });
const fault = z.object({ code: z.string(), line: z.int(), column: z.int(), from: z.int(), to: z.int(), zh: z.string(), en: z.string() });
const usedParameter = parameterRowShape.omit({ place: true });

export const checkText = contract({
  method: "POST", path: "/api/rules/check", summary: "Types a rule: faults with line and column, or the names that it uses and its SQL",
  access: { action: "view", resource: "parameter", scope: "reference", fields: "C1" },
  body: z.object({ text: z.string().max(20_000) }), answer: z.object({ faults: z.array(fault), facts: z.array(z.string()), parameters: z.array(z.string()), sql: z.string().nullable() }),
});

export const previewRule = contract({
  method: "POST", path: "/api/rules/preview", summary: "How many households of a place a text would change, by place below it; nothing is stored",
  access: { action: "create", resource: "parameter", scope: "region", fields: "C1" },
  body: z.object({ text: z.string().min(1).max(20_000), purpose: z.enum(purposes), region: regionShape, year: yearShape, against: z.uuid().optional() }),
  answer: z.object({ totals, places: z.array(place), against: z.int().nullable(), milliseconds: z.number(), parameters: z.array(usedParameter) }),
});

const version = z.object({ version: z.int(), text: z.string(), source: z.string(), note: z.string(), byName: z.string(), at: z.string(), state: z.enum(versionStates), activeFrom: z.string().nullable(), activeTo: z.string().nullable(), simulated: z.boolean(), run: z.string().nullable(), acts: z.array(z.enum(ruleActs)) });
export type RuleVersion = z.output<typeof version>;
const setShape = z.object({ id: z.string(), region: z.int(), place: z.string(), purpose: z.enum(purposes), zh: z.string(), en: z.string(), byName: z.string(), mayEdit: z.boolean() });

export const listRuleSets = contract({
  method: "GET", path: "/api/rules", summary: "Rule sets that apply to a place or lie in it, with the version in force and the newest one",
  access: { action: "search", resource: "parameter", scope: "reference", fields: "C1" },
  query: z.object({ region: anywhere.optional() }),
  answer: z.object({ may: z.object({ create: z.boolean() }), rows: z.array(setShape.extend({ versions: z.int(), active: z.object({ version: z.int(), from: z.string() }).nullable(), newest: z.object({ version: z.int(), state: z.enum(versionStates), at: z.string(), byName: z.string() }) })) }),
});
export type RuleSets = z.output<typeof listRuleSets.answer>;

export const getRuleSet = contract({
  method: "GET", path: "/api/rules/:id", summary: "A rule set: its versions, what happened to them, and their simulations",
  access: { action: "view", resource: "parameter", scope: "reference", fields: "C1" },
  params: z.object({ id: z.uuid() }),
  answer: setShape.extend({ versions: z.array(version), events: z.array(z.object({ version: z.int(), act: z.string(), activeFrom: z.string().nullable(), note: z.string(), byName: z.string(), at: z.string() })) }),
});
export type RuleSet = z.output<typeof getRuleSet.answer>;

const written = { text: z.string().min(1).max(20_000), source: z.string().trim().min(4).max(400), note: z.string().trim().max(400).default("") };
export const createRuleSet = contract({
  method: "POST", path: "/api/rules", summary: "A new rule set with its first version",
  access: { action: "create", resource: "parameter", scope: "region", fields: "C1" },
  body: z.object({ key: z.uuid(), region: regionShape, purpose: z.enum(purposes), zh: z.string().trim().min(2).max(80), en: z.string().trim().min(2).max(120), ...written }), answer: z.object({ id: z.string(), version: z.int() }),
});
export const saveVersion = contract({
  method: "POST", path: "/api/rules/:id/versions", summary: "Save a changed text as a new version; a text with a fault is refused",
  access: { action: "edit", resource: "parameter", scope: "region", fields: "C1" },
  params: z.object({ id: z.uuid() }), body: z.object({ key: z.uuid(), ...written }), answer: z.object({ id: z.string(), version: z.int() }),
});
const versionKey = z.object({ id: z.uuid(), version: z.coerce.number().int().min(1).max(100_000) });
export const actOnVersion = contract({
  method: "POST", path: "/api/rules/:id/versions/:version/act", summary: "Submit, approve from a day on, send back, or retire a version; approval needs a second person and a simulation of that exact text",
  access: { action: "verify", resource: "parameter", scope: "region", fields: "C1" },
  params: versionKey, body: z.object({ act: z.enum(ruleActs), activeFrom: z.iso.date().optional(), note: z.string().trim().max(400).default("") }), answer: z.object({ state: z.enum(versionStates) }),
});
export const simulateVersion = contract({
  method: "POST", path: "/api/rules/:id/versions/:version/simulate", summary: "Judge every household of a place, beside other work; counts at once, the explained list as it grows",
  access: { action: "create", resource: "parameter", scope: "region", fields: "C1" },
  params: versionKey, body: z.object({ key: z.uuid(), region: regionShape, year: yearShape, on: z.iso.date().optional() }), answer: z.object({ run: z.string() }),
});
export const runKey = z.object({ run: z.uuid() });
export const cancelRun = contract({
  method: "POST", path: "/api/rules/runs/:run/cancel", summary: "Stop a simulation that is running",
  access: { action: "create", resource: "parameter", scope: "region", fields: "C1" }, params: runKey, answer: z.object({ state: z.string() }),
});
export const getRun = contract({
  method: "GET", path: "/api/rules/runs/:run", summary: "A simulation: progress, counts by place, parameters in force, the SQL that was asked",
  access: { action: "view", resource: "parameter", scope: "region", fields: "C1" }, params: runKey,
  answer: z.object({ id: z.string(), setId: z.string(), zh: z.string(), en: z.string(), purpose: z.enum(purposes), version: z.int(), against: z.int().nullable(), region: z.int(), place: z.string(), year: z.int(), on: z.string(), state: z.enum(["running", "done", "failed", "cancelled"]), whole: z.boolean(), households: z.int(), judged: z.int(), seconds: z.number().nullable(), byName: z.string(), startedAt: z.string(), totals, places: z.array(place), parameters: z.array(usedParameter), sql: z.string() }),
});
export type RuleRun = z.output<typeof getRun.answer>;

export const directions = ["gain", "lose", "doubt", "clear", "missed", "wrong", "doubtful"] as const;
export type Direction = (typeof directions)[number];
export const changeFilters = z.object({ direction: z.enum(directions).optional(), place: regionShape.optional() });
const reason: z.ZodType<ReasonShape> = z.lazy(() => z.object({ kind: z.enum(["all", "any", "fact"]), verdict: z.boolean().nullable(), decisive: z.boolean(), text: z.string(), parts: z.array(reason) }));
export interface ReasonShape { readonly kind: "all" | "any" | "fact"; readonly verdict: boolean | null; readonly decisive: boolean; readonly text: string; readonly parts: ReasonShape[] }
const told = z.object({ verdict: z.boolean().nullable(), sentence: z.string(), reason });
const change = z.object({ county: z.int(), householdId: z.string(), householdCode: z.string().nullable(), headName: z.string().nullable(), region: z.int(), village: z.string(), after: z.boolean().nullable(), before: z.boolean().nullable(), hasBefore: z.boolean(), registered: z.boolean().nullable(), directions: z.array(z.enum(directions)), told });
export type RuleChange = z.output<typeof change>;
export const listChanges = contract({
  method: "GET", path: "/api/rules/runs/:run/changes", summary: "Households that would change, village by village, each with its explanation",
  access: { action: "search", resource: "assessment", scope: "region", fields: "C2" },
  params: runKey, query: changeFilters.extend({ after: z.string().max(120).optional(), limit: z.coerce.number().int().min(1).max(200).default(50) }), answer: z.object({ rows: z.array(change), next: z.string().nullable() }),
});
export const judgeOne = contract({
  method: "GET", path: "/api/rules/households/:county/:household", summary: "What the rules in force say about one household, with every condition and number",
  access: { action: "view", resource: "assessment", scope: "region", fields: "C2" },
  params: z.object({ county: countyShape, household: z.uuid() }), query: z.object({ year: yearShape }),
  answer: z.object({ rows: z.array(z.object({ setId: z.string(), version: z.int(), purpose: z.enum(purposes), zh: z.string(), en: z.string(), source: z.string(), told })) }),
});
