/**
 * Causes of poverty with the evidence that the record holds for them (paper 000 §2.1 贫困成因, §3.2 分类施策; domain guide §1.3.2, §3.2).
 * A suggestion for people beside the registered cause: 11 自身发展动力不足 is never suggested, 12 因婚 only ever as another cause.
 */
import type { Facts } from "./facts.ts";

/** Thresholds of weak evidence, each a policy parameter. */
export const causeParameters = {
  CAUSE_LAND_CENTIMU: { value: 50, unit: "0.01 mu/person", zh: "人均耕地少于", en: "arable land per head below" },
  CAUSE_LABOUR_PERCENT: { value: 25, unit: "percent", zh: "劳动力占家庭人口不超过", en: "share of members able to work, at most" },
  CAUSE_ROAD_METRES: { value: 3000, unit: "m", zh: "离村主干路超过", en: "distance to the main road above" },
  CAUSE_FUNDS_FEN: { value: 50_000, unit: "fen/person/year", zh: "人均经营收入低于", en: "operating income per head below" },
  CAUSE_STUDENTS: { value: 3, unit: "persons", zh: "在校生人数达到", en: "students from" },
} as const satisfies Readonly<Record<string, { readonly value: number; readonly unit: string; readonly zh: string; readonly en: string }>>;
export type CauseParameter = keyof typeof causeParameters;
export type CauseSettings = Readonly<Record<CauseParameter, number>>;
export const defaultCauseSettings = Object.fromEntries(Object.entries(causeParameters).map(([code, p]) => [code, p.value])) as CauseSettings;

/** strong, some: facts speak for it; none: the facts are known and do not; unknown: the facts are not filled in; beyond: the record has no facts about it. */
export const strengths = ["strong", "some", "none", "unknown", "beyond"] as const;
export type Strength = (typeof strengths)[number];
/** `facts`: keys of core/src/identification/facts.ts on which it stands. */
export interface Evidence { readonly cause: number; readonly strength: Strength; readonly facts: readonly string[] }
export interface CauseReading {
  readonly evidence: readonly Evidence[];
  /** main cause that the facts suggest, and others */ readonly main: number | null; readonly others: readonly number[];
  /** the registered main cause has no evidence although its facts are known */ readonly contradiction: boolean;
}

type Told = number | boolean | null;
/** null as soon as a fact is unknown; otherwise the strongest reading that holds. */
const reading = (facts: Facts, keys: readonly string[], read: (...values: (number | boolean)[]) => "strong" | "some" | "none"): Strength => {
  const values = keys.map((key): Told => facts[key] ?? null);
  return values.every((v): v is number | boolean => v !== null) ? read(...values) : "unknown";
};
const strongest = (...all: readonly Strength[]): Strength => (["strong", "some", "unknown", "none"] as const).find((s) => all.includes(s)) ?? "none";
const when = (strong: boolean, some: boolean): "strong" | "some" | "none" => (strong ? "strong" : some ? "some" : "none");
const n = (value: number | boolean | undefined): number => Number(value ?? 0);

interface Test { readonly cause: number; readonly facts: readonly string[]; readonly strength: (f: Facts, s: CauseSettings) => Strength }
/** One test per cause that the record has facts about, in the order in which equally strong ones are suggested. */
const tests: readonly Test[] = [
  { cause: 1, facts: ["seriouslyIll", "chronicallyIll"], strength: (f) => strongest(reading(f, ["seriouslyIll"], (ill) => when(n(ill) > 0, false)), reading(f, ["chronicallyIll"], (ill) => when(false, n(ill) > 0))) },
  { cause: 2, facts: ["disabled", "severelyDisabled"], strength: (f) => strongest(reading(f, ["severelyDisabled"], (d) => when(n(d) > 0, false)), reading(f, ["disabled"], (d) => when(false, n(d) > 0))) },
  { cause: 8, facts: ["labourers", "fullLabourers", "persons"], strength: (f, s) => reading(f, ["labourers", "fullLabourers", "persons"], (able, full, all) => when(n(able) === 0, n(able) * 100 <= s.CAUSE_LABOUR_PERCENT * n(all) || n(full) === 0)) },
  { cause: 3, facts: ["upperStudents", "students"], strength: (f, s) => strongest(reading(f, ["upperStudents"], (up) => when(n(up) > 0, false)), reading(f, ["students"], (all) => when(false, n(all) >= s.CAUSE_STUDENTS))) },
  { cause: 6, facts: ["waterHard", "waterSafe"], strength: (f) => strongest(reading(f, ["waterHard"], (hard) => when(hard === true, false)), reading(f, ["waterSafe"], (safe) => when(safe === false, false))) },
  { cause: 5, facts: ["arableMu", "persons"], strength: (f, s) => reading(f, ["arableMu", "persons"], (mu, all) => when(n(mu) * 200 < s.CAUSE_LAND_CENTIMU * n(all), n(mu) * 100 < s.CAUSE_LAND_CENTIMU * n(all))) },
  { cause: 7, facts: ["fullLabourers", "skilledLabourers", "maxSchooling"], strength: (f) => reading(f, ["fullLabourers", "skilledLabourers", "maxSchooling"], (full, skilled, school) => when(n(full) > 0 && n(skilled) === 0 && n(school) <= 2, n(full) > 0 && n(skilled) === 0 && n(school) <= 3)) },
  { cause: 9, facts: ["fullLabourers", "operatingFen", "persons"], strength: (f, s) => reading(f, ["fullLabourers", "operatingFen", "persons"], (full, operating, all) => when(false, n(full) > 0 && n(operating) < s.CAUSE_FUNDS_FEN * n(all))) },
  { cause: 10, facts: ["hardRoad", "roadKm"], strength: (f, s) => strongest(reading(f, ["hardRoad", "roadKm"], (hard, km) => when(hard === false && n(km) * 1000 > s.CAUSE_ROAD_METRES, false)), reading(f, ["hardRoad"], (hard) => when(false, hard === false))) },
];
/** 因灾, 动力不足, 因婚, 其他: the record has no facts from which they could be read. */
const beyond = [4, 11, 12, 99] as const;

/**
 * Reads the causes of a household. @param registered code of the registered main cause or null
 * @example readCauses({ seriouslyIll: 1, … }, defaultCauseSettings, 7).main // => 1
 */
export function readCauses(facts: Facts, settings: CauseSettings, registered: number | null): CauseReading {
  const evidence = tests.map((t): Evidence => ({ cause: t.cause, strength: t.strength(facts, settings), facts: t.facts }));
  const suggested = [...evidence.filter((e) => e.strength === "strong"), ...evidence.filter((e) => e.strength === "some")].map((e) => e.cause);
  const [main = null, ...others] = suggested;
  return { evidence: [...evidence, ...beyond.map((cause): Evidence => ({ cause, strength: "beyond", facts: [] }))], main, others, contradiction: registered !== null && evidence.some((e) => e.cause === registered && e.strength === "none") };
}
