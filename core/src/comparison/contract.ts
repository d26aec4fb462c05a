/** What the comparison centre answers: suspicions as a worklist, one of them side by side, and the acts of people on it. */
import { z } from "zod";
import { contract } from "../contract.ts";
import { directions } from "./kind.ts";
import { answers, decisions, findingStates, outcomes, personActs, recordedActs } from "./states.ts";

const key = z.object({ county: z.coerce.number().int(), id: z.uuid() });
const region = z.coerce.number().int().min(0).max(999_999_999_999);
const facts = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));

/** all: still open · overdue · week: due within seven days · more: sent back for more checking · new: to be sent · review: the county decides · settled: decided or closed. */
export const tabs = ["all", "overdue", "week", "more", "new", "review", "settled"] as const;
export type Tab = (typeof tabs)[number];

export const worklistFilters = z.object({
  region: region.optional(), tab: z.enum(tabs).default("all"), kind: z.string().max(8).optional(), direction: z.enum(directions).optional(), department: z.string().max(20).optional(), household: z.uuid().optional(), text: z.string().trim().max(40).optional(),
});
export type WorklistFilters = z.output<typeof worklistFilters>;

export const findingRow = z.object({
  county: z.int(), id: z.string(), region: z.int(), villageName: z.string(), kind: z.string(), direction: z.enum(directions), severity: z.enum(["hard", "review"]), department: z.string(), feed: z.string(),
  householdId: z.string().nullable(), householdCode: z.string().nullable(), headName: z.string(), subject: z.string(), facts, probability: z.number(), snapshotOn: z.string(),
  state: z.enum(findingStates), answer: z.enum(answers).nullable(), outcome: z.enum(outcomes).nullable(), ground: z.string().nullable(), deadline: z.string().nullable(), daysLeft: z.int().nullable(), objectUntil: z.string().nullable(), version: z.int(), allowed: z.array(z.enum(personActs)),
});
export type FindingRow = z.output<typeof findingRow>;

export const listFindings = contract({
  method: "GET", path: "/api/comparison/findings", summary: "Suspicions, nearest deadline first",
  access: { action: "search", resource: "comparison", scope: "region", fields: "C2" },
  query: worklistFilters.extend({ after: z.string().max(120).optional(), limit: z.coerce.number().int().min(1).max(200).default(50) }),
  answer: z.object({ rows: z.array(findingRow), next: z.string().nullable() }),
});

/** One line of the comparison side by side; marks: same ✓, near ≈, different ✕, missing. `weight` in bits, above 0 for the same person. */
const sideLine = z.object({ field: z.enum(["name", "certNo", "birth", "sex", "region", "address", "phone"]), ours: z.string().nullable(), theirs: z.string().nullable(), mark: z.enum(["same", "near", "different", "missing"]), weight: z.number().nullable() });
const checkShape = z.object({ checkedOn: z.string(), first: z.string(), second: z.string(), signed: z.boolean(), answer: z.enum(answers), note: z.string(), evidence: z.string(), attachments: z.array(z.object({ id: z.string(), name: z.string(), mediaType: z.string() })), at: z.string(), by: z.string().nullable() });
export const findingDetail = findingRow.extend({
  household: z.object({ members: z.int(), attribute: z.int().nullable(), enrolledOn: z.string().nullable(), groupName: z.string().nullable(), exitState: z.int().nullable() }).nullable(),
  rural: z.object({ hukouNo: z.string(), headName: z.string(), persons: z.int() }).nullable(),
  lines: z.array(sideLine), /** probability when any one piece of evidence is left out: lowest and highest */ interval: z.tuple([z.number(), z.number()]).nullable(), batch: z.object({ id: z.string(), snapshotOn: z.string(), basis: z.string(), purpose: z.string(), fileName: z.string(), state: z.string() }).nullable(),
  parameters: z.array(z.object({ code: z.string(), value: z.int(), unit: z.string(), validFrom: z.string(), source: z.string(), sureness: z.string() })),
  checks: z.array(checkShape), decisionsAllowed: z.array(z.enum(decisions)), remedies: z.array(z.object({ kind: z.enum(["removal", "invitation"]), state: z.string(), notBefore: z.string(), reference: z.string().nullable() })),
  exception: z.object({ ground: z.string(), note: z.string(), validUntil: z.string() }).nullable(),
  events: z.array(z.object({ act: z.enum(recordedActs), at: z.string(), by: z.string().nullable(), role: z.string().nullable(), note: z.string().nullable(), detail: z.record(z.string(), z.unknown()) })),
  others: z.array(z.object({ county: z.int(), id: z.string(), kind: z.string(), subject: z.string(), state: z.enum(findingStates) })),
});
export type FindingDetail = z.output<typeof findingDetail>;

export const getFinding = contract({
  method: "GET", path: "/api/comparison/findings/:county/:id", summary: "One suspicion: register and department side by side, checks at the house, history",
  access: { action: "view", resource: "comparison", scope: "region", fields: "C2" }, params: key, answer: findingDetail,
});

