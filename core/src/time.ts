/** Dates are China dates (UTC+8, ISO 8601 "2026-03-01"); the clock is always an argument. */
const dayMs = 86_400_000;

/** China date of an instant. @example chinaDate(1772409600000) // => "2026-03-02" (00:00 UTC is 08:00 in China) */
export const chinaDate = (epochMs: number): string => isoDate(epochMs + 8 * 3_600_000);

/** Whole days from one date to another, negative when `to` is earlier. @example daysBetween("2026-03-01", "2026-03-08") // => 7 */
export const daysBetween = (from: string, to: string): number => Math.round((toEpoch(to) - toEpoch(from)) / dayMs);

/** @example addDays("2026-02-27", 3) // => "2026-03-02" */
export const addDays = (date: string, days: number): string => isoDate(toEpoch(date) + days * dayMs);

/** Completed years at a date. @example ageOn("1975-06-15", "2018-06-14") // => 42 */
export function ageOn(birth: string, today: string): number {
  const years = Number(today.slice(0, 4)) - Number(birth.slice(0, 4));
  return today.slice(5) < birth.slice(5) ? years - 1 : years;
}

/** Is this text a real calendar date in ISO form? @example isRealDate("2017-02-29") // => false */
export function isRealDate(text: string): boolean {
  const m = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!m) return false;
  const [year, month, day] = [Number(m[1]), Number(m[2]), Number(m[3])];
  return month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
}

const daysInMonth = (year: number, month: number): number =>
  month === 2 ? (year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;

/** Days since 1970-01-01 by Howard Hinnant's civil-day algorithm; core has no clock and no Date. */
function toEpoch(date: string): number {
  let year = Number(date.slice(0, 4));
  const [month, day] = [Number(date.slice(5, 7)), Number(date.slice(8, 10))];
  if (month <= 2) year -= 1;
  const era = Math.floor(year / 400);
  const yearOfEra = year - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return (era * 146_097 + dayOfEra - 719_468) * dayMs;
}

function isoDate(epochMs: number): string {
  const z = Math.floor(epochMs / dayMs) + 719_468;
  const era = Math.floor(z / 146_097);
  const dayOfEra = z - era * 146_097;
  const yearOfEra = Math.floor((dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const mp = Math.floor((5 * dayOfYear + 2) / 153);
  const month = mp + (mp < 10 ? 3 : -9);
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  const two = (n: number): string => String(n).padStart(2, "0");
  return `${String(year).padStart(4, "0")}-${two(month)}-${two(dayOfYear - Math.floor((153 * mp + 2) / 5) + 1)}`;
}
