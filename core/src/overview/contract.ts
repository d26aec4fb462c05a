/** What the home pages ask: where one stands in the region tree, and the figures of a place (paper 001 §3.1 一个平台, §2.3 精准定位). */
import { z } from "zod";
import { contract } from "../contract.ts";
import { ruleGroups } from "../quality/rule.ts";
import { levels } from "../region-code.ts";

export const regionCode = z.coerce.number().int().min(0).max(999_999_999_999);
const named = z.object({ code: z.int(), name: z.string() });
const year = z.coerce.number().int().min(2000).max(2100);

/** The place itself, its ancestors inside the reader's area (outermost first), its children, and the years with records (latest first). */
export const describePlace = contract({
  method: "GET", path: "/api/places/:region", summary: "A place, what is above and below it, and its years",
  access: { action: "view", resource: "region", scope: "region", fields: "C1" },
  params: z.object({ region: regionCode }),
  answer: z.object({ code: z.int(), name: z.string(), level: z.enum(levels), ancestors: z.array(named), children: z.array(named), years: z.array(z.int()) }),
});

const count = z.int();
/** `Figures` of figures.ts. */
export const figuresShape = z.object({
  households: count, persons: count, stateHouseholds: z.array(count).readonly(), statePersons: z.array(count).readonly(),
  incomeHouseholds: count, incomePersons: count, netFen: count, belowHouseholds: count, belowPersons: count, gapFen: count,
  villages: count, villagesCounted: count, ruralPersons: count, countedPoor: count, findings: count, seriousFindings: count,
});
/** `CellFigures` of figures.ts. */
const cellShape = named.extend({ households: count, exitedHouseholds: count, ruralPersons: count, countedPoor: count, findings: count });
const causeCount = z.object({ cause: z.int(), households: count.nullable(), persons: count.nullable() });

/** All figures of a place in one year. Groups are the places one level below, cells those two levels below (villages have none). */
export const placeOverview = contract({
  method: "GET", path: "/api/overview", summary: "Figures of a place and of the places below it, for one year, with the trend over the years",
  access: { action: "view", resource: "overview", scope: "region", fields: "C1" },
  query: z.object({ region: regionCode, year: year.optional() }),
  answer: z.object({
    region: named.extend({ level: z.enum(levels) }), year: z.int().nullable(), years: z.array(z.int()),
    /** 国家扶贫标准 or the province's line in the year, fen per person and year */ line: z.object({ fen: z.int(), source: z.string() }).nullable(),
    total: figuresShape,
    trend: z.array(z.object({ year: z.int(), households: count, persons: count, poorHouseholds: count, poorPersons: count, ruralPersons: count, countedPoor: count, netFen: count, incomePersons: count, belowPersons: count, lineFen: z.int().nullable() })),
    /** main causes of the poor */ causes: z.array(causeCount),
    /** yearly members by class of `incomeClasses` */ income: z.array(z.object({ households: count, persons: count })),
    groups: z.array(named.extend({ figures: figuresShape, causes: z.array(causeCount), cells: z.array(cellShape) })),
    refreshedAt: z.string().nullable(),
  }),
});

/** What waits for the reader: only from capabilities that exist. `mine` and `overdue` are among the others. Words are the page's. */
export const taskKinds = ["overdue", "mine", "serious", "ordinary", "review", "verify", "intake", "lateSteps", "objections", "steps"] as const;
export type TaskKind = (typeof taskKinds)[number];
export const waitingTasks = contract({
  method: "GET", path: "/api/overview/tasks", summary: "What waits for the reader in a place",
  access: { action: "view", resource: "overview", scope: "region", fields: "C1" },
  query: z.object({ region: regionCode, year }),
  answer: z.object({
    tasks: z.array(z.object({
      kind: z.enum(taskKinds), count, /** there are more than `count` */ more: z.boolean(), /** earliest deadline, China date */ deadline: z.string().nullable(),
      /** subjects of the rules, most findings first */ groups: z.array(z.object({ group: z.enum(ruleGroups), n: count })), /** files that wait */ files: z.array(z.string()),
    })),
    today: z.string(),
  }),
});
