/** A household opened for changing: all its years and members, locked until the transaction ends; and what must follow every change. */
import { Problem } from "@diguan/core/problem.ts";
import type { Outcome } from "@diguan/core/registry/contract-write.ts";
import { fieldOf, type Field } from "@diguan/core/registry/fields.ts";
import { tidy, valueFault, type ValueFault } from "@diguan/core/registry/editing.ts";
import type { Value, Values } from "@diguan/core/registry/history.ts";
import type { FieldCrypto } from "../access/crypto.ts";
import { refreshFacts } from "../identification/service.ts";
import { refreshVillages } from "../overview/service.ts";
import { recheckHousehold } from "../quality/service.ts";
import type { Tx } from "../postgres/pool.ts";
import { contextOf } from "./context.ts";
import { yearOf } from "./page.ts";
import { readMembers, readYears, type Key, type MemberRow, type YearRow } from "./rows.ts";
import { casesOf, settled, verdictOf, write, type Meta, type Year } from "./save.ts";

/** Everything an act needs besides its own content. */
export interface Desk { readonly tx: Tx; readonly crypto: FieldCrypto; /** China date */ readonly today: string }
export interface Dossier { readonly key: Key; readonly region: number; readonly years: readonly YearRow[]; readonly members: readonly MemberRow[] }

export async function openDossier({ tx, crypto }: Desk, key: Key): Promise<Dossier> {
  const years = await readYears(tx, crypto, key, true);
  const [first] = years;
  if (!first) throw new Problem("thing.unknown");
  return { key, region: first.region, years, members: await readMembers(tx, crypto, key) };
}

/** One year of a dossier that may be changed. */
export function openYear(dossier: Dossier, year: number | undefined, cancelledToo = false): Year {
  const row = yearOf(dossier.years, year);
  if (!row.valid && !cancelledToo) throw new Problem("registry.cancelled");
  return { row, members: dossier.members.filter((m) => m.year === row.year) };
}

export function checkVersion(row: YearRow, seen: number): void { if (row.version !== seen) throw new Problem("change.conflict", { version: row.version }); }

const faults: Readonly<Record<ValueFault, string>> = { kind: "值的类型不对", code: "不在代码表内", range: "超出范围", date: "日期不存在或不合理", length: "文字过长", unknown: "此项不能填写" };

/** Values typed by people, tidied and checked for their kind; refuses with the field's official name. */
export function typedValues(of: Field["of"], values: Values): Record<string, Value> {
  const out: Record<string, Value> = {};
  for (const [key, raw] of Object.entries(values)) {
    const field = fieldOf(of, key);
    const value = field ? tidy(field, raw) : raw;
    const fault = valueFault(of, key, value);
    if (fault) throw new Problem("registry.value", { field: field?.zh ?? key, key, fault, detail: faults[fault] });
    out[key] = value;
  }
  return out;
}

export const notSaved = (verdict: Pick<Outcome, "blocked" | "toExplain">): Outcome => ({ saved: false, version: null, blocked: verdict.blocked, toExplain: verdict.toExplain });
export const savedAs = (version: number): Outcome => ({ saved: true, version, blocked: [], toExplain: [] });

/** Rules first, then rows, history and persons; nothing is written when a rule blocks. */
export async function save(desk: Desk, before: Year, after: Year, meta: Meta, ask: "rules" | "no rules" = "rules"): Promise<Outcome> {
  const next = settled(after);
  if (ask === "rules") {
    const ctx = await contextOf(desk.tx, next.row.region, next.row.year, desk.today);
    const verdict = verdictOf(casesOf(before), casesOf(next), ctx, meta.explanation !== undefined);
    if (!verdict.may) return notSaved(verdict);
  }
  return savedAs(await write(desk.tx, desk.crypto, before, next, meta));
}

export interface Touched { readonly key: Key; readonly region: number; readonly years: readonly number[] }

/** Last in the transaction: findings on record follow what is there now, then the village's figures of the home pages and the facts of the households. `explanation` answers the questions that the change raised. */
export async function follow({ tx, crypto, today }: Desk, touched: readonly Touched[], explanation?: string): Promise<void> {
  for (const { key, region, years } of touched) for (const year of years) await recheckHousehold(tx, crypto, { ...key, region, year }, today, explanation);
  await recountVillages(tx, touched.map((t) => t.region));
  const byCounty = Map.groupBy(touched, (t) => t.key.county);
  for (const [county, households] of byCounty) await refreshFacts(tx, county, { households: households.map((h) => h.key.id), villages: [...new Set(households.map((h) => h.region))], today });
}

export async function recountVillages(tx: Tx, regions: readonly number[]): Promise<void> {
  const byCounty = Map.groupBy(new Set(regions), (region) => Math.floor(region / 1_000_000));
  for (const [county, villages] of byCounty) await refreshVillages(tx, county, villages);
}
