/**
 * A file as a set of households: reads it into a row store, finds the headings of every sheet, classifies each row, fills
 * merged cells, and groups rows by household wherever they stand. Pure work on one file; the database is not asked here.
 */
import { personMark } from "@diguan/core/intake/certificate.ts";
import { clean } from "@diguan/core/intake/clean.ts";
import { note } from "@diguan/core/intake/findings.ts";
import { locate, type Located } from "@diguan/core/intake/household.ts";
import { findLayout, rowKind, signatureOf, statedTotal, yearIn, type Layout, type SheetRow } from "@diguan/core/intake/layout.ts";
import type { SheetKind, Target } from "@diguan/core/intake/headings.ts";
import type { Foreign } from "@diguan/core/intake/foreign.ts";
import { planOf, type SheetPlan } from "@diguan/core/intake/plan.ts";
import type { WrittenPlace } from "@diguan/core/intake/places.ts";
import { Problem } from "@diguan/core/problem.ts";
import { readFile } from "./read/file.ts";
import type { Merge, SheetEnd } from "./read/sink.ts";
import { inheritPlaces, inheritYears } from "./inherit.ts";
import { labelOfTarget, sampleOf } from "./samples.ts";
import { RowStore } from "./store.ts";
import { hash53 } from "./hash.ts";

export interface Correction { readonly kind?: SheetKind | undefined; readonly headings: Readonly<Record<string, string>> }
export interface Wishes {
  /** Corrected mapping by sheet name. */ readonly mapping: Readonly<Record<string, Correction>>;
  /** Mapping kept from earlier files, by signature of the headings. */ readonly saved: (signature: string) => Correction | undefined;
  readonly year: number | undefined;
  /** For a file that states no year anywhere. */ readonly thisYear: number;
  /** Provisional code of a household that has none, always the same for the same words (keyed: a code must not tell a certificate number). */ readonly codeFor?: ((words: string) => string) | undefined;
  /** System whose codes the file has. */ readonly foreign?: Foreign | undefined;
}

interface RawSheet { readonly name: string; readonly hidden: boolean; readonly from: number; to: number; end: SheetEnd | undefined }
export interface SheetSummary { readonly sheet: number; readonly name: string; readonly kind: SheetKind | null; readonly headingRows: readonly number[]; readonly rows: number; readonly columns: readonly { readonly index: number; readonly heading: string; readonly target: Target | null; readonly confidence: number; readonly samples: readonly string[]; readonly hidden: boolean }[] }

/** Rows of persons by index: which household code, year and place; −1 = the row is not taken. */
export class Understood {
  readonly store: RowStore;
  readonly plans: (SheetPlan | undefined)[] = [];
  readonly sheets: SheetSummary[] = [];
  readonly findings: Located[] = [];
  readonly places: WrittenPlace[] = [];
  /** First stored row of each place. */ readonly placeFirst: number[] = [];
  readonly codes: string[] = [];
  /** Per stored row. */
  codeOf = new Int32Array(0);
  placeOf = new Int32Array(0);
  yearOf = new Int16Array(0);
  certHash = new Float64Array(0);
  memberHash = new Float64Array(0);
  /** Person rows that are data, taken or rejected. */ rows = 0;
  rejected = 0;
  readonly villageRows: number[] = [];
  readonly householdRows: number[] = [];
  readonly #fills = new Map<number, [column: number, text: string][]>();

  constructor(store: RowStore) { this.store = store; }

