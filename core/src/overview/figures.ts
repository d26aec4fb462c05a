/**
 * Figures of a place, kept by village and year and added up (paper 001 §2.3 精准定位, §3.1): registered households by exit state and
 * cause, income classes, and 贫困发生率 = unexited poor ÷ rural hukou population (domain guide §4.6). Counting, no estimating.
 */

/** 脱贫属性 as kept in the aggregate: not filled in, then the codes 0–3 of `codeLists.exitState`. */
export const states = ["unstated", "poor", "exited", "leaving", "returned"] as const;
export type State = (typeof states)[number];

/** Codes of `codeLists.cause` in the order of the aggregate's columns; 0 = not filled in. */
export const causeOrder = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 99, 0] as const;

/** 病 and 残 are health data. */
export const healthCauses: readonly number[] = [1, 2];

/** Fewer households than this are not published alone. */
export const smallGroup = 10;

/** Income classes, 500 元 wide from 0 to 10,000 元 per head; below and above them one open class each. */
export const incomeStepYuan = 500;
export const incomeTopYuan = 10_000;
export const incomeClasses: readonly { readonly from: number | null; readonly to: number | null }[] = [
  { from: null, to: 0 },
  ...Array.from({ length: incomeTopYuan / incomeStepYuan }, (_, i) => ({ from: i * incomeStepYuan, to: (i + 1) * incomeStepYuan })),
  { from: incomeTopYuan, to: null },
];

/** Sums over any set of villages; persons are current members unless said otherwise, money is in fen. */
export interface Figures {
  /** valid registered households */ readonly households: number; readonly persons: number;
  /** by `states` */ readonly stateHouseholds: readonly number[]; readonly statePersons: readonly number[];
  /** households whose income per head is known */ readonly incomeHouseholds: number; /** their yearly members */ readonly incomePersons: number; readonly netFen: number;
  /** income per head below the line of the year */ readonly belowHouseholds: number; readonly belowPersons: number; /** what they lack to the line, all persons together */ readonly gapFen: number;
  /** villages that have a row */ readonly villages: number;
  /** villages whose rural population is known, that population, and the poor among it */ readonly villagesCounted: number; readonly ruralPersons: number; readonly countedPoor: number;
  /** open findings, and those that must be corrected */ readonly findings: number; readonly seriousFindings: number;
}

const plus = (a: readonly number[], b: readonly number[]): number[] => Array.from({ length: Math.max(a.length, b.length) }, (_, i) => (a[i] ?? 0) + (b[i] ?? 0));

export const noFigures: Figures = {
  households: 0, persons: 0, stateHouseholds: [0, 0, 0, 0, 0], statePersons: [0, 0, 0, 0, 0], incomeHouseholds: 0, incomePersons: 0, netFen: 0,
  belowHouseholds: 0, belowPersons: 0, gapFen: 0, villages: 0, villagesCounted: 0, ruralPersons: 0, countedPoor: 0, findings: 0, seriousFindings: 0,
};

/** @example addFigures(noFigures, noFigures).households // => 0 */
export const addFigures = (a: Figures, b: Figures): Figures => ({
  households: a.households + b.households, persons: a.persons + b.persons,
  stateHouseholds: plus(a.stateHouseholds, b.stateHouseholds), statePersons: plus(a.statePersons, b.statePersons),
  incomeHouseholds: a.incomeHouseholds + b.incomeHouseholds, incomePersons: a.incomePersons + b.incomePersons, netFen: a.netFen + b.netFen,
  belowHouseholds: a.belowHouseholds + b.belowHouseholds, belowPersons: a.belowPersons + b.belowPersons, gapFen: a.gapFen + b.gapFen,
  villages: a.villages + b.villages, villagesCounted: a.villagesCounted + b.villagesCounted, ruralPersons: a.ruralPersons + b.ruralPersons, countedPoor: a.countedPoor + b.countedPoor,
  findings: a.findings + b.findings, seriousFindings: a.seriousFindings + b.seriousFindings,
});

/** 未脱贫, 预脱贫 and 返贫 are poor until the county has announced their exit. */
const poorStates: readonly State[] = ["poor", "leaving", "returned"];
const sumOf = (values: readonly number[], of: readonly State[]): number => of.reduce((sum, state) => sum + (values[states.indexOf(state)] ?? 0), 0);

export const poorHouseholds = (f: Figures): number => sumOf(f.stateHouseholds, poorStates);
export const poorPersons = (f: Figures): number => sumOf(f.statePersons, poorStates);

/**
 * 贫困发生率 between 0 and 1, over the villages whose rural population is known; `null` when none is.
 * @example incidence({ ...noFigures, ruralPersons: 290000, countedPoor: 20500 }) // => 0.0706…
 */
export const incidence = (f: Pick<Figures, "ruralPersons" | "countedPoor">): number | null => (f.ruralPersons > 0 ? f.countedPoor / f.ruralPersons : null);

/** What a picture of many small places needs: one drop, one cell of a map. */
export interface CellFigures { readonly households: number; readonly exitedHouseholds: number; readonly ruralPersons: number; readonly countedPoor: number; readonly findings: number }

/** The same of a larger place. */
export const asCell = (f: Figures): CellFigures => ({ households: f.households, exitedHouseholds: sumOf(f.stateHouseholds, ["exited"]), ruralPersons: f.ruralPersons, countedPoor: f.countedPoor, findings: f.findings });

/** Share of registered households whose exit is announced, 0–1; `null` without households. */
export const exitShare = (f: CellFigures): number | null => (f.households > 0 ? f.exitedHouseholds / f.households : null);

/** Open findings per 100 registered households; `null` without households. */
export const findingRate = (f: Pick<CellFigures, "households" | "findings">): number | null => (f.households > 0 ? (f.findings / f.households) * 100 : null);

/** Mean net income per head in fen, over households whose income is known. @example meanIncome({ netFen: 2253000, incomePersons: 4 }) // => 563250 */
export const meanIncome = (f: Pick<Figures, "netFen" | "incomePersons">): number | null => (f.incomePersons > 0 ? Math.round(f.netFen / f.incomePersons) : null);

export interface CauseCount { readonly cause: number; readonly households: number | null; readonly persons: number | null }

/**
 * Counts by cause, largest first, without empty ones. For readers who may not see health data of households, a health cause with
 * 1–9 households is withheld (`null`), so that nobody is recognised.
 */
export function countCauses(households: readonly number[], persons: readonly number[], seesHealth: boolean): CauseCount[] {
  return causeOrder
    .map((cause, i) => ({ cause, households: households[i] ?? 0, persons: persons[i] ?? 0 }))
    .filter((row) => row.households > 0)
    .toSorted((a, b) => b.persons - a.persons || a.cause - b.cause)
    .map((row) => (!seesHealth && healthCauses.includes(row.cause) && row.households < smallGroup ? { cause: row.cause, households: null, persons: null } : row));
}
