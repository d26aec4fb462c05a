/** What crosses the wire in public procedures: cases, acts on one or many of them, boards, tasks (issue 3 item 6). */
import { z } from "zod";
import { roles } from "../access/policy.ts";
import { contract } from "../contract.ts";
import { regionShape, valueShape } from "../registry/contract.ts";
import { stepKinds, stepLevels, evidenceKinds, purposes, requirements, signatureKinds, subjects } from "./names.ts";

const countyShape = z.coerce.number().int().min(0).max(999_999);
export const caseKey = z.object({ county: countyShape, id: z.uuid() });
const bodyKey = z.object({ county: z.number().int(), id: z.uuid() });
const date = z.iso.date();
const text = (most: number): z.ZodString => z.string().trim().max(most);
const purpose = z.enum(purposes);
const name = z.string().regex(/^[a-z][A-Za-z0-9]{1,39}$/);
const two = z.object({ zh: z.string(), en: z.string() });

const views = { action: "view", resource: "procedure", scope: "region", fields: "C2" } as const;
const searches = { action: "search", resource: "procedure", scope: "region", fields: "C2" } as const;
const edits = { action: "edit", resource: "procedure", scope: "region", fields: "C3" } as const;
const creates = { action: "create", resource: "procedure", scope: "region", fields: "C3" } as const;

const stepMark = two.extend({ name: z.string(), kind: z.enum(stepKinds), level: z.enum(stepLevels) });
export const caseRow = z.object({
  county: z.int(), id: z.string(), region: z.int(), village: z.string(), number: z.string(), purpose, definition: z.string(), subject: z.enum(subjects), householdId: z.string().nullable(), name: z.string(), groupName: z.string().nullable(), members: z.int().nullable(),
  status: z.enum(["open", "finished", "rejected", "withdrawn"]), step: stepMark.nullable(), roles: z.array(z.enum(roles)), openedOn: z.string(), since: z.string(), dueOn: z.string().nullable(), daysLeft: z.int().nullable(),
  noticeTo: z.string().nullable(), objections: z.int(), suspicions: z.int(), overOn: z.string().nullable(), version: z.int(), mine: z.boolean(),
});
export type CaseRow = z.output<typeof caseRow>;

export const caseFilters = z.object({ region: regionShape.optional(), purpose: purpose.optional(), definition: z.string().max(60).optional(), step: name.optional(), status: z.enum(["open", "over", "all"]).default("open"), household: z.uuid().optional(), mine: z.stringbool().optional(), overdue: z.stringbool().optional(), objections: z.stringbool().optional(), text: text(40).optional() });
export type CaseFilters = z.output<typeof caseFilters>;

export const listCases = contract({
  method: "GET", path: "/api/procedure/cases", summary: "Cases of a place, nearest deadline first", access: searches,
  query: caseFilters.extend({ after: z.string().max(160).optional(), limit: z.coerce.number().int().min(1).max(200).default(50) }), answer: z.object({ rows: z.array(caseRow), next: z.string().nullable() }),
});

/** The same list as a workbook; the export is recorded. */
export const exportCasesFile = { method: "GET", path: "/api/procedure/cases.xlsx", summary: "Cases of a place as a workbook", access: { action: "export", resource: "procedure", scope: "region", fields: "C2" }, query: caseFilters } as const;

/** Columns are the steps of one definition; `cells` count open cases by village and step. */
export const getBoard = contract({
  method: "GET", path: "/api/procedure/board", summary: "Open cases by village and step", access: searches,
  query: z.object({ region: regionShape.optional(), purpose: purpose.optional() }),
  answer: z.object({
    region: z.int(), today: z.string(), definitions: z.array(two.extend({ id: z.string(), purpose, n: z.int(), steps: z.array(stepMark) })),
    cells: z.array(z.object({ region: z.int(), village: z.string(), town: z.string(), definition: z.string(), step: z.string(), n: z.int(), overdue: z.int(), objections: z.int(), nearest: z.string().nullable() })),
    counts: z.object({ open: z.int(), overdue: z.int(), mine: z.int(), objections: z.int(), finished: z.int(), rejected: z.int() }), may: z.object({ open: z.boolean(), act: z.boolean(), configure: z.boolean() }),
  }),
});
export type Board = z.output<typeof getBoard.answer>;