  /** Cells of a row with merged areas filled in. */
  cells(i: number): readonly string[] {
    const cells = this.store.cells(i);
    const fills = this.#fills.get(i);
    if (fills) for (const [column, text] of fills) { while (cells.length <= column) cells.push(""); cells[column] = text; }
    return cells;
  }
  get fills(): ReadonlyMap<number, readonly (readonly [column: number, text: string])[]> { return this.#fills; }
  fill(i: number, column: number, text: string): void {
    const known = this.#fills.get(i);
    if (known) known.push([column, text]); else this.#fills.set(i, [[column, text]]);
  }
  /** A row that turned out to stand in another place counts there, with its person's certificate prefix. */
  moveRow(i: number, to: number, prefix: string | undefined): void {
    const [before, after] = [this.places[this.placeOf[i] ?? -1], this.places[to]];
    this.placeOf[i] = to;
    if (before) (before as { rows: number }).rows--;
    if (!after) return;
    (after as { rows: number }).rows++;
    const seen = after.prefixes as Map<number, number>;
    if (prefix !== undefined) seen.set(Number(prefix), (seen.get(Number(prefix)) ?? 0) + 1);
  }
  plan(i: number): SheetPlan {
    const plan = this.plans[this.store.sheet(i)];
    if (!plan) throw new Error("this sheet has no plan");
    return plan;
  }
  close(): void { this.store.close(); }
}

/** Reads and classifies a whole file. `progress` is told the share of the file that was read. */
export async function understand(path: string, name: string, scratch: string, wishes: Wishes, progress: (share: number) => void = () => {}): Promise<Understood> {
  const store = new RowStore(scratch);
  const u = new Understood(store);
  const raw: RawSheet[] = [];
  try {
    await readFile(path, name, {
      sheet: (sheetName, hidden) => { raw.push({ name: sheetName, hidden, from: store.count, to: store.count, end: undefined }); },
      row: (row, cells) => store.add(raw.length - 1, row, cells),
      line: (row, text, delimiter) => store.addLine(raw.length - 1, row, text, delimiter),
      end: (end) => { const sheet = raw.at(-1); if (sheet) { sheet.to = store.count; sheet.end = end; } },
      progress,
    });
    store.finish();
    u.codeOf = new Int32Array(store.count).fill(-1);
    u.placeOf = new Int32Array(store.count).fill(-1);
    u.yearOf = new Int16Array(store.count);
    u.certHash = new Float64Array(store.count);
    u.memberHash = new Float64Array(store.count);
    const codes = new Map<string, number>();
    const places = new Map<string, number>();
    raw.forEach((sheet, i) => new SheetReader(u, sheet, i, wishes, codes, places).read());
    yearsOfSilentSheets(u);
    if (u.plans.every((p) => p === undefined)) throw new Problem("intake.noHeading", { name });
    inheritPlaces(u);
    inheritYears(u, name, wishes.thisYear);
    return u;
  } catch (e) { store.close(); throw e; }
}

/** Sheets that name no year take that of the others; rows that have none at all are told so when the file is staged. */
function yearsOfSilentSheets(u: Understood): void {
  const years = u.plans.flatMap((p) => p?.layout.titleYear ?? []);
  const stated = years[0] ?? u.yearOf.find((y) => y > 0) ?? 0;
  u.yearOf.forEach((y, i) => { if (y === 0 && (u.placeOf[i] ?? -1) >= 0) u.yearOf[i] = stated; });
}

class SheetReader {
  /** Rows whose person code is the household code and four digits, and rows where it is not. */
  #prefixed = 0;
  #otherwise = 0;
  /** Where the row before stood: a list goes village by village. */
  #lastPlace: { readonly plan: SheetPlan; readonly id: number; readonly village: string; readonly town: string; readonly county: string; readonly city: string; readonly province: string; readonly code: string } | undefined;
  readonly #u: Understood;
  readonly #sheet: RawSheet;
  readonly #index: number;
  readonly #wishes: Wishes;
  readonly #codes: Map<string, number>;
  readonly #places: Map<string, number>;

  constructor(u: Understood, sheet: RawSheet, index: number, wishes: Wishes, codes: Map<string, number>, places: Map<string, number>) {
    this.#u = u;
    this.#sheet = sheet;
    this.#index = index;
    this.#wishes = wishes;
    this.#codes = codes;
    this.#places = places;
  }

