/** Departments' data: requests, files, addresses, batches and their reports; policy numbers with day and source. */
import { z } from "zod";
import { contract } from "../contract.ts";

const region = z.coerce.number().int().min(0).max(999_999_999_999);
const batchShape = z.object({
  county: z.int(), id: z.string(), feed: z.string(), department: z.string(), basis: z.string(), purpose: z.string(), fields: z.array(z.string()), snapshotOn: z.string(), retainUntil: z.string(), way: z.string(), fileName: z.string(), state: z.enum(["compared", "superseded", "undone", "expired"]),
  rows: z.int(), found: z.record(z.string(), z.int()), at: z.string(), by: z.string().nullable(), mayUndo: z.boolean(),
});
export type Batch = z.output<typeof batchShape>;
const profileShape = z.object({
  rows: z.int(), columns: z.array(z.object({ key: z.string(), heading: z.string().nullable(), filled: z.int(), unreadable: z.int() })), unmapped: z.array(z.string()), noKey: z.int(), badNumber: z.int(), oldNumber: z.int(), duplicates: z.int(), from: z.string().nullable(), to: z.string().nullable(),
  byNumber: z.int(), byLikeness: z.int(), notRegistered: z.int(), unknown: z.int(), badRows: z.array(z.object({ row: z.int(), fault: z.string(), column: z.string() })),
});

export const listBatches = contract({
  method: "GET", path: "/api/comparison/batches", summary: "Requests for departments' data, newest first", access: { action: "view", resource: "comparison", scope: "region", fields: "C1" },
  query: z.object({ region: region.optional(), after: z.string().max(120).optional(), limit: z.coerce.number().int().min(1).max(100).default(50) }), answer: z.object({ rows: z.array(batchShape), next: z.string().nullable() }),
});
const key = z.object({ county: z.coerce.number().int(), id: z.uuid() });
export const batchDetail = batchShape.extend({ profile: profileShape, events: z.array(z.object({ act: z.string(), at: z.string(), by: z.string().nullable(), detail: z.record(z.string(), z.unknown()) })) });
export type BatchDetail = z.output<typeof batchDetail>;
export const getBatch = contract({ method: "GET", path: "/api/comparison/batches/:county/:id", summary: "A batch with its profile and quality report", access: { action: "view", resource: "comparison", scope: "region", fields: "C1" }, params: key, answer: batchDetail });
export const undoBatch = contract({ method: "POST", path: "/api/comparison/undo", summary: "Take a batch back while nobody has judged what it showed", access: { action: "import", resource: "comparison", scope: "region", fields: "C1" }, body: z.object({ batch: key }), answer: z.object({ closed: z.int(), reopened: z.int() }) });

const request = z.object({ region, feed: z.string().max(40), basis: z.string().max(20).default(""), purpose: z.string().trim().max(200).default(""), snapshotOn: z.iso.date() });
/** Multipart upload; the answer is the batch. */
export const uploadFile = { method: "POST", path: "/api/comparison/upload", summary: "Upload a department's file: read, reported on, matched and compared", access: { action: "import", resource: "comparison", scope: "region", fields: "C2" }, query: request } as const;
export const taken = z.object({ county: z.int(), id: z.string(), again: z.boolean(), state: z.string(), profile: profileShape, found: z.int(), kept: z.int(), closed: z.int(), reopened: z.int(), seconds: z.number() });
export const pullFeed = contract({ method: "POST", path: "/api/comparison/pull", summary: "Fetch a feed from the department's configured address", access: { action: "import", resource: "comparison", scope: "region", fields: "C2" }, body: z.object({ region, feed: z.string().max(40), snapshotOn: z.iso.date() }), answer: taken });
export const saveConnection = contract({
  method: "PUT", path: "/api/comparison/connection", summary: "Set the address from which a feed is fetched; the token is sealed and never shown again", access: { action: "import", resource: "comparison", scope: "region", fields: "C2" },
  body: z.object({ region, feed: z.string().max(40), url: z.string().max(500), format: z.enum(["csv", "json"]), token: z.string().max(500).optional(), basis: z.string().max(20), purpose: z.string().trim().max(200) }), answer: z.object({ saved: z.literal(true) }),
});
export const listConnections = contract({ method: "GET", path: "/api/comparison/connections", summary: "Addresses of departments", access: { action: "import", resource: "comparison", scope: "region", fields: "C1" }, query: z.object({ region: region.optional() }), answer: z.object({ rows: z.array(z.object({ county: z.int(), feed: z.string(), url: z.string(), format: z.string(), hasToken: z.boolean(), basis: z.string(), purpose: z.string() })) }) });
export const listParameters = contract({ method: "GET", path: "/api/comparison/parameters", summary: "Policy numbers of the comparison in force at a place, with day and source", access: { action: "view", resource: "comparison", scope: "reference", fields: "C1" }, query: z.object({ region: region.optional() }), answer: z.object({ rows: z.array(z.object({ code: z.string(), value: z.int(), unit: z.string(), validFrom: z.string(), source: z.string(), sureness: z.string() })) }) });
export const feedTemplate = { method: "GET", path: "/api/comparison/template/:feed", summary: "An empty workbook with the columns of a feed", access: { action: "view", resource: "comparison", scope: "reference", fields: "C0" }, params: z.object({ feed: z.string().max(40) }) } as const;