const many = z.array(key).min(1).max(500);
const done = z.object({ done: z.int(), refused: z.array(z.object({ id: z.string(), code: z.string(), message: z.string() })) });
export const sendFindings = contract({
  method: "POST", path: "/api/comparison/send", summary: "Send suspicions to their villages, up to 500 at once",
  access: { action: "assign", resource: "comparison", scope: "region", fields: "C2" }, body: z.object({ findings: many, note: z.string().trim().max(400).optional() }), answer: done,
});
export const urgeFindings = contract({
  method: "POST", path: "/api/comparison/urge", summary: "Urge the villages to answer", access: { action: "assign", resource: "comparison", scope: "region", fields: "C2" },
  body: z.object({ findings: many, note: z.string().trim().max(400).optional() }), answer: done,
});

export const answerFinding = contract({
  method: "POST", path: "/api/comparison/answer", summary: "What two persons found at the house, with evidence",
  access: { action: "edit", resource: "comparison", scope: "region", fields: "C2" },
  body: z.object({ finding: key, version: z.int(), answer: z.enum(answers), checkedOn: z.iso.date(), first: z.string().trim().min(2).max(30), second: z.string().trim().min(2).max(30), signed: z.boolean(), note: z.string().trim().max(600), evidence: z.string().trim().max(200).default(""), attachments: z.array(z.uuid()).max(20).default([]) }),
  answer: findingDetail,
});
export const decideFinding = contract({
  method: "POST", path: "/api/comparison/decide", summary: "The county decides on a checked suspicion, or sends it back for more checking",
  access: { action: "verify", resource: "comparison", scope: "region", fields: "C2" },
  body: z.object({ finding: key, version: z.int(), act: z.enum([...decisions, "return"]), ground: z.string().max(40).optional(), note: z.string().trim().max(600).default("") }), answer: findingDetail,
});
export const objectFinding = contract({
  method: "POST", path: "/api/comparison/object", summary: "The household objects to a decision; officials may record it for them",
  access: { action: "create", resource: "procedure", scope: "region", fields: "C2" }, body: z.object({ finding: key, version: z.int(), reason: z.string().trim().max(600) }), answer: z.object({ state: z.enum(findingStates) }),
});
/** What was asked and decided about one's own household, with the ground and the day until which one may object (PIPL Art. 24, 45). */
export const myFindings = contract({
  method: "GET", path: "/api/comparison/mine", summary: "Suspicions about one's own household that were sent or decided, with the right to object", access: { action: "view", resource: "procedure", scope: "region", fields: "C2" },
  answer: z.object({ rows: z.array(findingRow) }),
});
export const resolveObjection = contract({
  method: "POST", path: "/api/comparison/resolve", summary: "The county answers an objection", access: { action: "verify", resource: "comparison", scope: "region", fields: "C2" },
  body: z.object({ finding: key, version: z.int(), upheld: z.boolean(), note: z.string().trim().max(600) }), answer: findingDetail,
});

const counts = z.object({ hard: z.int(), review: z.int(), omission: z.int() });
export const getSummary = contract({
  method: "GET", path: "/api/comparison/summary", summary: "How much waits, by tab, kind and village, and when the last data came",
  access: { action: "view", resource: "comparison", scope: "region", fields: "C1" }, query: z.object({ region: region.optional() }),
  answer: z.object({
    region: z.int(), tabs: z.record(z.enum(tabs), z.int()), open: counts, /** open hard suspicions at the end of each of the last seven weeks */ trend: z.array(z.int()),
    kinds: z.array(z.object({ kind: z.string(), n: z.int() })), villages: z.array(z.object({ region: z.int(), name: z.string(), n: z.int() })), departments: z.array(z.object({ key: z.string(), n: z.int() })),
    batches: z.int(), feeds: z.int(), snapshotOn: z.string().nullable(), exceptions: z.int(), frame: z.object({ households: z.int(), registered: z.int() }),
    may: z.object({ import: z.boolean(), send: z.boolean(), answer: z.boolean(), decide: z.boolean(), export: z.boolean(), object: z.boolean() }),
  }),
});
export type Summary = z.output<typeof getSummary.answer>;

export const listExceptions = contract({
  method: "GET", path: "/api/comparison/exceptions", summary: "Exceptions with ground and end", access: { action: "search", resource: "comparison", scope: "region", fields: "C2" },
  query: z.object({ region: region.optional(), after: z.string().max(120).optional(), limit: z.coerce.number().int().min(1).max(200).default(50) }),
  answer: z.object({ rows: z.array(z.object({ county: z.int(), id: z.string(), findingId: z.string(), kind: z.string(), subject: z.string(), villageName: z.string(), ground: z.string(), note: z.string(), validUntil: z.string(), at: z.string(), by: z.string().nullable() })), next: z.string().nullable() }),
});

export const exportFindings = { method: "GET", path: "/api/comparison/export", summary: "The worklist as a workbook", access: { action: "export", resource: "comparison", scope: "region", fields: "C2" }, query: worklistFilters.extend({ ids: z.string().max(20_000).optional() }) } as const;
