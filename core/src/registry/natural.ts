/**
 * Natural changes (自然变更, domain guide §4.3): who comes to and leaves a household without any decision about poverty.
 * The denominator of the year's income is not touched; a death stops personal benefits from the next month; the household's
 * status holds for a newborn as for everybody; marriage into another registered household is a transfer, never two memberships.
 */
import { isRealDate } from "../time.ts";
import type { Values } from "./history.ts";

export const departures = { death: 1, marriage: 2, movedOut: 3, prison: 4, missing: 5, split: 6, emigrated: 7, army: 8, mistake: 9 } as const;
export const arrivals = { birth: 1, marriage: 2, adoption: 3, movedIn: 4, back: 5, released: 6, addedLate: 7 } as const;

/** The person may be registered in another household afterwards; the dead, the missing and prisoners may not. */
const frees: ReadonlySet<number> = new Set([departures.marriage, departures.movedOut, departures.split, departures.mistake]);
/** Kinds by which a person may go to another registered household, and the kind of the arrival there. */
const transfers: ReadonlyMap<number, number> = new Map([[departures.marriage, arrivals.marriage], [departures.movedOut, arrivals.movedIn], [departures.split, arrivals.movedIn]]);

export const freesPerson = (kind: number): boolean => frees.has(kind);
export const arrivalOfTransfer = (kind: number): number | undefined => transfers.get(kind);

/** First day on which a dead person has no personal benefits. @example benefitsEndOn("2018-12-05") // => "2019-01-01" */
export function benefitsEndOn(diedOn: string): string {
  const [year, month] = [Number(diedOn.slice(0, 4)), Number(diedOn.slice(5, 7))];
  return month === 12 ? `${year + 1}-01-01` : `${year}-${String(month + 1).padStart(2, "0")}-01`;
}

/** What a departure changes on the member. Soldiers stay members with a flag; the dead keep no benefit, post or work. @example departed(8, "2018-09-01") // => { soldier: true } */
export function departed(kind: number, on: string): Values {
  if (kind === departures.army) return { soldier: true };
  const gone = { active: false, leftOn: on, departure: kind };
  return kind === departures.death ? { ...gone, dibao: false, tekun: false, publicPost: [], publicPostMonths: null, soldier: false } : gone;
}

/** Fields that make no sense for someone who has died or left; identity may still be corrected. */
export const closedAfterDeparture: ReadonlySet<string> = new Set(["student", "outOfSchool", "labour", "workPlace", "workMonths", "employer", "publicPost", "publicPostMonths", "soldier", "medResident", "medWorker", "seriousIns", "pensionResident", "pensionWorker", "dibao", "tekun", "memberPhone"]);

/** Is this a day on which the change can have happened? Not in the future, not before the person was born. @example dayFault("2018-03-01", "2018-02-28", null) // => "future" */
export function dayFault(on: string, today: string, birth: string | null): "date" | "future" | "beforeBirth" | undefined {
  if (!isRealDate(on)) return "date";
  if (on > today) return "future";
  return birth !== null && on < birth ? "beforeBirth" : undefined;
}

/** Years whose snapshot a change touches: from the year it happened on, and at least the latest, which shows who is there now. @example yearsTouched([2016, 2017, 2018], "2017-11-20") // => [2017, 2018] */
export function yearsTouched(years: readonly number[], on: string): number[] {
  const from = Number(on.slice(0, 4));
  const touched = years.filter((y) => y >= from);
  return touched.length > 0 ? touched : years.slice(-1);
}
