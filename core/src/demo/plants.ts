/**
 * What is planted in the generated register and kept as truth (domain guide §11.6, rates of real audits): households wrongly
 * included or missed, ghosts, false exits, duplicates, the dead, relatives of cadres, shared accounts; and the faults that
 * spreadsheets of counties have. Only the evaluation may read it: it is what 扶贫精准度 is measured against (paper 001 §3.4).
 */
import { computeIncome } from "../registry/income.ts";
import type { HouseholdCase } from "../registry/record.ts";
import { Random } from "../statistics/random.ts";
import { faults, type CellFault, type Fault } from "./faults.ts";
import { makeHousehold, type CountyPlan, type Root } from "./household.ts";
import { lineOf, presentIn } from "./year.ts";

export const statuses = ["correct", "wrongInclusion", "missed", "ghost", "falseExit"] as const;
export type Status = (typeof statuses)[number];
export const plantKinds = ["household", "duplicateId", "nearDuplicate", "deadActive", "cadreRelative", "sharedAccount", "doubleClaim", "fault"] as const;
export type PlantKind = (typeof plantKinds)[number];

/** Shares of registered households. Sources: §11.6 (audits, per simulated year); ghosts: design value. */
export const rates = { wrongInclusion: 0.03, missed: 0.04, ghost: 0.003, falseExit: 0.015, duplicateId: 0.002, nearDuplicate: 0.004, deadActive: 0.004, cadreRelative: 0.006, sharedAccount: 0.005, doubleClaim: 0.003 } as const;

/** One planted truth: a line of truth.csv, a row of demo.truth. */
export interface Planted {
  readonly kind: PlantKind;
  /** Of a household: how its registration compares with the truth. */ readonly status: Status | "";
  readonly householdCode: string; readonly personCode: string; readonly name: string; readonly certNo: string;
  readonly registered: boolean;
  /** Truly poor at the end of the year. */ readonly poor: boolean;
  /** True net income per head in whole yuan. */ readonly perHeadYuan: number;
  readonly rule: string; readonly field: string; readonly was: string; readonly shown: string; readonly detail: string;
}

/** What the file shows of a household, with the truth about it. `cells` are faults of writing, applied to the rows. */
export interface Shown { readonly shown: HouseholdCase; readonly cells: readonly CellFault[]; readonly truth: readonly Planted[] }

const hidden = ["X01 家庭成员为财政供养人员", "X03 购有小汽车", "X04 在县城购有商品房", "X05 注册有正常经营的企业", "X06 种养大户", "X07 拆户"] as const;
const cadres = ["村支书", "村主任", "村会计", "包村干部"] as const;
const kin = ["之弟", "之兄", "之子", "岳父", "之侄"] as const;

const yuanPerHead = (c: HouseholdCase): number => Math.round((c.household.perCapitaFen ?? 0) / 100);

/** The truth about a household and, with `faulty`, the faults of its registration; pure in plan, root and year. */
export function plant(plan: CountyPlan, root: Root, sound: HouseholdCase, year: number, faulty: boolean): Shown {
  const r = new Random("plant", plan.seed, plan.county.code, root.index);
  const truth: Planted[] = [];
  const head = sound.members[0];
  const base = { kind: "household", status: "correct", householdCode: root.code, personCode: head?.memberCode ?? "", name: head?.name ?? "", certNo: head?.certNo ?? "", registered: true, poor: sound.household.exitState !== 1, perHeadYuan: yuanPerHead(sound), rule: "", field: "", was: "", shown: "", detail: "" } as const;
  if (!faulty) return { shown: sound, cells: [], truth: [base] };
  const u = r.uniform();
  const exited = sound.household.exitState === 1;
  const { wrongInclusion, ghost, falseExit } = rates;
  const state: Planted = u < wrongInclusion ? { ...base, status: "wrongInclusion", poor: false, perHeadYuan: Math.round(Math.max(base.perHeadYuan, lineOf(year)) * r.between(1.8, 5)), rule: "错评", detail: r.pick(hidden) }
    : u < wrongInclusion + ghost ? { ...base, status: "ghost", poor: false, rule: "X08", detail: "空挂户:户籍在村,全家常年不在本村居住" }
    : u < wrongInclusion + ghost + falseExit && exited ? { ...base, status: "falseExit", poor: true, perHeadYuan: Math.round(lineOf(year) * r.between(0.6, 0.95)), rule: "错退", detail: "收入未稳定超过标准即标记脱贫" } : base;
  truth.push(state);
  const shown: HouseholdCase = { ...sound, household: { ...sound.household }, members: sound.members.map((m) => ({ ...m })) };
  const note = (kind: PlantKind, at: number, rule: string, field: string, was: string, seen: string, detail: string): void => {
    const m = sound.members[at];
    truth.push({ ...state, kind, personCode: m?.memberCode ?? "", name: m?.name ?? "", certNo: m?.certNo ?? "", rule, field, was, shown: seen, detail });
  };
  if (r.chance(rates.cadreRelative)) note("cadreRelative", 0, "X10", "", "", "", `户主为${root.village.name}${r.pick(cadres)}${r.pick(kin)}`);
  if (r.chance(rates.deadActive)) buryOne(r, root, sound, year, note);
  if (r.chance(rates.duplicateId)) copyPerson(r, plan, root, shown, year, note);
  // a stream of its own: who else is planted does not depend on it
  const near = new Random("near", plan.seed, plan.county.code, root.index);
  if (near.chance(rates.nearDuplicate)) copyPerson(near, plan, root, shown, year, note, true);
  if (r.chance(rates.sharedAccount)) {
    const other = makeHousehold(plan, otherIndex(r, plan, root.index));
    note("sharedAccount", 0, "RF", "bankAccount", root.account, other.account, `与户 ${other.code} 共用一个账号`);
    shown.household.bankAccount = other.account;
  }
  if (r.chance(rates.doubleClaim * 16) && sound.household.attribute === 6) {
    // 特困 households are 6 %: one in twenty of them gives the audited 0.3 % of all.
    shown.household.dibaoFen = 240_000;
    Object.assign(shown.household, computeIncome(shown.household));
    note("doubleClaim", 0, "DQ-075", "dibaoFen", "0", "2400", "同时领取特困供养金和低保金");
  }
  const cells: CellFault[] = [];
  for (const fault of faults) spread(r, fault, root, shown, cells, note);
  return { shown, cells, truth };
}

