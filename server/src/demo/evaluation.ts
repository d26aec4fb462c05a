/**
 * Stage «evaluation»: quarterly third-party audits of the demonstration, simulated. The samples are really drawn from register and
 * frame; the answers come from the planted truth with the auditors' own small errors. Every such audit says in its name that it is simulated.
 */
import type { CountyPlan } from "@diguan/core/demo/household.ts";
import { lineOf } from "@diguan/core/demo/year.ts";
import { Random } from "@diguan/core/statistics/random.ts";
import { derivedId, type FieldCrypto } from "../access/crypto.ts";
import { close, draw, frameCounts, plantedOf, sumCounts, type Planted } from "../evaluation/service.ts";
import type { Db, Tx } from "../postgres/pool.ts";
import { personKey } from "../registry/seal.ts";
import type { Stage } from "./stages.ts";

/** Households asked for of each group; a group that has fewer is visited whole. */
const sizes = { registered: 400, exited: 300, others: 600 } as const;
/** Auditors overlook a poor household more easily than they see one where there is none; some are not at home. */
const errors = { overlooks: 0.03, sees: 0.002, away: 0.03 } as const;
const ends = { Q1: "03-31", Q2: "06-30", Q3: "09-30", Q4: "12-31" } as const;
const quartersOf = (n: number): readonly (keyof typeof ends)[] => (n === 0 ? ["Q1", "Q2", "Q3", "Q4"] : ["Q3", "Q4"]);

interface Unit { readonly id: string; readonly region: number; readonly grp: number; readonly cell: string; readonly reserve: number; readonly householdId: string | null; readonly ruralId: string | null }
interface Found { readonly unit: Unit; readonly reached: boolean; readonly eligible: boolean | null; readonly incomeFen: number | null; readonly insteadOf: string | null }

/** Households of the frame that are truly poor and were never registered, by the certificate of their head. */
async function missedOf(tx: Tx, crypto: FieldCrypto, county: number, truth: readonly Planted[]): Promise<ReadonlyMap<string, Planted>> {
  const missed = new Map(truth.filter((t) => t.householdId === null && t.certNo !== "").map((t) => [crypto.blindIndex("cert", personKey(t.certNo)).toString("hex"), t]));
  if (missed.size === 0) return new Map();
  const rows = await tx.sql<{ id: string; mark: string }[]>`
    select distinct household_id as id, encode(cert_idx, 'hex') as mark from comparison.rural_person where county = ${county} and cert_idx in (select decode(m, 'hex') from unnest(${[...missed.keys()]}::text[]) m)`;
  return new Map(rows.flatMap((r) => { const t = missed.get(r.mark); return t ? [[r.id, t] as const] : []; }));
}

/** What the auditors find, household by household; reserves stand in for those not reached, in the order of their line. */
function visits(units: readonly Unit[], truthOf: (u: Unit) => { readonly poor: boolean; readonly yuan: number }, random: Random): Found[] {
  const lines = new Map<string, Unit[]>();
  for (const u of units) if (u.reserve > 0) { const line = lines.get(u.cell); if (line) line.push(u); else lines.set(u.cell, [u]); }
  const found: Found[] = [];
  for (const first of units) {
    if (first.reserve > 0) continue;
    let [unit, insteadOf]: [Unit | undefined, string | null] = [first, null];
    while (unit) {
      const truth = truthOf(unit);
      const reached = !random.chance(errors.away);
      const eligible = random.chance(truth.poor ? errors.overlooks : errors.sees) ? !truth.poor : truth.poor;
      found.push({ unit, reached, eligible: reached ? eligible : null, incomeFen: reached ? Math.round(truth.yuan * random.between(0.95, 1.05)) * 100 : null, insteadOf });
      if (reached) break;
      [insteadOf, unit] = [unit.id, lines.get(unit.cell)?.shift()];
    }
  }
  return found;
}

