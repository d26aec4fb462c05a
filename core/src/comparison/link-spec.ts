/**
 * The specification that `diguan link` reads (issue: 「spec names blocking rules and comparisons with term-frequency option」; format:
 * docs/methods/linkage.md). Written by hand, so usual spellings of a word are taken (jaro_winkler, blocking_rules, tf …), and
 * what cannot be understood is told with its place.
 */
import { z } from "zod";
import { methods, type Method } from "./comparators.ts";
import { keyFunctions, type Key, type KeyFunction } from "./link-keys.ts";

const bare = (word: string): string => word.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
const words = (text: string): readonly string[] => text.split(" ");

/** Other spellings, without case and signs. */
const spellings = {
  spec: { blocking: words("blocking blockingrules blockingrule blocks block blockon rules"), comparisons: words("comparisons comparison compare comparefields fields"), id: words("id idcolumn uniqueid uniqueidcolumn recordid"), threshold: words("threshold matchthreshold minprobability minimumprobability leastprobability probability matchprobability probabilitythreshold matchprobabilitythreshold cutoff"), seed: words("seed randomseed"), randomPairs: words("randompairs maxrandompairs"), maxBlockPairs: words("maxblockpairs blockcap"), maxPairs: words("maxpairs"), missing: words("missing missingvalues na"), truth: words("truth truthcolumn"), clusters: words("clusters cluster clusterthreshold"), lambda: words("lambda prior"), note: words("note notes description comment comments title name version mode linktype") },
  comparison: { column: words("column col field columns"), left: words("left leftcolumn columnleft lefton"), right: words("right rightcolumn columnright righton"), method: words("method type comparison compare function comparator kind measure similarity"), thresholds: words("thresholds threshold levels level cutoff"), termFrequency: words("termfrequency tf termfrequencyadjustment termfrequencyadjustments tfadjustment tfadjustments usetermfrequency termfrequencies"), name: words("name label as") },
  rule: { on: words("on columns column keys key fields field col"), train: words("train trains"), left: words("left leftcolumn"), right: words("right rightcolumn") },
} as const;
const methodSpellings: Readonly<Record<Method, readonly string[]>> = { exact: words("exact equal equals equality exactmatch"), "jaro-winkler": words("jarowinkler jw jarowinklersimilarity jarowinkleratthresholds"), levenshtein: words("levenshtein lev editdistance levenshteindistance levenshteinatthresholds levenshteinsimilarity"), damerau: words("damerau dameraulevenshtein osa"), date: words("date dob dateofbirth birthdate birthday"), "id-number": words("idnumber id idcard chineseid certificate nationalid idno"), "chinese-name": words("chinesename cnname hanziname hanzi") };

const isObject = (x: unknown): x is Readonly<Record<string, unknown>> => typeof x === "object" && x !== null && !Array.isArray(x);

/** Keys under their proper names; unknown ones stay, and the strict shape tells them. */
const renamed = (list: Readonly<Record<string, readonly string[]>>) => (x: unknown): unknown => {
  if (!isObject(x)) return x;
  return Object.fromEntries(Object.entries(x).map(([key, value]) => [Object.entries(list).find(([, all]) => all.includes(bare(key)))?.[0] ?? key, value]));
};
const told = (name: string, list: Readonly<Record<string, unknown>>) => (issue: { readonly code?: string; readonly keys?: readonly string[] }): string | undefined =>
  (issue.code === "unrecognized_keys" ? `«${(issue.keys ?? []).join("», «")}» is not part of ${name}; use ${Object.keys(list).join(", ")}` : issue.code === "invalid_type" ? `${name} must be an object { … }` : undefined);

const column = z.string("a column is named by a text").trim().min(1, "the name of a column is empty");
const sides = z.union([column.transform((c) => ({ left: c, right: c })), z.strictObject({ left: column, right: column })], "name one column, or {\"left\": …, \"right\": …} when the files name it differently");

