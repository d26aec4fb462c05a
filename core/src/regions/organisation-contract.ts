/**
 * What crosses the wire about organisations and their staff, equipment and budget lines (paper 001 §3.1 人员配置、软硬件配置、
 * 经费). Money is whole fen; the telephone is masked until it is asked for with a reason.
 */
import { z } from "zod";
import { revealReasons } from "../access/reveal.ts";
import { contract } from "../contract.ts";
import { levels } from "../region-code.ts";
import { dateShape } from "./contract.ts";
import { fundingKeys, kindKeys, sectionKeys } from "./organisation.ts";

const place = z.coerce.number().int().min(0).max(999_999_999_999);
const code = z.coerce.number().int().min(110_000_000_000).max(999_999_999_999);
const level = z.enum(levels);
const year = z.coerce.number().int().min(1978).max(2100);
const reason = z.string().trim().min(2).max(200);
const key = z.object({ county: z.coerce.number().int().min(110_000).max(999_999), id: z.uuid() });
const reads = { action: "view", resource: "organisation", scope: "region", fields: "C1" } as const;
const edits = { action: "edit", resource: "organisation", scope: "region", fields: "C2" } as const;

const written = {
  kind: z.enum(kindKeys), name: z.string().trim().min(2).max(100), creditCode: z.string().trim().max(24).nullable().default(null), parentId: z.uuid().nullable().default(null),
  contact: z.string().trim().max(40).nullable().default(null), openedOn: dateShape, closedOn: dateShape.nullable().default(null),
};

export const organisationShape = z.object({
  county: z.int(), id: z.string(), region: z.int(), regionName: z.string(), level, kind: z.enum(kindKeys), name: z.string(), creditCode: z.string().nullable(), parentId: z.string().nullable(),
  contact: z.string().nullable(), phoneMasked: z.string().nullable(), openedOn: z.string(), closedOn: z.string().nullable(), version: z.int(), updatedAt: z.string(),
});
export type Organisation = z.output<typeof organisationShape>;

const count = z.int().min(0).max(1_000_000);
const fen = z.int().min(0);
const lineKey = { section: z.enum(sectionKeys), kind: z.string().max(40), fundingLevel: z.enum(fundingKeys) };
export const lineShape = z.object({ year: z.int(), ...lineKey, version: z.int(), unit: z.string(), planned: z.int(), actual: z.int(), plannedFen: z.int(), actualFen: z.int(), source: z.string(), note: z.string().nullable(), removed: z.boolean(), at: z.string() });
export type ResourceLine = z.output<typeof lineShape>;

export const listOrganisations = contract({
  method: "GET", path: "/api/organisations", summary: "Organisations inside a region, by place; filters by kind, level of the area, name, and whether still open",
  access: { ...reads, action: "search" },
  query: z.object({ region: place.default(0), kind: z.enum(kindKeys).optional(), level: level.optional(), q: z.string().trim().max(60).optional(), closed: z.stringbool().default(false), after: z.string().max(60).optional(), limit: z.coerce.number().int().min(1).max(200).default(50) }),
  answer: z.object({ rows: z.array(organisationShape), next: z.string().nullable() }),
});

export const showOrganisation = contract({
  method: "GET", path: "/api/organisations/:county/:id", summary: "An organisation with its lines of one year and the totals per section",
  access: reads, params: key, query: z.object({ year: year.optional() }),
  answer: z.object({
    organisation: organisationShape, place: z.string(), parentName: z.string().nullable(), children: z.array(z.object({ id: z.string(), name: z.string() })),
    year: z.int(), years: z.array(z.int()), lines: z.array(lineShape), mayEdit: z.boolean(),
    totals: z.array(z.object({ section: z.enum(sectionKeys), planned: z.int(), actual: z.int(), plannedFen: z.int(), actualFen: z.int() })),
  }),
});

export const createOrganisation = contract({
  method: "POST", path: "/api/organisations", summary: "Register an organisation; the client makes the id, so that sending twice creates once",
  access: { ...edits, action: "create" }, body: z.object({ id: z.uuid(), region: code, ...written, phone: z.string().trim().max(30).nullable().default(null), reason }), answer: organisationShape,
});
export const editOrganisation = contract({
  method: "PUT", path: "/api/organisations/:county/:id", summary: "Change an organisation; the version seen is asked, `phone` is left out to keep it",
  access: edits, params: key, body: z.object({ version: z.int().min(1), ...written, phone: z.string().trim().max(30).nullable().optional(), reason }), answer: organisationShape,
});
export const revealContact = contract({
  method: "POST", path: "/api/organisations/:county/:id/contact", summary: "The telephone of an organisation, for a stated reason that is recorded",
  access: edits, params: key, body: z.object({ reason: z.enum(revealReasons), note: z.string().trim().max(200).optional() }), answer: z.object({ phone: z.string() }),
});

/** `version` is the one seen, 0 for a line that is new; a line taken away stays in the history. */
export const saveLines = contract({
  method: "PUT", path: "/api/organisations/:county/:id/lines", summary: "Staff, equipment and budget lines of a year; each change is a new version",
  access: edits, params: key,
  body: z.object({ year, reason, lines: z.array(z.object({ ...lineKey, version: z.int().min(0), planned: count, actual: count, plannedFen: fen, actualFen: fen, source: z.string().trim().min(2).max(200), note: z.string().trim().max(200).nullable().default(null), removed: z.boolean().default(false) })).min(1).max(60) }),
  answer: z.object({ lines: z.array(lineShape), saved: z.int() }),
});
export const lineHistory = contract({
  method: "GET", path: "/api/organisations/:county/:id/lines", summary: "All versions of the lines of a year, newest first", access: reads, params: key, query: z.object({ year }), answer: z.object({ rows: z.array(lineShape) }),
});

/** How well each level is staffed, equipped and paid for; sums per section and paying level. */
export const coverage = contract({
  method: "GET", path: "/api/organisations/coverage", summary: "Per level: how many regions have an organisation, a collector, a device, a budget; sums per section and paying level",
  access: reads, query: z.object({ region: place.default(0), year }),
  answer: z.object({
    region: z.int(), year: z.int(),
    levels: z.array(z.object({ level, regions: z.int(), withOrganisation: z.int(), withCollector: z.int(), withDevice: z.int(), withBudget: z.int() })),
    sums: z.array(z.object({ section: z.enum(sectionKeys), fundingLevel: z.enum(fundingKeys), planned: z.int(), actual: z.int(), plannedFen: z.int(), actualFen: z.int() })),
    /** regions without any collector, first by code, at most 50 */ without: z.array(z.object({ code: z.int(), name: z.string(), level })),
  }),
});
