/**
 * A department's sheet read by its declared schema: which column is which, one row as typed values, and what the quality report
 * counts (missing keys, invalid numbers, duplicates, unreadable cells). Nothing outside the schema is read (minimal fields).
 */
import { clean, cleanName, isErrorCell, isNothing } from "../intake/clean.ts";
import { readDate } from "../intake/dates.ts";
import { foldHeading } from "../intake/headings.ts";
import { readNumber } from "../intake/numbers.ts";
import { bareCertificate } from "./certificates.ts";
import { readIdNumber, upgrade15 } from "../id-number.ts";
import type { Choice, Feed, FeedColumn } from "./feed.ts";

export interface Mapping { /** Row of the headings, from 1. */ readonly headingRow: number; /** Index of each schema column in the sheet. */ readonly at: ReadonlyMap<string, number>; readonly unmapped: readonly string[]; readonly missing: readonly string[] }

const folded = new WeakMap<FeedColumn, ReadonlySet<string>>();
const spellings = (c: FeedColumn): ReadonlySet<string> => {
  let set = folded.get(c);
  if (!set) folded.set(c, (set = new Set([c.zh, c.en, c.key, ...c.also].map(foldHeading))));
  return set;
};

/** The heading row among the first rows of a sheet: the one with most known columns, at least the key and another; undefined when there is none. */
export function mapHeadings(feed: Feed, first: readonly { readonly row: number; readonly cells: readonly string[] }[]): Mapping | undefined {
  let best: Mapping | undefined;
  for (const { row, cells } of first) {
    const at = new Map<string, number>();
    const unmapped: string[] = [];
    cells.forEach((cell, i) => {
      const heading = foldHeading(cell);
      if (heading === "") return;
      // an exact name wins over a synonym that another column claims first
      const c = feed.columns.find((x) => !at.has(x.key) && foldHeading(x.zh) === heading) ?? feed.columns.find((x) => !at.has(x.key) && spellings(x).has(heading));
      if (c) at.set(c.key, i); else unmapped.push(cell.trim().slice(0, 40));
    });
    if (at.size >= 2 && at.size > (best?.at.size ?? 0)) best = { headingRow: row, at, unmapped, missing: feed.columns.filter((c) => !at.has(c.key)).map((c) => c.key) };
  }
  return best;
}

export type Value = string | number | boolean | null;
export const rowFaults = ["noKey", "badNumber", "oldNumber", "unreadable", "unknownWord"] as const;
export type RowFault = (typeof rowFaults)[number];
/** `cert`: 18 digits, or what stands there when it is not valid; `certOk`: it can be looked up. */
export interface ReadRow { readonly values: Readonly<Record<string, Value>>; readonly cert: string; readonly certOk: boolean; readonly faults: readonly { readonly fault: RowFault; readonly column: string }[] }

const yes = /^(是|有|Y|YES|T|TRUE|1|√|✓|在用|正常|正常经营|存续|在业|达标|安全|城镇|已)$/i;
const no = /^(否|无|N|NO|F|FALSE|0|×|未|不|停业|注销|吊销|报废|不达标|不安全|农村|没有)$/i;

const books = new WeakMap<FeedColumn, ReadonlyMap<string, Choice>>();
function choiceOf(c: FeedColumn, text: string): number | undefined {
  let book = books.get(c);
  if (!book) {
    const made = new Map<string, Choice>();
    for (const choice of c.choices ?? []) for (const word of [...(choice.also ?? []), choice.en, choice.zh, String(choice.value)]) made.set(word.normalize("NFKC").replace(/[\s_()（）]/g, "").toUpperCase(), choice);
    books.set(c, (book = made));
  }
  return book.get(text.normalize("NFKC").replace(/[\s_()（）]/g, "").toUpperCase())?.value;
}

function readValue(c: FeedColumn, text: string): Value | undefined {
  switch (c.kind) {
    case "idNumber": { const bare = bareCertificate(text); return /^\d{15}$/.test(bare) ? upgrade15(bare) : bare; }
    case "name": return cleanName(text).slice(0, 60);
    case "text": case "phone": case "region": return text.slice(0, 200);
    case "account": return text.replace(/[\s-]/g, "").slice(0, 40);
    case "choice": return choiceOf(c, text);
    case "flag": return yes.test(text) ? true : no.test(text) ? false : undefined;
    case "date": { const d = readDate(text); return d.ok ? d.iso : /^\d{4}$/.test(text) ? `${text}-12-31` : /^(\d{4})[-/.年](\d{1,2})月?$/.test(text) ? text.replace(/^(\d{4})[-/.年](\d{1,2})月?$/, (_, y: string, m: string) => `${y}-${m.padStart(2, "0")}-01`) : undefined; }
    case "fen": { const n = readNumber(text, "元"); return n === undefined || Math.abs(n.value) > 1e11 ? undefined : Math.round(n.value * 100); }
    case "number": { const n = readNumber(text.replace(/(平方米|㎡|亩|个月|天|度)$/, ""), ""); return n === undefined ? undefined : n.value; }
  }
}