function spread(r: Random, fault: Fault, root: Root, shown: HouseholdCase, cells: CellFault[], note: (kind: PlantKind, at: number, rule: string, field: string, was: string, seen: string, detail: string) => void): void {
  if (fault.per === "household") {
    if (!r.chance(fault.rate)) return;
    const done = fault.apply(r, shown, 0, root);
    if (done) { note("fault", done.at ?? 0, fault.rule, fault.field, done.was, done.shown, fault.name); if (done.cell) cells.push(done.cell); }
    return;
  }
  for (let i = 0; i < shown.members.length; i++) {
    if (!r.chance(fault.rate)) continue;
    const done = fault.apply(r, shown, i, root);
    if (done) { note("fault", i, fault.rule, fault.field, done.was, done.shown, fault.name); if (done.cell) cells.push(done.cell); }
  }
}

function otherIndex(r: Random, plan: CountyPlan, index: number): number {
  const at = r.integer(0, Math.max(0, plan.households - 2));
  return plan.households < 2 ? index : at >= index ? at + 1 : at;
}

/** A member who has died and is still listed. */
function buryOne(r: Random, root: Root, c: HouseholdCase, year: number, note: (kind: PlantKind, at: number, rule: string, field: string, was: string, seen: string, detail: string) => void): void {
  const at = c.members.findIndex((m) => Number((m.birth ?? "9999").slice(0, 4)) < year - 60);
  if (at < 0) return;
  note("deadActive", at, "DQ-106", "", "", "", `${year}-${String(r.integer(1, 9)).padStart(2, "0")}-${String(r.integer(1, 28)).padStart(2, "0")} 死亡,未注销${root.attribute === 1 ? "" : ",仍领取补助"}`);
}

/** The same person in two households: somebody of like age and sex from another household takes a member's place; `mistyped`: the number was written down wrongly. */
function copyPerson(r: Random, plan: CountyPlan, root: Root, shown: HouseholdCase, year: number, note: (kind: PlantKind, at: number, rule: string, field: string, was: string, seen: string, detail: string) => void, mistyped = false): void {
  for (let attempt = 0; attempt < 60; attempt++) {
    const other = makeHousehold(plan, otherIndex(r, plan, root.index));
    if (other.index === root.index) return;
    for (const p of presentIn(other, year)) {
      const at = shown.members.findIndex((m) => m.sex === p.sex && m.disabilityCategory === null && p.disabilityCategory === 0 && Math.abs(Number((m.birth ?? "0").slice(0, 4)) - p.birthYear) <= 3 && year - p.birthYear > 24 && bandOf(year - p.birthYear) === bandOf(year - Number((m.birth ?? "0").slice(0, 4))));
      const m = shown.members[at];
      if (!m || p.relation === 1) continue;
      const number = mistyped ? slipped(r, p.certNo) : p.certNo;
      note(mistyped ? "nearDuplicate" : "duplicateId", at, mistyped ? "查重" : "DQ-008", "certNo", m.certNo ?? "", number, `与户 ${other.code} 的 ${p.name} 为同一人`);
      m.name = p.name; m.certNo = number; m.birth = p.birth;
      return;
    }
  }
}
/** A number as a tired hand writes it: two neighbours changed places, a digit missed, or one wrong, behind the birthday. */
function slipped(r: Random, no: string): string {
  const at = r.integer(14, 15);
  const [a, b] = [no.charAt(at), no.charAt(at + 1)];
  const kind = r.integer(0, 2);
  if (kind === 0 && a !== b) return no.slice(0, at) + b + a + no.slice(at + 2);
  return kind === 1 ? no.slice(0, at) + no.slice(at + 1) : no.slice(0, at) + String((Number(a) + r.integer(1, 9)) % 10) + no.slice(at + 1);
}
/** Bands inside which a swapped person keeps the ability to work of the one replaced. */
const bandOf = (age: number): number => (age < 58 ? 0 : age < 60 ? 1 : age < 65 ? 2 : age < 70 ? 3 : age < 77 ? 4 : 5);

/** How many households of a county are poor and were never registered. */
export const missedCount = (plan: CountyPlan): number => Math.round(plan.households * rates.missed);

/** A truly poor household that nobody registered: only the truth knows it. `n` counts from 0 to `missedCount` − 1. */
export function missedHousehold(plan: CountyPlan, n: number, year: number): { readonly root: Root; readonly truth: Planted } {
  const root = makeHousehold(plan, plan.households + n);
  const r = new Random("missed", plan.seed, plan.county.code, n);
  const head = root.people[0];
  return { root, truth: { kind: "household", status: "missed", householdCode: "", personCode: "", name: head?.name ?? "", certNo: head?.certNo ?? "", registered: false, poor: true, perHeadYuan: Math.round(lineOf(year) * Math.min(0.98, r.lognormal(0.74, 0.2))), rule: "漏评", field: "", was: "", shown: "", detail: `${root.people.length}人户,${root.group}` } };
}