  read(): void {
    const { from, to, name, hidden } = this.#sheet;
    const merges = this.#sheet.end?.merges ?? [];
    const head: SheetRow[] = [];
    for (let i = from; i < Math.min(to, from + 40); i++) head.push({ row: this.#u.store.rowNumber(i), cells: this.#u.store.cells(i) });
    const layout = this.#layout(head, merges);
    const rowsBelow = to - from;
    if (!layout) {
      this.#u.plans[this.#index] = undefined;
      this.#u.sheets.push({ sheet: this.#index, name, kind: null, headingRows: [], rows: rowsBelow, columns: [] });
      if (rowsBelow > 0) this.#u.findings.push({ sheet: this.#index, row: head[0]?.row ?? 1, column: -1, rule: "IM-69", severity: "info", args: { sheet: name, rows: rowsBelow } });
      return;
    }
    const plan = planOf(this.#index, name, layout, this.#wishes.foreign);
    this.#u.plans[this.#index] = plan;
    if (hidden) this.#tell(plan, layout.headingRows[0] ?? 1, -1, note("IM-75", { sheet: name }));
    for (const c of layout.columns) {
      if (c.doubles !== undefined) this.#tell(plan, layout.headingRows.at(-1) ?? 1, c.index, note("IM-67", { field: labelOfTarget(c.doubles), kept: layout.columns.find((o) => o.target === c.doubles)?.heading ?? "", heading: c.heading }));
      if (this.#sheet.end?.hiddenColumns.includes(c.index) === true && c.target !== undefined) this.#tell(plan, layout.headingRows.at(-1) ?? 1, c.index, note("IM-68", { heading: c.heading }));
    }
    for (const n of this.#sheet.end?.notices ?? []) {
      if (n.kind === "columnsCut") this.#tell(plan, n.row, -1, note("IM-72", { column: n.column + 1, max: 512 }));
      if (n.kind === "badCharacters") this.#tell(plan, n.row, -1, note("IM-49"));
    }
    this.#fillMerges(plan, merges);
    this.#rows(plan);
  }

  #tell(plan: SheetPlan, row: number, column: number, n: ReturnType<typeof note>): void { this.#u.findings.push(locate({ plan, row }, column, n)); }

  #layout(head: readonly SheetRow[], merges: readonly Merge[]): Layout | undefined {
    const corrected = this.#wishes.mapping[this.#sheet.name];
    const found = findLayout(head, merges, corrected?.headings ?? {}, corrected?.kind);
    if (!found || corrected) return found;
    const saved = this.#wishes.saved(signatureOf(found));
    return saved ? findLayout(head, merges, saved.headings, saved.kind) : found;
  }

  /** Cells merged over several rows of data: the value stands for each of them. */
  #fillMerges(plan: SheetPlan, merges: readonly Merge[]): void {
    const below = plan.layout.headingRows.at(-1) ?? 0;
    const tall = merges.filter((m) => m.bottom > m.top && m.top > below && m.bottom - m.top < 2000).toSorted((a, b) => a.top - b.top);
    if (tall.length === 0) return;
    let next = 0;
    let filled = 0;
    // one per column: sound areas never overlap, and a hostile sheet cannot make a row cost more than its columns
    const active = new Map<number, { m: Merge; text: string }>();
    for (let i = this.#sheet.from; i < this.#sheet.to; i++) {
      const row = this.#u.store.rowNumber(i);
      const cells = this.#u.store.cells(i);
      for (const [column, a] of active) {
        if (a.m.bottom < row) { active.delete(column); continue; }
        if ((cells[column] ?? "") !== "") continue;
        this.#u.fill(i, a.m.left, a.text);
        filled++;
      }
      for (let m = tall[next]; m !== undefined && m.top <= row; m = tall[++next]) if (m.top === row && (cells[m.left] ?? "") !== "") active.set(m.left, { m, text: cells[m.left] ?? "" });
    }
    if (filled > 0) this.#tell(plan, tall[0]?.top ?? below, tall[0]?.left ?? -1, note("IM-74", { cells: filled }));
  }

  #rows(plan: SheetPlan): void {
    const u = this.#u;
    const below = plan.layout.headingRows.at(-1) ?? 0;
    const code = plan.column("household", "householdCode");
    const memberCode = plan.column("member", "memberCode");
    const relation = plan.column("member", "relation");
    const cert = plan.column("member", "certNo");
    const samples = plan.layout.columns.map((): string[] => []);
    // columns of which fewer than three different samples were seen
    let hungry = plan.layout.columns.flatMap((c, k) => { const sample = samples[k]; return sample ? [{ index: c.index, sample }] : []; });
    const unknown = new Map<number, number>(plan.layout.columns.filter((c) => c.target === undefined && c.heading !== "" && c.doubles === undefined).map((c) => [c.index, 0]));
    const heads = plan.kind === "persons" && relation >= 0 && this.#wishes.codeFor !== undefined && this.#withoutCodes(plan, code, memberCode, relation) ? new Map<string, number>() : undefined;
    let divided = 0;
    const continues = plan.kind === "persons" && code >= 0 && this.#codesContinue(plan, code, relation);
    let last = "";
    let persons = 0;
    const stated: { row: number; value: number }[] = [];
    const before = u.rows;
    for (let i = this.#sheet.from; i < this.#sheet.to; i++) {
      const row = u.store.rowNumber(i);
      if (row <= below) continue;
      const cells = u.cells(i);
      const kind = rowKind(cells, plan.layout, plan.keys);
      if (kind === "empty" || kind === "heading") continue;
      if (kind !== "data") {
        const text = cells.filter((c) => c.trim() !== "").join(" ").slice(0, 60);
        this.#tell(plan, row, -1, note("IM-70", { kind: kind === "total" ? "合计行" : "说明或签名行", read: text }));
        if (kind === "total") { const value = statedTotal(cells, plan.layout); if (value !== undefined) stated.push({ row, value }); }
        continue;
      }
      for (const h of hungry) {
        const text = cells[h.index] ?? "";
        if (text === "" || h.sample.includes(text)) continue;
        h.sample.push(text);
        if (h.sample.length === 3) hungry = hungry.filter((o) => o !== h);
      }
      for (const [column, n] of unknown) if ((cells[column] ?? "").trim() !== "") unknown.set(column, n + 1);
      u.rows++;
      const year = this.#year(plan, cells, row);
      if (year === undefined) { u.rejected++; continue; }
      u.yearOf[i] = year;
      u.placeOf[i] = this.#place(plan, cells, cert);
      u.placeFirst[u.placeOf[i] ?? 0] ??= i;
      if (plan.kind === "villages") { u.villageRows.push(i); continue; }
      let own = this.#codeText(plan, code, cells);
      if (heads && own === "") {
        if (isHead(cells[relation])) { last = this.#provisional(plan, cells, i, heads); this.#tell(plan, row, relation, note("IM-85", { kept: last })); }
        own = last;
        if (own !== "") divided++;
      }
      if (own === "" && plan.kind === "persons") {
        const person = this.#memberCode(plan, memberCode, cells);
        if (/^\d{8,24}$/.test(person) && this.#otherwise === 0 && (this.#prefixed > 0 || person.length === 20)) { own = person.slice(0, -4); this.#tell(plan, row, code, note("IM-28", { kept: own })); }
        else if (continues && last !== "" && !isHead(cells[relation])) { own = last; this.#tell(plan, row, code, note("IM-29", { kept: own })); }
      }
      if (own === "") {
        u.rejected++;
        // a code that a spreadsheet has turned into floating point is there, and is lost
        const planned = plan.household.find((c) => c.index === code);
        for (const n of planned ? plan.read(planned, cells[code] ?? "").notes : []) this.#tell(plan, row, code, n);
        this.#tell(plan, row, code, note("IM-02"));
        continue;
      }
      last = own;
      let id = this.#codes.get(own);
      if (id === undefined) { this.#codes.set(own, (id = u.codes.length)); u.codes.push(own); }
      u.codeOf[i] = id;
      if (plan.kind === "households") { u.householdRows.push(i); continue; }
      persons++;
      const person = memberCode < 0 ? "" : this.#memberCode(plan, memberCode, cells);
      if (person !== "") {
        u.memberHash[i] = hash53(person);
        if (person.length === own.length + 4 && person.startsWith(own)) this.#prefixed++; else this.#otherwise++;
      }
      const number = cert < 0 ? "" : personMark(cells[cert] ?? "");
      if (number !== "") u.certHash[i] = hash53(number);
    }
    if (heads && divided > 0) this.#tell(plan, below, relation, note("IM-86", { sheet: plan.name, rows: divided, households: [...heads.values()].reduce((a, b) => a + b, 0) }));
    if (u.rows === before) this.#tell(plan, below, -1, note("IM-82", { sheet: plan.name }));
    // several totals are those of villages and towns: none of them speaks for the sheet
    const [total] = stated;
    if (total && stated.length === 1 && total.value !== persons) this.#tell(plan, total.row, plan.column("household", "yearMembers"), note("IM-71", { stated: total.value, counted: persons }));
    for (const [column, n] of unknown) if (n > 0) this.#tell(plan, below, column, note("IM-66", { heading: plan.layout.columns[column]?.heading ?? "", rows: n }));
    u.sheets.push({
      sheet: this.#index, name: this.#sheet.name, kind: plan.kind, headingRows: plan.layout.headingRows, rows: persons,
      columns: plan.layout.columns.filter((c) => c.heading !== "" || (samples[c.index]?.length ?? 0) > 0).map((c) => ({ index: c.index, heading: c.heading, target: c.target ?? null, confidence: c.confidence, samples: (samples[c.index] ?? []).map((text) => sampleOf(c.target, text)), hidden: this.#sheet.end?.hiddenColumns.includes(c.index) === true })),
    });
  }

  /** No row has a code of household or person, but heads are named: a list whose households begin at their heads. */
  #withoutCodes(plan: SheetPlan, code: number, memberCode: number, relation: number): boolean {
    let headed = false;
    const below = plan.layout.headingRows.at(-1) ?? 0;
    for (let i = this.#sheet.from; i < Math.min(this.#sheet.to, this.#sheet.from + 3000); i++) {
      if (this.#u.store.rowNumber(i) <= below) continue;
      const cells = this.#u.cells(i);
      if (rowKind(cells, plan.layout, plan.keys) !== "data") continue;
      if ((cells[code] ?? "").trim() !== "" || (cells[memberCode] ?? "").trim() !== "") return false;
      headed ||= isHead(cells[relation]);
    }
    return headed;
  }

  /** The same head in the same village is the same household, in this file and the next; a namesake without a number is told apart by order. */
  #provisional(plan: SheetPlan, cells: readonly string[], i: number, heads: Map<string, number>): string {
    const place = this.#u.places[this.#u.placeOf[i] ?? -1];
    const name = clean(cells[plan.column("member", "name")] ?? "").text.replace(/\s/g, "");
    const words = [place?.county, place?.town, place?.village, place?.code, name, personMark(cells[plan.column("member", "certNo")] ?? "")].join("|");
    const n = (heads.get(words) ?? 0) + 1;
    heads.set(words, n);
    return this.#wishes.codeFor?.(n === 1 ? words : `${words}|${n}`) ?? "";
  }

  /** Is the code written only at each household's head, as in hand-made lists? */
  #codesContinue(plan: SheetPlan, code: number, relation: number): boolean {
    let others = 0;
    let blank = 0;
    const below = plan.layout.headingRows.at(-1) ?? 0;
    for (let i = this.#sheet.from; i < Math.min(this.#sheet.to, this.#sheet.from + 3000); i++) {
      if (this.#u.store.rowNumber(i) <= below) continue;
      const cells = this.#u.cells(i);
      if (rowKind(cells, plan.layout, plan.keys) !== "data" || isHead(cells[relation])) continue;
      others++;
      if ((cells[code] ?? "").trim() === "") blank++;
    }
    return others > 0 && blank * 2 > others;
  }

  #codeText(plan: SheetPlan, column: number, cells: readonly string[]): string {
    const text = cells[column];
    if (text === undefined || text === "") return "";
    if (/^[\dA-Za-z]+$/.test(text)) return text.toUpperCase();
    const planned = plan.household.find((c) => c.index === column);
    const value = planned ? plan.read(planned, text).value : null;
    return typeof value === "string" ? value : "";
  }

  #memberCode(plan: SheetPlan, column: number, cells: readonly string[]): string {
    const text = cells[column] ?? "";
    if (text === "" || /^[\dA-Za-z]+$/.test(text)) return text;
    const planned = plan.member.find((c) => c.index === column);
    const value = planned ? plan.read(planned, text).value : null;
    return typeof value === "string" ? value : "";
  }

  #year(plan: SheetPlan, cells: readonly string[], row: number): number | undefined {
    const column = plan.place.year;
    const text = column === undefined ? "" : clean(cells[column] ?? "").text;
    const read = /^((?:19|20)\d{2})(?:\.0+)?年?度?$/.exec(text)?.[1];
    if (read !== undefined) return Number(read);
    if (text !== "") { this.#tell(plan, row, column ?? -1, note("IM-06", { read: text.slice(0, 20) })); return undefined; }
    return this.#wishes.year ?? plan.layout.titleYear ?? yearIn(this.#sheet.name) ?? 0;
  }

  #place(plan: SheetPlan, cells: readonly string[], cert: number): number {
    const at = (column: number | undefined): string => (column === undefined ? "" : (cells[column] ?? "").trim());
    const p = plan.place;
    const here = this.#lastPlace;
    const same = here !== undefined && here.plan === plan && (cells[p.village ?? -1] ?? "") === here.village && (cells[p.town ?? -1] ?? "") === here.town && (cells[p.county ?? -1] ?? "") === here.county && (cells[p.city ?? -1] ?? "") === here.city && (cells[p.province ?? -1] ?? "") === here.province && (cells[p.regionCode ?? -1] ?? "") === here.code;
    if (same) return this.#countIn(here.id, cells, cert);
    const key = `${at(p.province)}|${at(p.city)}|${at(p.county)}|${at(p.town)}|${at(p.village)}|${at(p.regionCode)}`;
    let id = this.#places.get(key);
    if (id === undefined) {
      const text = (column: number | undefined): string => clean(at(column)).text.replace(/\s/g, "");
      id = this.#u.places.length;
      this.#places.set(key, id);
      this.#u.places.push({ province: text(p.province), city: text(p.city), county: text(p.county), town: text(p.town), village: text(p.village), code: text(p.regionCode).replace(/\.0$/, ""), rows: 0, prefixes: new Map() });
    }
    this.#lastPlace = { plan, id, village: cells[p.village ?? -1] ?? "", town: cells[p.town ?? -1] ?? "", county: cells[p.county ?? -1] ?? "", city: cells[p.city ?? -1] ?? "", province: cells[p.province ?? -1] ?? "", code: cells[p.regionCode ?? -1] ?? "" };
    return this.#countIn(id, cells, cert);
  }

  #countIn(id: number, cells: readonly string[], cert: number): number {
    const place = this.#u.places[id];
    if (!place) return id;
    (place as { rows: number }).rows++;
    if (place.rows >= 500) return id;
    const prefix = /^\d{6}/.exec(cells[cert] ?? "")?.[0];
    if (prefix !== undefined) { const seen = place.prefixes as Map<number, number>; seen.set(Number(prefix), (seen.get(Number(prefix)) ?? 0) + 1); }
    return id;
  }
}

const isHead = (cell: string | undefined): boolean => /^(户主|本人|本人或户主|户主本人|01|1)$/.test((cell ?? "").trim());
