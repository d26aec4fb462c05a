/** What crosses the wire when the registry is changed: edits, natural changes, income, snapshots, cancelling, attachments, reveals. */
import { z } from "zod";
import { revealReasons } from "../access/reveal.ts";
import { contract } from "../contract.ts";
import { attachmentView, findingView, householdKey, regionShape, valueShape, yearShape } from "./contract.ts";

const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const values = z.record(z.string().max(40), valueShape);
/** Made by the client and kept until the answer has come; the same key never acts twice. */
const key = z.uuid();
const version = z.number().int().min(1);
const reason = z.string().trim().min(2).max(500);
const evidence = z.string().trim().min(2).max(500);
const sourceCode = z.number().int().min(1).max(4);
const explanation = z.string().trim().min(4).max(500).optional();

/** Not saved: new E findings block, new W findings ask for an explanation. Nothing was written then. */
export const outcome = z.object({ saved: z.boolean(), version: z.int().nullable(), blocked: z.array(findingView), toExplain: z.array(findingView) });
export type Outcome = z.output<typeof outcome>;
const writes = { action: "edit", resource: "household", scope: "region", fields: "C4" } as const;
const makes = { action: "create", resource: "household", scope: "region", fields: "C4" } as const;

export const editHousehold = contract({
  method: "PUT", path: "/api/households/:county/:id", summary: "Correct fields of a household and its members in one year; version, reason and source are asked",
  access: writes, params: householdKey,
  body: z.object({ year: z.number().int(), version, household: values.default({}), members: z.array(z.object({ id: z.uuid(), values })).max(50).default([]), reason, source: sourceCode, evidence: evidence.optional(), explanation }),
  answer: outcome,
});

export const createHousehold = contract({
  method: "POST", path: "/api/households", summary: "Register a household with its members",
  access: makes,
  body: z.object({ key, region: z.number().int(), year: z.number().int().min(2000).max(2100), householdCode: z.string().trim().regex(/^[0-9A-Za-z-]{1,32}$/).optional(), household: values, members: z.array(z.object({ values })).min(1).max(50), reason, source: sourceCode, evidence: evidence.optional(), explanation }),
  answer: outcome.extend({ county: z.int(), id: z.string(), code: z.string() }),
});

/** Somebody comes: birth, marriage, adoption, move, return, or a person left out before. */
export const arrive = contract({
  method: "POST", path: "/api/households/:county/:id/arrivals", summary: "Natural increase: a member comes to the household",
  access: writes, params: householdKey,
  body: z.object({ key, kind: z.number().int().min(1).max(7), on: date, evidence, values, source: sourceCode, explanation }),
  answer: outcome.extend({ memberId: z.string().nullable() }),
});

/** Somebody leaves; `to` transfers the person to another registered household, `newHead` is asked when the head leaves. */
export const depart = contract({
  method: "POST", path: "/api/households/:county/:id/departures", summary: "Natural decrease: a member leaves the household, perhaps for another registered one",
  access: writes, params: householdKey,
  body: z.object({
    key, memberId: z.uuid(), kind: z.number().int().min(1).max(9), on: date, evidence, source: sourceCode,
    to: z.object({ ...householdKey.shape, county: z.number().int(), relation: z.number().int() }).optional(),
    newHead: z.object({ memberId: z.uuid(), relations: z.record(z.uuid(), z.number().int()) }).optional(),
  }),
  answer: outcome.extend({ transferredTo: z.string().nullable(), benefitsEndOn: z.string().nullable(), cancelled: z.boolean() }),
});

export const undoDeparture = contract({
  method: "POST", path: "/api/households/:county/:id/departures/undo", summary: "A departure entered by mistake: the member is counted again",
  access: writes, params: householdKey, body: z.object({ key, memberId: z.uuid(), reason, evidence: evidence.optional() }), answer: outcome,
});

export const addIncome = contract({
  method: "POST", path: "/api/households/:county/:id/income", summary: "Add an income line item; totals are recomputed",
  access: writes, params: householdKey,
  body: z.object({ key, year: z.number().int(), kind: z.number().int(), amountFen: z.number().int().min(1).max(100_000_000_000), memberId: z.uuid().optional(), from: date.optional(), to: date.optional(), source: sourceCode, evidence: evidence.optional(), note: z.string().trim().max(500).optional(), explanation }),
  answer: outcome.extend({ itemId: z.string().nullable() }),
});
export const withdrawIncome = contract({
  method: "POST", path: "/api/households/:county/:id/income/withdraw", summary: "Withdraw an income line item; it stays on record",
  access: writes, params: householdKey, body: z.object({ key, year: z.number().int(), itemId: z.uuid(), reason, explanation }), answer: outcome,
});