async function keep(tx: Tx, county: number, auditId: string, found: readonly Found[], on: string): Promise<void> {
  const standIns = found.filter((f) => f.insteadOf !== null);
  await tx.sql`
    insert into evaluation.stand_in (county, unit_id, audit_id, region, instead_of)
    select ${county}, unit, ${auditId}, region, instead from unnest(${standIns.map((f) => f.unit.id)}::uuid[], ${standIns.map((f) => f.unit.region)}::bigint[], ${standIns.map((f) => f.insteadOf)}::uuid[]) as k (unit, region, instead)`;
  await tx.sql`
    insert into evaluation.result (county, id, audit_id, unit_id, region, reached, reason, eligible, income_fen, evidence, by_name, visited_on)
    select ${county}, id, ${auditId}, unit, region, reached = 1, case when reached = 0 then 'away' end, case eligible when 1 then true when 0 then false end, income, '模拟入户记录', '模拟核查员', ${on}
      from unnest(${found.map((f) => derivedId("result", county, `${auditId}${f.unit.id}`))}::uuid[], ${found.map((f) => f.unit.id)}::uuid[], ${found.map((f) => f.unit.region)}::bigint[], ${found.map((f) => Number(f.reached))}::smallint[], ${found.map((f) => (f.eligible === null ? null : Number(f.eligible)))}::smallint[], ${found.map((f) => f.incomeFen)}::bigint[])
           as k (id, unit, region, reached, eligible, income)`;
}

async function auditCounty(db: Db, crypto: FieldCrypto, plan: CountyPlan, n: number, year: number): Promise<void> {
  const county = plan.county.code;
  const region = county * 1e6;
  const truth = await db.asEvaluation((sql) => plantedOf(sql, county, region, region + 999_999, year));
  const byHousehold = new Map(truth.flatMap((t) => (t.householdId === null ? [] : [[t.householdId, t] as const])));
  for (const quarter of quartersOf(n)) {
    const id = derivedId("audit", county, `${year}${quarter}`);
    await db.asSystem(async (tx) => {
      if ((await tx.sql`select from evaluation.audit where county = ${county} and id = ${id}`).length > 0) return;
      const frame = sumCounts((await frameCounts(tx, county, region, year)).values());
      if (frame.registered + frame.exited === 0) return;
      const missed = await missedOf(tx, crypto, county, truth);
      const seed = `${plan.seed} ${year}${quarter}`;
      await draw(tx, { id, region, year, name: `${year} 年第${"一二三四"[Number(quarter.slice(1)) - 1] ?? ""}季度第三方抽查（模拟）`, design: "town", allocation: "proportional", sizes, seed, simulated: true, quarter: `${year}${quarter}` }, `${year}-${ends[quarter]}`);
      const units = await tx.sql<Unit[]>`select id, region, grp, cell, reserve, household_id as "householdId", rural_id as "ruralId" from evaluation.unit where county = ${county} and audit_id = ${id} order by ordinal`;
      const random = new Random("visits", seed);
      const truthOf = (u: Unit): { poor: boolean; yuan: number } => {
        const t = u.householdId === null ? missed.get(u.ruralId ?? "") : byHousehold.get(u.householdId);
        return t ? { poor: t.poor, yuan: t.perHeadYuan } : { poor: false, yuan: lineOf(year) * random.between(1.3, 5) };
      };
      await keep(tx, county, id, visits(units, truthOf, random), `${year}-${ends[quarter]}`);
      await close(tx, { county, id }, `${year}-${ends[quarter]}`);
    });
  }
}

export const evaluationStage: Stage = {
  name: "evaluation",
  run: async ({ db, crypto, last, plans }) => {
    for (const [n, plan] of plans.entries()) await auditCounty(db, crypto, plan, n, last);
    await db.owner`analyze evaluation.audit, evaluation.unit, evaluation.result, evaluation.report`;
  },
};
