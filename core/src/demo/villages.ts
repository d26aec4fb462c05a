/** Village records (行政村, domain guide §1.8) that agree with the registered households of the village: people, land, houses, services. */
import { Random } from "../statistics/random.ts";
import type { HouseholdCase } from "../registry/record.ts";
import { exitedBy, firstYear, type CountyPlan } from "./household.ts";
import type { Village } from "./places.ts";
import { lineOf } from "./year.ts";

const lands = ["arableMu", "irrigatedMu", "forestMu", "returnedForestMu", "orchardMu", "pastureMu", "waterMu"] as const;

/** What the registered households of a village add up to in a year. */
export interface Tally { households: number; persons: number; poorPersons: number; dibaoHouseholds: number; dibaoPersons: number; tekunPersons: number; disabled: number; unsafeHouse: number; unsafeWater: number; labourers: number; migrants: number; migrantsFar: number; readonly land: Record<(typeof lands)[number], number> }

export const emptyTally = (): Tally => ({ households: 0, persons: 0, poorPersons: 0, dibaoHouseholds: 0, dibaoPersons: 0, tekunPersons: 0, disabled: 0, unsafeHouse: 0, unsafeWater: 0, labourers: 0, migrants: 0, migrantsFar: 0, land: { arableMu: 0, irrigatedMu: 0, forestMu: 0, returnedForestMu: 0, orchardMu: 0, pastureMu: 0, waterMu: 0 } });

/** Adds a household to the tally of its village. */
export function addTo(t: Tally, c: HouseholdCase): void {
  const h = c.household;
  t.households++;
  t.persons += c.members.length;
  if (h.exitState !== 1) t.poorPersons += c.members.length;
  if (h.attribute === 4) t.dibaoHouseholds++;
  if (h.unsafeHouse === true) t.unsafeHouse++;
  if (h.waterSafe === false) t.unsafeWater++;
  for (const m of c.members) {
    if (m.dibao === true) t.dibaoPersons++;
    if (m.tekun === true) t.tekunPersons++;
    if (m.disabilityCategory !== null) t.disabled++;
    if (m.labour === 1 || m.labour === 2 || m.labour === 5) t.labourers++;
    if (m.workPlace === 3 || m.workPlace === 4) t.migrants++;
    if (m.workPlace === 4) t.migrantsFar++;
  }
  for (const kind of lands) t.land[kind] += h[kind] ?? 0;
}

export type VillageData = Readonly<Record<string, string | number | boolean | null>>;

/** Mean size of a registered household, with which a village's population is told from the number of its households. */
const personsPerHousehold = 3.22;

/** Year in which the village's incidence falls below 3 % (贫困村 exit, §4.2, western provinces); 0 = it never was a poor village. */
const exitYearOf = (v: Village): number => (v.poor ? firstYear + exitedBy.findIndex((share) => v.incidence * (1 - share) < 0.03) : 0);

/** Fields of `villageFields` for a village at the end of a year. Money in fen, land in 亩; totals hold at least what the registered households have. */
export function villageRecord(plan: CountyPlan, at: number, year: number, t: Tally): VillageData {
  const v = plan.county.villages[at];
  if (!v) throw new RangeError(`village ${at}`);
  const r = new Random("village", plan.county.code, v.code);
  const registered = ((plan.starts[at + 1] ?? 0) - (plan.starts[at] ?? 0)) * personsPerHousehold;
  const persons = Math.max(Math.round(registered > 0 ? registered / v.incidence : v.population * Math.min(1, plan.households / 13_900)), Math.ceil(t.persons * 1.1), 60);
  const households = Math.max(Math.round(persons / r.between(3.4, 4)), t.households + 5);
  const share = (lo: number, hi: number): number => Math.round(persons * r.between(lo, hi));
  const exitYear = exitYearOf(v);
  const gone = exitYear !== 0 && year >= exitYear;
  const since = year - firstYear;
  const land: Record<string, number> = {};
  for (const kind of lands) land[kind] = Math.round((t.land[kind] + (households - t.households) * (t.households > 0 ? (t.land[kind] / t.households) * 1.05 : 1)) * 10) / 10;
  const migrants = Math.max(share(0.14, 0.26), t.migrants);
  return {
    villageCode: String(v.code), poorVillage: v.poor, minorityVillage: v.ethnic !== 1, oldRevolutionary: r.chance(0.2), borderVillage: false,
    secretaryName: `${r.pick(v.surnames)}${r.pick(["德明", "国强", "建华", "正平", "秀珍", "志刚"])}`, secretaryPhone: `1990${String(v.code % 10_000_000).padStart(7, "0")}`, residentUnit: r.pick(["县农业局", "县水利局", "县教育局", "县林业局", "县交通局", "县医院", "市审计局", "市供电公司"]),
    naturalVillages: Math.max(1, v.groups - r.integer(0, 3)), groups: v.groups, households, persons, minorityPersons: v.ethnic === 1 ? share(0.01, 0.12) : Math.round(persons * v.ethnicShare), labourers: Math.max(share(0.5, 0.6), t.labourers),
    migrants, migrantsOtherProvince: Math.max(Math.round(migrants * r.between(0.35, 0.6)), t.migrantsFar),
    dibaoHouseholds: t.dibaoHouseholds + Math.round(households * 0.01), dibaoPersons: t.dibaoPersons + Math.round(persons * 0.01), tekunPersons: t.tekunPersons, disabledPersons: t.disabled + share(0.015, 0.03),
    unsafeHouseHouseholds: t.unsafeHouse, unsafeWaterHouseholds: t.unsafeWater, ...land,
    perCapitaFen: Math.round(lineOf(year) * (2.1 + 0.35 * v.wealth + 0.12 * since)) * 100, collectiveIncomeFen: Math.round(Math.max(0.6, r.lognormal(2.4, 0.6) * (1 + 0.35 * since)) * 10_000) * 100,
    hardRoad: true, roadlessKm: gone ? 0 : Math.round(v.remoteness * Math.max(0, 4 - since) * 10) / 10, bus: gone || v.remoteness < 0.75, powerForWork: true, noPowerHouseholds: 0,
    primarySchools: persons > 900 ? 1 : r.integer(0, 1), kindergartens: r.integer(0, 1), cultureRooms: 1, tvHouseholds: year >= 2015 ? households : Math.round(households * 0.97),
    clinics: 1, doctors: r.integer(1, 2), publicToilets: r.integer(1, 3), insuredPersons: Math.round(persons * 0.985), broadbandHouseholds: Math.round(households * Math.min(0.85, r.between(0.1, 0.3) + 0.12 * since)),
    coops: r.integer(1, 3), coopHouseholds: Math.round(households * Math.min(0.7, 0.12 + 0.1 * since)), farmStays: v.remoteness < 0.3 ? r.integer(0, 6) : 0,
    exited: gone, exitYear: gone ? exitYear : null,
  };
}
