/** Answers of an audit in the shape of the estimate: latest result of each household, weights raised for those not reached. */
import type { Answer } from "@diguan/core/evaluation/report.ts";
import { adjusted } from "@diguan/core/statistics/sampling.ts";
import type { Tx } from "../postgres/pool.ts";
import { benefits } from "./sums.ts";
import type { Grp } from "./frame.ts";

interface Row { readonly region: number; readonly grp: Grp; readonly stratum: string; readonly psu: string; readonly cell: string; readonly probability: number; readonly fraction: number; readonly standIn: boolean; readonly reached: boolean | null; readonly eligible: boolean | null; readonly incomeFen: number | null; readonly benefitsFen: number | null; readonly paidFen: number | null; readonly members: number | null }
export interface Answers { readonly answers: Answer[]; /** first drawn households for which nobody answered, neither they nor a stand-in */ readonly missing: number; /** weight of cells in which nobody answered */ readonly lost: number; readonly money: { readonly leaked: number; readonly all: number } }

/** Households in play: first drawn ones, and reserves that stand in for one not reached. */
export async function answersOf(tx: Tx, county: number, auditId: string, year: number): Promise<Answers> {
  const rows = await tx.sql<Row[]>`
    select u.region, u.grp, u.stratum, u.psu, u.cell, u.probability, u.fraction, u.reserve > 0 as "standIn", r.reached, r.eligible, r.income_fen as "incomeFen", r.benefits_fen as "benefitsFen",
           ${tx.sql.unsafe(benefits)} as "paidFen", greatest(coalesce(y.year_members, y.current_members), 1) as members
      from evaluation.unit u
      left join evaluation.stand_in s on s.county = u.county and s.unit_id = u.id
      left join lateral (select * from evaluation.result r where r.county = u.county and r.unit_id = u.id order by r.seq desc limit 1) r on true
      left join registry.household_year y on y.county = u.county and y.household_id = u.household_id and y.year = ${year}
     where u.county = ${county} and u.audit_id = ${auditId} and u.region between ${tx.scope.lo} and ${tx.scope.hi} and (u.reserve = 0 or s.unit_id is not null)
     order by u.ordinal`;
  const { weights, lost } = adjusted(rows.map((r) => ({ cell: r.cell, weight: 1 / r.probability, answered: r.reached === true, standIn: r.standIn })));
  // who was not reached was not part of the sample in the end: a group drawn whole is a census only when all of it answered
  const drawn = new Map<string, { first: number; answered: number }>();
  for (const r of rows) { const d = drawn.get(r.stratum) ?? { first: 0, answered: 0 }; drawn.set(r.stratum, { first: d.first + Number(!r.standIn), answered: d.answered + Number(r.reached === true) }); }
  const reachedShare = (r: Row): number => { const d = drawn.get(r.stratum); return d && d.first > 0 ? Math.min(1, d.answered / d.first) : 1; };
  const money = { leaked: 0, all: 0 };
  const answers = rows.flatMap((r, i): Answer[] => {
    if (r.reached !== true || r.eligible === null) return [];
    const weight = weights[i] ?? 0;
    if (r.grp === 1) { const paid = weight * (r.paidFen ?? 0); money.all += paid; if (!r.eligible) money.leaked += paid; }
    // what the register says was paid is used for the registered; for others, what the auditor found
    const perHead = r.grp === 3 ? r.benefitsFen ?? 0 : Math.round((r.paidFen ?? 0) / (r.members ?? 1));
    return [{ region: r.region, grp: r.grp, stratum: r.stratum, psu: r.psu, fraction: r.fraction * reachedShare(r), weight, eligible: r.eligible, incomeFen: r.incomeFen, benefitsFen: perHead }];
  });
  return { answers, missing: Math.max(0, rows.filter((r) => !r.standIn).length - answers.length), lost, money };
}
