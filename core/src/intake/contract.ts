/** What the import wizard and the export panel say to the server (issue 2 item 6). */
import { z } from "zod";
import { contract } from "../contract.ts";
import { sheetKinds } from "./headings.ts";

export const batchStates = ["uploaded", "reading", "previewed", "committing", "committed", "cancelled", "failed", "undoing", "undone"] as const;
const id = z.object({ id: z.uuid() });
const count = z.int();
const access = { action: "import", resource: "intake", scope: "region", fields: "C2" } as const;
const view = { action: "view", resource: "intake", scope: "region", fields: "C1" } as const;

export const countsShape = z.object({ rows: count, persons: count, households: count, created: count, updated: count, unchanged: count, rejected: count });
const column = z.object({ index: z.int(), heading: z.string(), target: z.string().nullable(), confidence: z.number(), samples: z.array(z.string()), hidden: z.boolean() });
export const sheetShape = z.object({ sheet: z.int(), name: z.string(), kind: z.enum(sheetKinds).nullable(), headingRows: z.array(z.int()), rows: z.int(), columns: z.array(column) });
export const findingShape = z.object({ at: z.string(), sheet: z.string(), row: z.int(), column: z.string(), rule: z.string(), severity: z.string(), message: z.string() });

export const batchShape = z.object({
  id: z.string(), fileName: z.string(), fileBytes: z.number(), state: z.enum(batchStates), phase: z.string(), done: count, total: count,
  byName: z.string().nullable(), createdAt: z.string(), finishedAt: z.string().nullable(),
  year: z.int().nullable(), system: z.string().nullable(), createRegions: z.boolean(), counts: countsShape.nullable(), problem: z.object({ code: z.string(), message: z.string() }).nullable(),
});
export const batchDetail = batchShape.extend({
  years: z.array(z.int()), sheets: z.array(sheetShape), newRegions: z.array(z.object({ code: z.int(), name: z.string(), level: z.int() })),
  rules: z.array(z.object({ rule: z.string(), severity: z.string(), count, example: z.string() })),
  undo: z.object({ restored: count, kept: z.array(z.object({ code: z.string(), why: z.string() })) }).nullable(),
});

export const listBatches = contract({ method: "GET", path: "/api/intake/batches", summary: "Imports of the area, latest first", access: view, query: z.object({ before: z.string().optional(), limit: z.coerce.number().int().min(1).max(100).default(20) }), answer: z.object({ rows: z.array(batchShape), next: z.string().nullable() }) });
export const getBatch = contract({ method: "GET", path: "/api/intake/batches/:id", summary: "One import: what was understood, progress, outcome", access: { ...view, fields: "C2" }, params: id, answer: batchDetail });
export const setMapping = contract({
  method: "PUT", path: "/api/intake/batches/:id/mapping", summary: "Correct the mapping of headings and options, then preview again", access, params: id,
  body: z.object({ sheets: z.record(z.string(), z.object({ kind: z.enum(sheetKinds), headings: z.record(z.string(), z.string()) })), year: z.int().min(1949).max(2100).nullable().optional(), /** foreign system whose codes the file has; null = ours */ system: z.string().trim().min(1).max(60).nullable().optional(), createRegions: z.boolean().optional(), keep: z.boolean().default(true) }), answer: batchShape,
});
export const commitBatch = contract({ method: "POST", path: "/api/intake/batches/:id/commit", summary: "Take the file into the registry", access, params: id, answer: batchShape });
export const cancelBatch = contract({ method: "POST", path: "/api/intake/batches/:id/cancel", summary: "Stop; what was already taken is taken back", access, params: id, answer: batchShape });
export const undoImport = contract({ method: "POST", path: "/api/intake/batches/:id/undo", summary: "Take an import back as one act", access, params: id, answer: batchShape });
export const batchFindings = contract({
  method: "GET", path: "/api/intake/batches/:id/findings", summary: "Findings of an import by row", access: { ...view, fields: "C2" }, params: id,
  query: z.object({ rule: z.string().optional(), severity: z.string().optional(), after: z.string().optional(), limit: z.coerce.number().int().min(1).max(200).default(50) }), answer: z.object({ rows: z.array(findingShape), next: z.string().nullable() }),
});

/** Streams: a file goes up, files come down. */
export const uploadFile = { method: "POST", path: "/api/intake/batches", summary: "Upload a spreadsheet (multipart); reading begins at once", access, query: z.object({ year: z.coerce.number().int().min(1949).max(2100).optional(), system: z.string().trim().min(1).max(60).optional(), createRegions: z.enum(["true", "false"]).default("true") }) } as const;
export const errorWorkbook = { method: "GET", path: "/api/intake/batches/:id/errors.xlsx", summary: "The same file with a column of reasons", access: { ...access, action: "import" }, params: id } as const;
export const template = { method: "GET", path: "/api/intake/templates/:kind", summary: "An empty workbook with headings, allowed values and an example", access: view, params: z.object({ kind: z.enum(sheetKinds) }) } as const;
export const exportKinds = ["persons", "households", "villages"] as const;
export const exportList = {
  method: "GET", path: "/api/intake/export/:kind", summary: "A list of the area as XLSX or CSV; whole numbers need a reason and are recorded", access: { action: "export", resource: "intake", scope: "region", fields: "C4" },
  params: z.object({ kind: z.enum(exportKinds) }),
  query: z.object({ year: z.coerce.number().int().min(1949).max(2100), region: z.coerce.number().int().min(0).max(999_999_999_999).optional(), format: z.enum(["xlsx", "csv"]).default("xlsx"), encoding: z.enum(["utf-8", "gb18030"]).default("utf-8"), reason: z.string().trim().min(4).max(200).optional() }),
} as const;
