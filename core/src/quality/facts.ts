/** What many rules need to know about a household and its members, computed once per household (domain guide §1.3–1.6, §4.7). */
import { readIdNumber } from "../id-number.ts";
import { computeIncome } from "../registry/income.ts";
import type { HouseholdCase, Member } from "../registry/record.ts";
import { ageOn } from "../time.ts";
import { defaultSettings, type Settings } from "./parameters.ts";
import { regimeOf, type HouseholdFacts, type MemberFacts, type QualityContext, type Regime } from "./rule.ts";

const nothingKnown = {};
const nothingAbsent: ReadonlySet<string> = new Set();

/** Birth date on record, else the one inside the certificate number; `null` when neither can be read. */
function birthOf(m: Member): string | null {
  if (m.birth !== null) return m.birth;
  const id = readIdNumber(m.certNo ?? "");
  return typeof id === "string" ? null : id.birth;
}

/**
 * Is this child of compulsory-school age out of school without a physical reason? 送教上门, illness and disability count as reasons,
 * a finished junior secondary school as done, and a child that turned six after 31 August need not be in school yet (义务教育法 第十一条).
 */
function isDropout(m: Member, age: number | null, birth: string | null, asOf: string, s: Settings): boolean {
  if (age === null || birth === null || age < s.QUALITY_SCHOOL_FROM || age > s.QUALITY_SCHOOL_TO) return false;
  if (m.student !== null && m.student >= 2) return false;
  if (m.outOfSchool === 1 || m.outOfSchool === 2 || m.outOfSchool === 5 || m.outOfSchool === 6) return false;
  if (m.education !== null && m.education >= 3 && m.education <= 5) return false;
  // Nothing at all is filled in: that is DQ-022, the platform does not know whether the child is in school.
  if (m.student === null && m.education === null && m.outOfSchool === null) return false;
  if (age > s.QUALITY_SCHOOL_FROM) return true;
  const year = Number(asOf.slice(0, 4)) - (asOf.slice(5) < "09-01" ? 1 : 0);
  return ageOn(birth, `${year}-08-31`) >= s.QUALITY_SCHOOL_FROM;
}

function factsOfMember(m: Member, index: number, asOf: string, s: Settings): MemberFacts {
  const certNo = m.certNo ?? "";
  const birth = birthOf(m);
  const age = birth === null ? null : ageOn(birth, asOf);
  const disabled = m.health.includes(4) || m.disabilityCategory !== null || m.disabilityLevel !== null || certNo.length >= 20;
  const fullLabour = m.labour === 1 || m.labour === 2;
  const notCovered = m.medResident !== true && m.medWorker !== true && m.soldier !== true;
  return {
    m, index, certNo, birth, age, sex: m.sex === 1 || m.sex === 2 ? m.sex : null, disabled, fullLabour, notCovered,
    inSchool: m.student !== null && m.student >= 2,
    healthy: m.health.length === 1 && m.health[0] === 1,
    anyLabour: fullLabour || m.labour === 5,
    // 99 其他 says that a person works somewhere; an empty place with 0 months says that nobody works.
    works: m.workPlace !== null || (m.workMonths ?? 0) > 0,
    dropout: isDropout(m, age, birth, asOf, s),
    uninsured: notCovered && (m.medResident === false || m.medWorker === false),
  };
}

/** The line that a regime compares income with, fen per head; `undefined` when it is not known. */
export const lineOf = (regime: Regime, ctx: Pick<QualityContext, "lineFen" | "monitorLineFen">): number | undefined => (regime === "B" ? (ctx.monitorLineFen ?? ctx.lineFen) : ctx.lineFen);

/** Facts of a household on the date of its snapshot. */
export function factsOf(c: HouseholdCase, ctx: QualityContext): HouseholdFacts {
  const s = ctx.settings ?? defaultSettings;
  const regime = ctx.regime ?? regimeOf(c.year);
  const asOf = ctx.asOf ?? (ctx.today < `${c.year}-12-31` ? ctx.today : `${c.year}-12-31`);
  const members: MemberFacts[] = [];
  let [head, heads, spouses, labourers, anyFullLabour]: [MemberFacts | undefined, number, number, number, boolean] = [undefined, 0, 0, 0, false];
  for (let i = 0; i < c.members.length; i++) {
    const member = c.members[i];
    if (!member) continue;
    const f = factsOfMember(member, i, asOf, s);
    members.push(f);
    if (member.relation === 1) { heads++; head ??= f; }
    if (member.relation === 2) spouses++;
    if (f.anyLabour) labourers++;
    anyFullLabour ||= f.fullLabour;
  }
  const totals = computeIncome(c.household);
  const { recognisedOn } = c.household;
  return {
    c, members, head, heads, spouses, labourers, anyFullLabour, anyLabour: labourers > 0, regime, today: ctx.today, asOf, s,
    lineFen: lineOf(regime, ctx),
    netFen: totals.netFen, perCapitaFen: totals.perCapitaFen,
    unsafeHouse: c.household.unsafeHouse === true || c.household.houseGrade === 3 || c.household.houseGrade === 4,
    monitoring: recognisedOn === null ? undefined : { recognisedOn, eliminatedOn: c.household.eliminatedOn, ownMedicalFen: c.household.ownMedicalFen },
    knownPrefixes: ctx.knownPrefixes, beyond: ctx.beyond ?? nothingKnown, absent: ctx.absent ?? nothingAbsent,
  };
}