const votes = z.object({ for: z.number().int().min(0), against: z.number().int().min(0), abstain: z.number().int().min(0) });
const recused = z.object({ name: text(40), relation: text(40) });
const evidenceView = z.object({ id: z.string(), kind: z.enum(evidenceKinds), name: z.string(), type: z.string() });
const eventView = z.object({
  ordinal: z.int(), on: z.string(), at: z.string(), act: z.string(), step: two, by: z.string().nullable(), role: z.string().nullable(), reason: z.string().nullable(), document: z.string().nullable(), to: two.nullable(),
  votes: votes.nullable(), recused: z.array(recused), sitting: z.object({ place: z.string(), entitled: z.int(), present: z.array(z.string()), heldOn: z.string(), minutes: z.string() }).nullable(), notice: z.object({ from: z.string(), to: z.string(), place: z.string() }).nullable(),
  signatures: z.array(z.object({ kind: z.enum(signatureKinds), name: z.string() })), evidence: z.array(evidenceView), suspicions: z.int().nullable(),
});
const termView = two.extend({ code: z.string(), value: z.int(), unit: z.string(), source: z.string(), from: z.string() });
export const nextView = stepMark.extend({
  roles: z.array(z.enum(roles)), evidence: z.array(z.enum(evidenceKinds)), signatures: z.array(z.enum(signatureKinds)), document: z.boolean(), requires: z.array(z.enum(requirements)), apart: z.boolean(),
  stands: z.int().nullable(), meeting: z.object({ quorum: z.tuple([z.int(), z.int()]), majority: z.tuple([z.int(), z.int()]) }).nullable(), returns: z.array(two.extend({ name: z.string() })),
  /** acts that the reader may take now */ acts: z.array(z.string()), /** what stands in the way of going on, as told to the reader */ blocked: z.object({ code: z.string(), message: z.string() }).nullable(), dueOn: z.string().nullable(),
});
export type NextView = z.output<typeof nextView>;
export const caseView = caseRow.extend({
  /** China date of the server */ today: z.string(),
  householdCode: z.string().nullable(), town: z.string(), era: z.string(), definitionName: two, definitionVersion: z.int(), definitionSource: z.string(), detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.number())])), overReason: z.string().nullable(), appealUntil: z.string().nullable(),
  steps: z.array(stepMark.extend({ state: z.enum(["done", "now", "todo"]), on: z.string().nullable() })), next: nextView.nullable(),
  notice: z.object({ id: z.string(), address: z.string(), from: z.string(), to: z.string(), daysLeft: z.int() }).nullable(), dissent: z.object({ on: z.string(), reason: z.string() }).nullable(),
  objectionList: z.array(z.object({ id: z.string(), reference: z.string(), on: z.string(), due: z.string(), source: z.enum(["public", "staff", "household"]), text: z.string(), hasContact: z.boolean(), answer: z.object({ on: z.string(), upheld: z.boolean(), text: z.string() }).nullable() })),
  events: z.array(eventView), terms: z.array(termView), effects: z.array(z.object({ kind: z.string(), on: z.string(), detail: z.record(z.string(), z.unknown()) })),
  appeals: z.array(z.object({ county: z.int(), id: z.string(), number: z.string(), status: z.string() })), about: z.object({ county: z.int(), id: z.string(), number: z.string() }).nullable(), may: z.object({ object: z.boolean(), appeal: z.boolean(), consent: z.boolean(), contact: z.boolean() }),
});
export type CaseView = z.output<typeof caseView>;

export const getCase = contract({ method: "GET", path: "/api/procedure/cases/:county/:id", summary: "A case: what happened, what is due, who must do it", access: views, params: caseKey, answer: caseView });

const value = z.record(z.string().max(40), valueShape);
/** Households on file, or one that is not yet: it is created with its members, not registered, in the same act. */
export const openCases = contract({
  method: "POST", path: "/api/procedure/cases", summary: "Open a procedure for households on file, for a new applicant, or for a place", access: creates,
  body: z.object({
    key: z.uuid(), purpose, definition: z.string().max(60), households: z.array(bodyKey).max(200).default([]), place: z.number().int().optional(), about: bodyKey.optional(),
    applicant: z.object({ region: z.number().int(), /** of the record; by default the latest that the county keeps */ year: z.number().int().min(2000).max(2100).optional(), household: value, members: z.array(z.object({ values: value })).min(1).max(50) }).optional(),
    detail: z.object({ clue: text(400).optional(), proposal: z.uuid().optional(), category: z.number().int().min(1).max(3).optional(), risks: z.array(z.number().int()).max(5).optional() }).default({}), reason: text(500).min(2),
  }),
  answer: z.object({ opened: z.array(z.object({ county: z.int(), id: z.string(), number: z.string(), householdId: z.string().nullable() })), refused: z.array(z.object({ id: z.string(), code: z.string(), message: z.string() })) }),
});