const nothing: ReadRow["faults"] = [];
/** One row by the schema; a row without any value of the schema is undefined (empty lines, totals). */
export function readRow(feed: Feed, mapping: Mapping, cells: readonly string[]): ReadRow | undefined {
  const values: Record<string, Value> = {};
  let faults: { readonly fault: RowFault; readonly column: string }[] | undefined;
  let any = false;
  for (const c of feed.columns) {
    const at = mapping.at.get(c.key);
    const raw = at === undefined ? undefined : cells[at];
    if (raw === undefined || raw === "") { values[c.key] = null; continue; }
    const text = clean(raw).text;
    if (isNothing(text) || isErrorCell(text)) { values[c.key] = null; continue; }
    any = true;
    const value = readValue(c, text);
    if (value === undefined) { (faults ??= []).push({ fault: c.kind === "choice" || c.kind === "flag" ? "unknownWord" : "unreadable", column: c.key }); values[c.key] = null; } else values[c.key] = value;
    if (c.kind === "idNumber" && c.slot === "cert" && /^\d{15}$/.test(bareCertificate(text))) (faults ??= []).push({ fault: "oldNumber", column: c.key });
  }
  if (!any) return undefined;
  const cert = String(values["certNo"] ?? "");
  const certOk = typeof readIdNumber(cert) !== "string" && !cert.startsWith("999999");
  if (cert === "") { if (values["name"] === null) return undefined; (faults ??= []).push({ fault: "noKey", column: "certNo" }); }
  else if (!certOk) (faults ??= []).push({ fault: "badNumber", column: "certNo" });
  return { values, cert: cert.slice(0, 40), certOk, faults: faults ?? nothing };
}

/** What is told about a file before anything is compared. */
export interface Profile {
  readonly rows: number;
  readonly columns: readonly { readonly key: string; readonly heading: string | null; readonly filled: number; readonly unreadable: number }[];
  readonly unmapped: readonly string[];
  readonly noKey: number; readonly badNumber: number; readonly oldNumber: number; readonly duplicates: number;
  readonly from: string | null; readonly to: string | null;
  /** Rows whose person is on the register: by number, by likeness; and rows of people of the frame who are not registered. */
  readonly byNumber: number; readonly byLikeness: number; readonly notRegistered: number; readonly unknown: number;
  readonly badRows: readonly { readonly row: number; readonly fault: RowFault; readonly column: string }[];
}

/** Collects the report row by row. */
export class Profiler {
  readonly #feed: Feed;
  readonly #filled = new Map<string, number>();
  readonly #bad = new Map<string, number>();
  readonly #seen = new Set<string>();
  readonly #badRows: { row: number; fault: RowFault; column: string }[] = [];
  rows = 0; noKey = 0; badNumber = 0; oldNumber = 0; duplicates = 0; from: string | null = null; to: string | null = null;
  constructor(feed: Feed) { this.#feed = feed; }

  add(row: number, read: ReadRow): void {
    this.rows++;
    for (const c of this.#feed.columns) {
      const value = read.values[c.key] ?? null;
      if (value === null) continue;
      this.#filled.set(c.key, (this.#filled.get(c.key) ?? 0) + 1);
      if (c.slot === "on" && typeof value === "string") { if (this.from === null || value < this.from) this.from = value; if (this.to === null || value > this.to) this.to = value; }
    }
    for (const { fault, column } of read.faults) {
      if (fault === "noKey") this.noKey++; else if (fault === "badNumber") this.badNumber++; else if (fault === "oldNumber") this.oldNumber++; else this.#bad.set(column, (this.#bad.get(column) ?? 0) + 1);
      if (this.#badRows.length < 200 && fault !== "oldNumber") this.#badRows.push({ row, fault, column });
    }
  }

  /** The same line twice; `mark` is the row's key and facts. True when it was seen before. */
  again(mark: string): boolean {
    if (this.#seen.has(mark)) { this.duplicates++; return true; }
    this.#seen.add(mark);
    return false;
  }

  report(mapping: Mapping, headings: readonly string[], matched: Pick<Profile, "byNumber" | "byLikeness" | "notRegistered" | "unknown">): Profile {
    return {
      rows: this.rows, unmapped: mapping.unmapped, noKey: this.noKey, badNumber: this.badNumber, oldNumber: this.oldNumber, duplicates: this.duplicates, from: this.from, to: this.to, badRows: this.#badRows, ...matched,
      columns: this.#feed.columns.map((c) => { const at = mapping.at.get(c.key); return { key: c.key, heading: at === undefined ? null : (headings[at] ?? "").slice(0, 60), filled: this.#filled.get(c.key) ?? 0, unreadable: this.#bad.get(c.key) ?? 0 }; }),
    };
  }
}