const method = z.string("name a method").transform((text, ctx): Method => {
  const found = methods.find((m) => methodSpellings[m].includes(bare(text)));
  if (found) return found;
  ctx.addIssue(`«${text}» is no comparison; use ${methods.join(", ")}`);
  return z.NEVER;
});
const number = (name: string, fits: (x: number) => boolean, range: string): z.ZodType<number> => z.number(`${name} is a number, ${range}`).refine(fits, `${name} is ${range}`);
const share = (name: string): z.ZodType<number> => number(name, (x) => x >= 0 && x <= 1, "from 0 to 1");
const whole = (name: string): z.ZodType<number> => number(name, (x) => Number.isInteger(x) && x >= 1, "a whole number from 1 on");
const thresholds = z.union([z.number().transform((x) => [x]), z.array(z.number()).min(1)], "thresholds are numbers, such as [0.92, 0.8]");

const comparison = z.preprocess((x) => {
  const named = renamed(spellings.comparison)(typeof x === "string" ? { column: x, method: "exact" } : x);
  if (!isObject(named) || !Array.isArray(named["column"])) return named;
  const [left, right = left] = named["column"] as readonly unknown[];
  return { ...Object.fromEntries(Object.entries(named).filter(([k]) => k !== "column")), left, right };
}, z.strictObject({ column: column.optional(), left: column.optional(), right: column.optional(), method, thresholds: thresholds.optional(), termFrequency: z.boolean("termFrequency is true or false").default(false), name: z.string().trim().min(1).optional() }, { error: told("a comparison", spellings.comparison) })
  .transform((c, ctx) => {
    const [left, right] = [c.left ?? c.column, c.right ?? c.column];
    if (left === undefined || right === undefined) { ctx.addIssue("name the column to compare, or left and right"); return z.NEVER; }
    return { left, right, method: c.method, thresholds: c.thresholds, termFrequency: c.termFrequency, name: c.name ?? left };
  }));

/** What only a file's header can decide: a column may be called `year(birth)` itself. */
export type KeyText = string | { readonly left: string; readonly right: string };
/** `a and b`, `a & b`, `a + b`, `a, b`: commas inside brackets do not part. */
const parts = (text: string): string[] => text.split(/\s+and\s+|\s*[&+]\s*|,(?![^(]*\))/i).map((p) => p.trim()).filter((p) => p !== "");
const keyObject = z.preprocess(renamed({ column: words("column col field"), by: words("by function fn transform"), length: words("length n characters"), left: words("left"), right: words("right") }),
  z.strictObject({ column: column.optional(), left: column.optional(), right: column.optional(), by: z.string().optional(), length: z.int().optional(), prefix: z.int().optional(), suffix: z.int().optional() }, { error: told("a key of a blocking rule", { column: 1, left: 1, right: 1, by: 1, length: 1 }) })
    .transform((k): KeyText => {
      const [left, right] = [k.left ?? k.column ?? "", k.right ?? k.column ?? ""];
      const by = k.by ?? (k.prefix !== undefined ? "prefix" : k.suffix !== undefined ? "suffix" : undefined);
      const n = k.length ?? k.prefix ?? k.suffix;
      const call = (c: string): string => (by === undefined ? c : `${by}(${c}${n === undefined ? "" : `, ${n}`})`);
      return left === right ? call(left) : { left: call(left), right: call(right) };
    }));
const key = z.union([column, keyObject], "a key of a blocking rule is a column or a function of one, such as \"surname\" or \"year(birth)\"");
const list = z.union([column.transform((c): KeyText[] => [c]), z.array(key).min(1, "a blocking rule needs at least one key")], "a blocking rule is a column, a list of columns, or {\"on\": [ … ]}");
const rule = z.preprocess((x) => {
  const named = renamed(spellings.rule)(typeof x === "string" || Array.isArray(x) ? { on: x } : x);
  if (!isObject(named) || named["left"] === undefined) return named;
  return { on: [{ left: named["left"], right: named["right"] ?? named["left"] }], ...(named["train"] === undefined ? {} : { train: named["train"] }) };
}, z.strictObject({ on: list, train: z.boolean("train is true or false").default(true) }, { error: told("a blocking rule", spellings.rule) }));

