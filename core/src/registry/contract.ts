/** What crosses the wire when the registry is read: list, search, the page of a household, its history (paper 001 §2.3 「精准定位」). */
import { z } from "zod";
import { contract } from "../contract.ts";
import { guarantees } from "./guarantee.ts";
import { acts } from "./history.ts";

export const regionShape = z.coerce.number().int().min(0).max(999_999_999_999);
export const yearShape = z.coerce.number().int().min(1990).max(2100);
export const countyShape = z.coerce.number().int().min(100_000).max(999_999);
export const valueShape = z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.number()).readonly()]);
const valuesShape = z.record(z.string(), valueShape);
const optionalFlag = z.stringbool().optional();
const code = z.coerce.number().int().min(0).max(999);

/** County and id: rows of people are kept by county. */
export const householdKey = z.object({ county: countyShape, id: z.uuid() });
export type HouseholdKeyShape = z.output<typeof householdKey>;

/** Health data never stand in a list: `causeLocked` says that a cause is hidden there (domain guide §10.3). */
export const householdRow = z.object({
  county: z.int(), id: z.string(), year: z.int(), code: z.string(), region: z.int(), villageName: z.string(), groupName: z.string().nullable(),
  headName: z.string(), yearMembers: z.int().nullable(), currentMembers: z.int().nullable(), labourCount: z.int(), valid: z.boolean(),
  attribute: z.int().nullable(), causeMain: z.int().nullable(), causeLocked: z.boolean(), exitState: z.int().nullable(), exitYear: z.int().nullable(), monitored: z.int().nullable(),
  perCapitaFen: z.int().nullable(), findings: z.int(),
});
export type HouseholdRow = z.output<typeof householdRow>;

export const listFilters = z.object({
  region: regionShape.optional(), year: yearShape,
  exitState: code.optional(), attribute: code.optional(), cause: code.optional(), monitored: optionalFlag, hasFinding: optionalFlag, cancelled: optionalFlag,
  perCapitaFrom: z.coerce.number().int().optional(), perCapitaTo: z.coerce.number().int().optional(),
});
export type ListFilters = z.output<typeof listFilters>;

export const listHouseholds = contract({
  method: "GET", path: "/api/households", summary: "Households of a place and year, 50 at a time in order of village and code",
  access: { action: "search", resource: "household", scope: "region", fields: "C1" },
  query: listFilters.extend({ after: z.string().max(120).optional(), limit: z.coerce.number().int().min(1).max(200).default(50) }),
  answer: z.object({ rows: z.array(householdRow), next: z.string().nullable() }),
});

/** By what a search hit was found. */
export const foundBy = ["name", "householdCode", "certLast4", "certNo", "phone"] as const;
export const hitShape = z.object({
  county: z.int(), id: z.string(), year: z.int(), code: z.string(), region: z.int(), villageName: z.string(), headName: z.string(),
  memberId: z.string().nullable(), memberName: z.string().nullable(), relation: z.int().nullable(), sex: z.int().nullable(), age: z.int().nullable(), certNo: z.string().nullable(), by: z.enum(foundBy), active: z.boolean(),
});
export type Hit = z.output<typeof hitShape>;

export const searchHouseholds = contract({
  method: "GET", path: "/api/households/search", summary: "Find by name, household code, last four or whole certificate number, or phone; every search is recorded",
  access: { action: "search", resource: "household", scope: "region", fields: "C2" },
  query: z.object({ q: z.string().trim().min(1).max(60), year: yearShape.optional(), region: regionShape.optional(), limit: z.coerce.number().int().min(1).max(100).default(30) }),
  answer: z.object({ rows: z.array(hitShape), by: z.enum(foundBy), more: z.boolean() }),
});

/** A whole ID number: found here, registered elsewhere (only the county is told), or nowhere. */
export const lookUpPerson = contract({
  method: "POST", path: "/api/households/person", summary: "Is this ID number registered anywhere? Other counties answer only that it is theirs",
  access: { action: "search", resource: "household", scope: "region", fields: "C2" },
  body: z.object({ certNo: z.string().trim().min(15).max(30) }),
  answer: z.object({ found: z.enum(["here", "elsewhere", "nowhere"]), county: z.int().nullable(), countyName: z.string().nullable(), hit: hitShape.nullable() }),
});

/** `masked`: hidden but may be revealed one by one; `withheld`: above what the post may see. */
const shown = { values: valuesShape, masked: z.array(z.string()), withheld: z.array(z.string()) };
export const memberView = z.object({
  id: z.string(), active: z.boolean(), ordinal: z.int(), version: z.int(), name: z.string(), age: z.int().nullable(), minor: z.boolean(), certFault: z.string().nullable(),
  arrivedOn: z.string().nullable(), arrival: z.int().nullable(), leftOn: z.string().nullable(), departure: z.int().nullable(), ...shown,
});
export type MemberView = z.output<typeof memberView>;

