/** What crosses the wire around procedures: definitions, evidence, notices – and what the public sees without signing in (domain guide §10.3). */
import { z } from "zod";
import { contract } from "../contract.ts";
import { regionShape } from "../registry/contract.ts";
import { caseKey } from "./contract.ts";
import { definitionShape } from "./definition.ts";
import { evidenceKinds, purposes } from "./names.ts";

const views = { action: "view", resource: "procedure", scope: "region", fields: "C1" } as const;
const date = z.iso.date();
const two = z.object({ zh: z.string(), en: z.string() });

export const listDefinitions = contract({
  method: "GET", path: "/api/procedure/definitions", summary: "Procedures in force at a place, with the numbers they use", access: views, query: z.object({ region: regionShape.optional(), on: date.optional() }),
  answer: z.object({
    rows: z.array(z.object({ region: z.int(), version: z.int(), validFrom: z.string(), validTo: z.string().nullable(), source: z.string(), sureness: z.string(), by: z.string().nullable(), body: definitionShape })),
    terms: z.array(two.extend({ code: z.string(), value: z.int(), unit: z.string(), source: z.string(), from: z.string() })), may: z.object({ configure: z.boolean() }),
  }),
});
export const addDefinition = contract({
  method: "POST", path: "/api/procedure/definitions", summary: "A province's or county's own version of a procedure, from a day on", access: { action: "configure", resource: "procedure", scope: "region", fields: "C2" },
  body: z.object({ region: z.number().int(), validFrom: date, validTo: date.optional(), definition: z.unknown(), reason: z.string().trim().min(4).max(500) }), answer: z.object({ id: z.string(), version: z.int() }),
});

/** Uploaded as multipart: fields key, kind, region, takenOn before the file. */
export const uploadEvidence = { method: "POST", path: "/api/procedure/evidence", summary: "A photo, scan or recording for steps of cases in a village", access: { action: "edit", resource: "procedure", scope: "region", fields: "C3" } } as const;
export const uploaded = z.object({ county: z.int(), id: z.string(), kind: z.enum(evidenceKinds), name: z.string(), type: z.string(), bytes: z.int(), positionRemoved: z.boolean() });
export const downloadEvidence = { method: "GET", path: "/api/procedure/evidence/:county/:id", summary: "A piece of evidence as it was stored; looking at it is recorded", access: { action: "view", resource: "procedure", scope: "region", fields: "C2" }, params: caseKey } as const;

const publicItem = z.object({ name: z.string(), village: z.string(), group: z.string(), members: z.int().nullable() });
/** All of a notice page. `items` hold the allowed fields and no others. */
export const publicNotice = z.object({
  purpose: z.enum(purposes), title: z.string(), step: two, village: z.string(), town: z.string(), county: z.string(), from: z.string(), to: z.string(), daysLeft: z.int(), place: z.string(), items: z.array(publicItem.extend({ key: z.int() })),
  /** days within which an objection is checked */ checkDays: z.int(),
});
export type PublicNotice = z.output<typeof publicNotice>;
const token = z.string().regex(/^\d{6}-[A-Za-z0-9]{16,40}$/);
const open = (action: "view" | "create") => ({ action, resource: "procedure", scope: "public", fields: "C0" }) as const;

export const getNotice = contract({ method: "GET", path: "/api/public/notices/:token", summary: "A public notice while it stands; 410 afterwards", access: open("view"), params: z.object({ token }), answer: publicNotice });
/** `website` is left empty by people; programs that fill in every field give themselves away. */
export const objectPublicly = contract({
  method: "POST", path: "/api/public/notices/:token/objections", summary: "Object to a household of a notice; the answer is asked for by the reference", access: open("create"), params: z.object({ token }),
  body: z.object({ id: z.uuid(), item: z.number().int().min(0), text: z.string().trim().min(4).max(1000), contact: z.string().trim().max(100).optional(), website: z.string().max(200).optional() }), answer: z.object({ reference: z.string(), dueOn: z.string() }),
});
export const getAnswer = contract({
  method: "GET", path: "/api/public/objections/:reference", summary: "What became of an objection", access: open("view"), params: z.object({ reference: z.string().regex(/^\d{6}-[A-Z0-9]{10}$/) }),
  answer: z.object({ on: z.string(), dueOn: z.string(), answer: z.object({ on: z.string(), upheld: z.boolean(), text: z.string() }).nullable() }),
});
/** Only where the place's policy lists notices on the net (parameter PROCEDURE_PUBLIC_LIST). */
export const listNotices = contract({
  method: "GET", path: "/api/public/villages/:region/notices", summary: "Notices that stand now in a village", access: open("view"), params: z.object({ region: regionShape }),
  answer: z.object({ village: z.string(), listed: z.boolean(), rows: z.array(z.object({ address: z.string(), title: z.string(), from: z.string(), to: z.string(), n: z.int() })) }),
});

export const previewNotice = contract({
  method: "POST", path: "/api/procedure/notices/preview", summary: "The notice as the public will see it, before it is posted", access: { action: "edit", resource: "procedure", scope: "region", fields: "C3" },
  body: z.object({ cases: z.array(z.object({ county: z.number().int(), id: z.uuid() })).min(1).max(200), from: date, to: date, place: z.string().trim().max(100), title: z.string().trim().max(60).optional() }), answer: publicNotice,
});
export const printNotice = { method: "GET", path: "/api/procedure/notices/:county/:id/notice.pdf", summary: "A notice on A4 for the village board", access: { action: "view", resource: "procedure", scope: "region", fields: "C2" }, params: caseKey } as const;

export const listSuggestions = contract({
  method: "GET", path: "/api/procedure/suggestions", summary: "Households for which the comparison centre proposes a procedure", access: { action: "search", resource: "procedure", scope: "region", fields: "C2" }, query: z.object({ region: regionShape.optional() }),
  answer: z.object({ rows: z.array(z.object({ county: z.int(), key: z.string(), householdId: z.string().nullable(), name: z.string(), region: z.int(), village: z.string(), purpose: z.enum(purposes), because: z.string() })) }),
});