const shape = z.preprocess((x) => {
  const named = renamed(spellings.spec)(x);
  if (!isObject(named)) return named;
  const { comparisons, blocking } = named;
  return {
    ...named,
    // {"surname": "jaro-winkler", "birth": {"method": "date"}} says the same as a list
    ...(isObject(comparisons) ? { comparisons: Object.entries(comparisons).map(([name, c]) => (isObject(c) ? { column: name, ...c } : { column: name, method: c })) } : {}),
    ...(blocking === undefined || Array.isArray(blocking) ? {} : { blocking: [blocking] }),
  };
}, z.strictObject({
  id: sides.optional(), blocking: z.array(rule, "blocking is a list of rules, such as [\"id_number\", [\"surname\", \"year(birth)\"]]").min(1, "name at least one blocking rule"),
  comparisons: z.array(comparison, "comparisons is a list, such as [{\"column\": \"name\", \"method\": \"chinese-name\"}]").min(1, "name at least one comparison"),
  threshold: share("threshold").default(0), seed: z.union([z.string(), z.number()]).default("diguan"), randomPairs: whole("randomPairs").default(1_000_000),
  maxBlockPairs: whole("maxBlockPairs").default(5_000_000), maxPairs: whole("maxPairs").default(20_000_000),
  missing: z.array(z.string()).default(["", "NA", "N/A", "NULL", "NaN", "."]), truth: sides.optional(), clusters: z.union([z.boolean(), share("clusters")]).optional(),
  note: z.unknown().optional(), lambda: number("lambda", (x) => x > 0 && x < 1, "between 0 and 1").optional(),
}, { error: told("the specification", spellings.spec) }));
export type LinkSpec = z.output<typeof shape>;

const place = (path: readonly PropertyKey[]): string => path.map((p) => (typeof p === "number" ? `[${p + 1}]` : `.${String(p)}`)).join("").replace(/^\./, "");

/** The specification, or what is wrong with it and where; places in lists are counted from 1. @example readSpec({ blocking: ["a"], comparisons: ["b"] }) // => { spec: { … } } */
export function readSpec(json: unknown): { readonly spec: LinkSpec } | { readonly faults: readonly string[] } {
  const parsed = shape.safeParse(json);
  if (!parsed.success) return { faults: parsed.error.issues.flatMap((i) => flat(i)).map(({ path, message }) => `${place(path) || "spec"}: ${message}`) };
  const names = parsed.data.comparisons.map((c) => c.name);
  const twice = names.find((n, i) => names.indexOf(n) !== i);
  return twice === undefined ? { spec: parsed.data } : { faults: [`comparisons: two are called «${twice}»; give one of them another "name"`] };
}

/** Of alternatives that all failed, the one that came farthest tells most. */
function flat(issue: z.core.$ZodIssue, above: readonly PropertyKey[] = []): readonly { readonly path: readonly PropertyKey[]; readonly message: string }[] {
  const path = [...above, ...issue.path];
  if (issue.code !== "invalid_union") return [{ path, message: issue.message }];
  const deeper = issue.errors.flat().filter((i) => i.path.length > 0 || i.code === "unrecognized_keys");
  const [first] = deeper;
  return first ? flat(first, path) : [{ path, message: issue.message }];
}

const call = /^([A-Za-z_-]+)\(\s*([^()]+?)\s*(?:,\s*(\d+)\s*)?\)$/u;
const splink = /^l\.\W?(.+?)\W?\s*=\s*r\.\W?(.+?)\W?$/u;

/**
 * Keys of a rule's texts, given the columns that there are: a text that names a column is that column; else `function(column)`,
 * several of them joined by `and`. Throws RangeError, with the columns there are.
 */
export function keysOf(texts: readonly KeyText[], has: (column: string) => boolean): Key[] {
  return texts.flatMap((text) => {
    if (typeof text !== "string") {
      const [left, right] = [oneKey(text.left), oneKey(text.right)];
      return [{ ...left, right: right.right }];
    }
    if (has(text)) return [plain(text)];
    return parts(text).map((part) => {
      const both = splink.exec(part);
      return both ? { ...plain(both[1] ?? ""), right: both[2] ?? "" } : has(part) ? plain(part) : oneKey(part);
    });
  });
}

const plain = (name: string): Key => ({ left: name, right: name, by: null, length: 0 });

function oneKey(text: string): Key {
  const found = call.exec(text);
  if (!found) return plain(text);
  const [, asked = "", name = "", n] = found;
  const by = keyFunctions.find((f): f is KeyFunction => f === asked.toLowerCase());
  if (!by) throw new RangeError(`«${asked}» is no function of a key; use ${keyFunctions.join(", ")}`);
  const length = Number(n ?? 0);
  if ((by === "prefix" || by === "suffix") && length < 1) throw new RangeError(`${text}: say how many characters, such as ${by}(${name}, 3)`);
  return { left: name, right: name, by, length };
}