const stepShape = z.object({ field: z.string(), sign: z.enum(["+", "−", "÷", "="]), part: z.boolean(), amount: z.number().nullable() });
export const incomeItemView = z.object({
  id: z.string(), memberId: z.string().nullable(), memberName: z.string().nullable(), kind: z.int(), amountFen: z.int(), from: z.string().nullable(), to: z.string().nullable(),
  source: z.int(), evidence: z.string().nullable(), note: z.string().nullable(), at: z.string(), withdrawnAt: z.string().nullable(),
});
export const attachmentView = z.object({
  id: z.string(), memberId: z.string().nullable(), kind: z.string(), mediaType: z.string(), name: z.string(), bytes: z.int(), sha256: z.string(), takenOn: z.string().nullable(), note: z.string().nullable(), at: z.string(), withdrawnAt: z.string().nullable(),
});
export type AttachmentView = z.output<typeof attachmentView>;
export const changeView = z.object({
  id: z.int(), at: z.string(), year: z.int(), act: z.enum(acts), source: z.int(), who: z.string().nullable(), role: z.string().nullable(), batchId: z.string().nullable(), memberId: z.string().nullable(), memberName: z.string().nullable(),
  fields: z.array(z.object({ field: z.string(), before: valueShape, after: valueShape })), hidden: z.int(), reason: z.string().nullable(), explanation: z.string().nullable(), evidence: z.string().nullable(),
});
export type ChangeView = z.output<typeof changeView>;
const judgement = z.object({ guarantee: z.enum(guarantees), verdict: z.enum(["met", "unmet", "unknown"]), reason: z.string(), members: z.array(z.string()), grade: z.int().optional() });
export const yearSummary = z.object({ year: z.int(), perCapitaFen: z.int().nullable(), lineFen: z.int().nullable(), exitState: z.int().nullable(), yearMembers: z.int().nullable(), valid: z.boolean() });

/** `id` and `state` of a finding on record; a finding that a change would bring, or of a past state, has none. */
export const findingView = z.object({ id: z.string().nullable(), state: z.string().nullable(), deadline: z.string().nullable(), memberName: z.string().nullable(), rule: z.string(), severity: z.enum(["E", "W", "R"]), field: z.string().nullable(), memberCode: z.string().nullable(), memberIndex: z.int().nullable(), args: z.record(z.string(), z.union([z.string(), z.number()])) });
export type FindingView = z.output<typeof findingView>;

export const householdPage = z.object({
  key: z.object({ county: z.int(), id: z.string() }), code: z.string(), year: z.int(), version: z.int(), valid: z.boolean(), region: z.int(),
  path: z.array(z.object({ code: z.int(), name: z.string() })), headName: z.string(), source: z.int(), updatedAt: z.string(), at: z.string().nullable(),
  household: z.object(shown), members: z.array(memberView), labourCount: z.int(),
  years: z.array(yearSummary), line: z.object({ fen: z.int(), source: z.string(), sureness: z.string() }).nullable(), steps: z.array(stepShape).nullable(), accounting: z.object({ from: z.string(), to: z.string() }),
  items: z.array(incomeItemView), guarantees: z.array(judgement).nullable(), findings: z.array(findingView), attachments: z.array(attachmentView), changes: z.array(changeView), changesMore: z.boolean(),
  may: z.object({ edit: z.boolean(), create: z.boolean(), reveal: z.boolean(), attach: z.boolean() }),
});
export type HouseholdPage = z.output<typeof householdPage>;

export const getHousehold = contract({
  method: "GET", path: "/api/households/:county/:id", summary: "The page of a household; `at` shows the state of a past instant",
  access: { action: "view", resource: "household", scope: "region", fields: "C1" },
  params: householdKey, query: z.object({ year: yearShape.optional(), at: z.iso.datetime({ offset: true }).optional() }),
  answer: householdPage,
});

export const listChanges = contract({
  method: "GET", path: "/api/households/:county/:id/changes", summary: "History of a household, latest first",
  access: { action: "view", resource: "household", scope: "region", fields: "C1" },
  params: householdKey, query: z.object({ before: z.coerce.number().int().positive().optional(), field: z.string().max(40).optional(), memberId: z.uuid().optional(), limit: z.coerce.number().int().min(1).max(200).default(50) }),
  answer: z.object({ rows: z.array(changeView), next: z.int().nullable() }),
});

/** Where each value comes from: the latest change of the field, else the import or entry that brought the row. */
export const fieldSources = contract({
  method: "GET", path: "/api/households/:county/:id/sources", summary: "Source, date and author of each field",
  access: { action: "view", resource: "household", scope: "region", fields: "C1" },
  params: householdKey, query: z.object({ year: yearShape }),
  answer: z.object({ rows: z.array(z.object({ memberId: z.string().nullable(), field: z.string(), source: z.int(), at: z.string(), who: z.string().nullable(), act: z.enum(acts), batchId: z.string().nullable() })), rest: z.array(z.object({ memberId: z.string().nullable(), source: z.int(), at: z.string(), who: z.string().nullable(), batchId: z.string().nullable() })) }),
});

/** What codes of other systems mean here; data from elsewhere never enter without it. */
export const listMappings = contract({
  method: "GET", path: "/api/registry/mappings", summary: "Code lists of foreign systems and ours",
  access: { action: "view", resource: "region", scope: "reference", fields: "C1" },
  answer: z.object({ rows: z.array(z.object({ system: z.string(), list: z.string(), theirs: z.string(), ours: z.int(), label: z.string(), source: z.string() })) }),
});
