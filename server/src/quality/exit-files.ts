/** Which evidence of its exit a household has on file (DQ-115; domain guide §4.2: the exit file), from its attachments and its procedure. */
import type { Tx } from "../postgres/pool.ts";

export async function exitFilesKept(tx: Tx, county: number, year: number): Promise<boolean> {
  return (await tx.sql<{ kept: boolean }[]>`select quality.exit_files_kept(${county}, ${year}) as kept`)[0]?.kept ?? false;
}

/** Kinds on file: minutes, notice, signature. */
export async function exitEvidenceOf(tx: Tx, county: number, ids: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await tx.sql<{ householdId: string; kinds: string[] }[]>`
    select "householdId", array_agg(distinct kind) as kinds from (
      select household_id as "householdId", case kind when 'consent' then 'signature' else kind end as kind
        from registry.attachment
       where county = ${county} and household_id = any (${ids as string[]}::uuid[]) and region between ${tx.scope.lo} and ${tx.scope.hi} and kind in ('minutes', 'notice', 'consent') and withdrawn_at is null
      union all
      select c.household_id, case v.kind when 'noticePhoto' then 'notice' when 'consentForm' then 'signature' else v.kind end
        from procedure.case_file c
        join procedure.event e on e.county = c.county and e.case_id = c.id
        join procedure.evidence v on v.county = e.county and v.id = any (e.evidence)
       where c.county = ${county} and c.household_id = any (${ids as string[]}::uuid[]) and c.region between ${tx.scope.lo} and ${tx.scope.hi} and c.purpose = 'exit' and v.kind in ('minutes', 'noticePhoto', 'consentForm')
      union all
      -- a household that agrees under its own account has signed
      select c.household_id, 'signature' from procedure.case_file c join procedure.event e on e.county = c.county and e.case_id = c.id
       where c.county = ${county} and c.household_id = any (${ids as string[]}::uuid[]) and c.region between ${tx.scope.lo} and ${tx.scope.hi} and c.purpose = 'exit' and e.act = 'take' and e.step = 'consent' and e.by_role = 'household') found
     group by 1`;
  return new Map(rows.map((row) => [row.householdId, row.kinds]));
}
