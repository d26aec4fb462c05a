/** Income of the demonstration's last year as line items (domain guide §1.6): wages by worker, pensions by person, the rest by household. */
import { incomeYear, openingItems } from "@diguan/core/registry/income.ts";
import type { HouseholdCase, Member } from "@diguan/core/registry/record.ts";
import { derivedId, householdId, memberId } from "../access/crypto.ts";
import type { Tx } from "../postgres/pool.ts";

interface Item { readonly household: string; readonly member: string | null; readonly region: number; readonly kind: number; readonly amountFen: number; readonly note: string | null }

/** An amount in shares by weight, to the yuan; the last takes the rest, so that the shares add up. */
export function shares(amountFen: number, weights: readonly number[]): readonly number[] {
  const total = weights.reduce((a, b) => a + b, 0);
  let left = amountFen;
  return weights.map((w, i) => {
    const share = i === weights.length - 1 ? left : Math.round((amountFen * w) / total / 100) * 100;
    left -= share;
    return share;
  });
}

/** Line items whose sums are the household's parts. */
export function itemsOf(county: number, c: HouseholdCase): readonly Item[] {
  const of = { household: householdId(county, c.household.householdCode), region: c.region };
  const id = (m: Member): string => memberId(county, m.memberCode);
  return openingItems(c.household).flatMap(({ kind, amountFen }): Item[] => {
    const people = kind === 19 ? c.members.filter((m) => (m.workMonths ?? 0) > 0) : kind === 43 ? c.members.filter((m) => m.pensionResident === true && Number((m.birth ?? "9999").slice(0, 4)) <= c.year - 60) : [];
    if (people.length === 0) return [{ ...of, member: null, kind, amountFen, note: null }];
    const parts = shares(amountFen, people.map((m) => (kind === 19 ? (m.workMonths ?? 1) : 1)));
    return people.map((m, i): Item => ({ ...of, member: id(m), kind: kind === 43 ? 43 : m.publicPost.length > 0 ? 11 : 10, amountFen: parts[i] ?? 0, note: kind === 19 ? `${m.workMonths ?? 0}个月${m.employer === null ? "" : `,${m.employer}`}` : null }));
  }).filter((item) => item.amountFen !== 0);
}

/** Writes the items; ids follow from the household, so that they are the same on every machine. */
export async function writeItems(tx: Tx, county: number, year: number, cases: readonly HouseholdCase[]): Promise<void> {
  const items = cases.flatMap((c) => itemsOf(county, c).map((item, i) => ({ ...item, id: derivedId("demonstrationItem", county, `${item.household}|${year}|${i}`) })));
  if (items.length === 0) return;
  const { from, to } = incomeYear(year);
  await tx.sql`
    insert into registry.income_item (county, household_id, year, id, region, member_id, kind, amount_fen, from_on, to_on, source, note)
    select ${county}, household, ${year}, id, region, member, kind, amount, ${from}, ${to}, 4, note
      from unnest(${items.map((x) => x.household)}::uuid[], ${items.map((x) => x.id)}::uuid[], ${items.map((x) => x.region)}::bigint[], ${items.map((x) => x.member)}::uuid[], ${items.map((x) => x.kind)}::smallint[], ${items.map((x) => x.amountFen)}::bigint[], ${items.map((x) => x.note)}::text[])
           as r (household, id, region, member, kind, amount, note)`;
}