const given = z.object({ evidence: z.array(z.uuid()).max(40).default([]), signatures: z.array(z.object({ kind: z.enum(signatureKinds), name: text(40) })).max(12).default([]), document: text(80).optional(), opinion: text(1000).optional() }).default({ evidence: [], signatures: [] });
const step = name;
const reason = text(1000);
export const actShape = z.discriminatedUnion("act", [
  z.object({ act: z.literal("take"), step, given }), z.object({ act: z.literal("post"), step, from: date, to: date, place: text(100), title: text(60).optional() }), z.object({ act: z.literal("close"), step, given }),
  z.object({ act: z.literal("dismiss"), step, objection: z.uuid(), answer: reason, again: z.boolean(), given }), z.object({ act: z.literal("uphold"), step, objection: z.uuid(), answer: reason, to: step.optional(), given }),
  z.object({ act: z.literal("clear"), step, given }), z.object({ act: z.literal("overrule"), step, given }), z.object({ act: z.literal("return"), step, to: step, reason }), z.object({ act: z.literal("reject"), step, reason, given }), z.object({ act: z.literal("withdraw"), step, reason }),
]);
export type AskedAct = z.output<typeof actShape>;
/** Officers work by village: one act, one meeting, one notice for a list of cases; votes and recusals are each household's own. */
export const actOnCases = contract({
  method: "POST", path: "/api/procedure/acts", summary: "Take one step in one or many cases of a village", access: edits,
  body: z.object({
    key: z.uuid(), on: date.optional(), act: actShape, sitting: z.object({ place: text(100).min(2), entitled: z.number().int().min(1).max(2000), present: z.array(text(40)).max(2000), minutes: text(4000).min(4) }).optional(),
    cases: z.array(bodyKey.extend({ version: z.number().int().min(0), votes: votes.optional(), recused: z.array(recused).max(100).optional(), suspicions: z.number().int().min(0).max(99).optional(), found: z.object({ causeMain: z.number().int().optional(), attribute: z.number().int().optional() }).optional() })).min(1).max(200),
  }),
  answer: z.object({ done: z.array(z.object({ id: z.string(), version: z.int(), status: z.string(), next: z.string().nullable() })), refused: z.array(z.object({ id: z.string(), code: z.string(), message: z.string() })), notice: z.object({ id: z.string(), address: z.string() }).nullable() }),
});

/** The household itself says yes or no to its exit; nobody can say it for it here. */
export const consentToExit = contract({
  method: "POST", path: "/api/procedure/cases/:county/:id/consent", summary: "The household consents to its exit, or refuses with its reason", access: creates,
  params: caseKey, body: z.object({ version: z.number().int().min(0), agrees: z.boolean(), reason: reason.optional() }), answer: z.object({ version: z.int() }),
});
export const objectTo = contract({
  method: "POST", path: "/api/procedure/cases/:county/:id/objections", summary: "Take down an objection that somebody brought to the office, or object as the household", access: creates,
  params: caseKey, body: z.object({ id: z.uuid(), text: text(2000).min(4), contact: text(100).optional() }), answer: z.object({ reference: z.string() }),
});
export const revealContact = contract({
  method: "POST", path: "/api/procedure/objections/:county/:id/contact", summary: "How the person who objected can be reached; reason and viewer are recorded", access: { action: "verify", resource: "procedure", scope: "region", fields: "C3" },
  params: caseKey, body: z.object({ reason: z.enum(["complaint", "verify", "audit"]) }), answer: z.object({ value: z.string().nullable(), seconds: z.int() }),
});

export const taskList = contract({
  method: "GET", path: "/api/procedure/tasks", summary: "My steps that are due, overdue, objections to check, appeals", access: searches, query: z.object({ region: regionShape.optional() }),
  answer: z.object({ due: z.int(), overdue: z.int(), objections: z.int(), appeals: z.int(), closable: z.int(), today: z.string(), rows: z.array(caseRow) }),
});
