/**
 * What crosses the wire about regions: the dated tree, search, history, and the acts that change it, each with its day and
 * reason (paper 001 §3.1 「一个平台」). Names of places are reference data for everybody who is signed in; acts need the place.
 */
import { z } from "zod";
import { contract } from "../contract.ts";
import { levels } from "../region-code.ts";

const code = z.coerce.number().int().min(110_000_000_000).max(999_999_999_999);
const place = z.coerce.number().int().min(0).max(999_999_999_999);
export const dateShape = z.iso.date();
const level = z.enum(levels);
const name = z.string().trim().min(1).max(60);
const reason = z.string().trim().min(2).max(200);
const reads = { action: "view", resource: "region", scope: "reference", fields: "C0" } as const;
const edits = { action: "edit", resource: "region", scope: "region", fields: "C1" } as const;

export const placeShape = z.object({ code: z.int(), name: z.string(), level, through: level.optional() });
export const childShape = placeShape.extend({ provisional: z.boolean(), children: z.int() });
export const historyShape = z.object({ code: z.int(), name: z.string(), level, through: level.nullable(), parent: z.int(), validFrom: z.string(), validTo: z.string().nullable(), successor: z.int().nullable(), provisional: z.boolean(), source: z.string() });
const successionShape = z.object({ predecessor: z.int(), predecessorName: z.string(), successor: z.int(), successorName: z.string(), onDate: z.string(), act: z.enum(["rename", "merge", "split", "recode"]), reason: z.string() });

export const listRegions = contract({
  method: "GET", path: "/api/regions", summary: "Regions directly below one, by code; `on` shows the tree of that day; 0 is the nation",
  access: reads,
  query: z.object({ parent: place.default(0), on: dateShape.optional(), after: place.default(0), limit: z.coerce.number().int().min(1).max(500).default(100) }),
  answer: z.object({ path: z.array(placeShape), rows: z.array(childShape), next: z.int().nullable() }),
});

export const searchRegions = contract({
  method: "GET", path: "/api/regions/search", summary: "Regions whose name begins with or holds the text, inside one region, with their place in words",
  access: { ...reads, action: "search" },
  query: z.object({ q: z.string().trim().min(1).max(40), within: place.default(0), level: level.optional(), limit: z.coerce.number().int().min(1).max(50).default(20) }),
  answer: z.object({ rows: z.array(placeShape.extend({ place: z.string() })) }),
});

export const regionStatus = contract({
  method: "GET", path: "/api/regions/status", summary: "How many regions of each level lie inside one, how many await confirmation, and the last loadings of lists",
  access: reads, query: z.object({ region: place.default(0) }),
  answer: z.object({
    region: z.int(), name: z.string().nullable(),
    counts: z.array(z.object({ level, regions: z.int(), provisional: z.int() })),
    provisional: z.array(placeShape.extend({ place: z.string(), source: z.string() })),
    imports: z.array(z.object({ id: z.int(), at: z.string(), source: z.string(), validFrom: z.string(), counts: z.record(z.string(), z.number()), problemCounts: z.record(z.string(), z.number()), seconds: z.number() })),
  }),
});

export const showRegion = contract({
  method: "GET", path: "/api/regions/:region", summary: "A region: its path, its dated names, what it took over from and what took over, groups of a village",
  access: reads, params: z.object({ region: code }), query: z.object({ on: dateShape.optional() }),
  answer: z.object({
    code: z.int(), level, path: z.array(placeShape), current: historyShape.nullable(), history: z.array(historyShape), successions: z.array(successionShape),
    groups: z.array(z.string()), children: z.int(), mayEdit: z.boolean(),
  }),
});

const changed = z.object({ code: z.int(), history: z.array(historyShape) });

export const createRegion = contract({
  method: "POST", path: "/api/regions", summary: "Register a region below one's own area",
  access: { ...edits, action: "create" }, body: z.object({ code, name, on: dateShape.optional(), reason }), answer: changed,
});
export const renameRegion = contract({ method: "POST", path: "/api/regions/:region/rename", summary: "Rename from a day on; the old name stays in the history", access: edits, params: z.object({ region: code }), body: z.object({ name, on: dateShape, reason }), answer: changed });
export const closeRegion = contract({ method: "POST", path: "/api/regions/:region/close", summary: "Close from a day on, naming the code that takes over where there is one", access: edits, params: z.object({ region: code }), body: z.object({ on: dateShape, successor: code.optional(), reason }), answer: changed });
export const mergeRegions = contract({ method: "POST", path: "/api/regions/:region/merge", summary: "Merge other regions of the same level into this one", access: edits, params: z.object({ region: code }), body: z.object({ from: z.array(code).min(1).max(50), on: dateShape, reason }), answer: changed });
export const splitRegion = contract({
  method: "POST", path: "/api/regions/:region/split", summary: "Split new regions off this one; `keep` says whether it goes on",
  access: edits, params: z.object({ region: code }), body: z.object({ into: z.array(z.object({ code, name })).min(1).max(50), keep: z.boolean(), on: dateShape, reason }), answer: changed,
});
export const confirmRegion = contract({ method: "POST", path: "/api/regions/:region/confirm", summary: "Confirm a provisional region that an import made, correcting its name if needed", access: edits, params: z.object({ region: code }), body: z.object({ name: name.optional(), reason }), answer: changed });
export const saveGroups = contract({
  method: "POST", path: "/api/regions/:region/groups", summary: "Add and remove groups (村民小组) of a village",
  access: edits, params: z.object({ region: code }), body: z.object({ add: z.array(z.string().trim().min(1).max(40)).max(100).default([]), remove: z.array(z.string().max(40)).max(100).default([]), reason }), answer: z.object({ groups: z.array(z.string()) }),
});

/** Answered as a CSV stream: the shape that `diguan regions import FILE` reads. */
export const exportRegionList = {
  method: "GET", path: "/api/regions/export.csv", summary: "A region and all below it on a day, as CSV", access: { action: "export", resource: "region", scope: "reference", fields: "C0" },
  query: z.object({ region: place.default(0), on: dateShape.optional() }),
} as const;