export const makeSnapshot = contract({
  method: "POST", path: "/api/households/:county/:id/years", summary: "Begin a new year: fields and members are carried forward, income begins empty",
  access: makes, params: householdKey, body: z.object({ key, year: z.number().int().min(2000).max(2100) }), answer: z.object({ year: z.int(), version: z.int() }),
});

export const cancelHousehold = contract({
  method: "POST", path: "/api/households/:county/:id/cancel", summary: "Cancel a household (注销); it is kept and can be restored",
  access: writes, params: householdKey, body: z.object({ key, version, reason, evidence }), answer: z.object({ version: z.int() }),
});
export const restoreHousehold = contract({
  method: "POST", path: "/api/households/:county/:id/restore", summary: "Restore a cancelled household",
  access: writes, params: householdKey, body: z.object({ key, version, reason, evidence }), answer: z.object({ version: z.int() }),
});

export const attachmentKinds = ["application", "minutes", "notice", "consent", "housePhoto", "familyPhoto", "certificate", "medical", "school", "income", "visit", "recording", "other"] as const;
/** Uploaded as multipart: fields kind, note, takenOn, memberId, key before the file. */
export const uploadAttachment = { method: "POST", path: "/api/households/:county/:id/attachments", summary: "Attach a photo, scan, recording or film; its content decides its type", access: { action: "create", resource: "attachment", scope: "region", fields: "C3" }, params: householdKey } as const;
export const uploadAnswer = attachmentView.extend({ positionRemoved: z.boolean() });
export const attachmentKey = householdKey.extend({ attachment: z.uuid() });
export const downloadAttachment = { method: "GET", path: "/api/households/:county/:id/attachments/:attachment", summary: "An attachment as it was stored; looking at it is recorded", access: { action: "view", resource: "attachment", scope: "region", fields: "C3" }, params: attachmentKey } as const;
export const withdrawAttachment = contract({
  method: "POST", path: "/api/households/:county/:id/attachments/:attachment/withdraw", summary: "Withdraw an attachment; it stays on record",
  access: { action: "create", resource: "attachment", scope: "region", fields: "C3" }, params: attachmentKey, body: z.object({ reason }), answer: z.object({ withdrawnAt: z.string() }),
});

export const revealField = contract({
  method: "POST", path: "/api/households/:county/:id/reveal", summary: "Open one masked field for two minutes; reason and viewer are recorded",
  access: { action: "reveal", resource: "household", scope: "region", fields: "C4" }, params: householdKey,
  body: z.object({ year: z.number().int(), memberId: z.uuid().optional(), field: z.string().max(40), reason: z.enum(revealReasons) }),
  answer: z.object({ value: valueShape, seconds: z.int() }),
});

export const printHandbook = { method: "GET", path: "/api/households/:county/:id/handbook.pdf", summary: "The 扶贫手册 as PDF, masked like the page; printing is recorded", access: { action: "view", resource: "household", scope: "region", fields: "C1" }, params: householdKey, query: z.object({ year: yearShape.optional() }) } as const;

const villageData = z.record(z.string().max(40), valueShape);
export const getVillage = contract({
  method: "GET", path: "/api/villages/:region", summary: "An administrative village: its facts of a year and its households in figures",
  access: { action: "view", resource: "village", scope: "region", fields: "C1" }, params: z.object({ region: regionShape }), query: z.object({ year: yearShape.optional() }),
  answer: z.object({
    region: z.int(), name: z.string(), path: z.array(z.object({ code: z.int(), name: z.string() })), year: z.int().nullable(), years: z.array(z.int()), version: z.int(), data: villageData.nullable(), updatedAt: z.string().nullable(),
    summary: z.object({ households: z.int(), persons: z.int(), cancelled: z.int(), exitStates: z.record(z.string(), z.int()), attributes: z.record(z.string(), z.int()), causes: z.record(z.string(), z.int()), medianPerCapitaFen: z.int().nullable(), belowLine: z.int(), lineFen: z.int().nullable(), labourers: z.int() }).nullable(),
    may: z.object({ edit: z.boolean() }),
  }),
});
export const editVillage = contract({
  method: "PUT", path: "/api/villages/:region", summary: "Correct or complete the facts of a village and year",
  access: { action: "edit", resource: "village", scope: "region", fields: "C2" }, params: z.object({ region: regionShape }),
  body: z.object({ year: z.number().int().min(2000).max(2100), version: z.number().int().min(0), values: villageData, reason, source: sourceCode }), answer: z.object({ version: z.int() }),
});
