/** Village sheets (贫困村采集表, domain guide §1.8): one document per village and year, merged field by field. */
import { locate, type Located } from "@diguan/core/intake/household.ts";
import type { ImportSeverity } from "@diguan/core/intake/findings.ts";
import { checkVillage } from "@diguan/core/quality/check.ts";
import { defaultSettings } from "@diguan/core/quality/parameters.ts";
import { countyOf } from "@diguan/core/region-code.ts";
import type { Tx } from "../postgres/pool.ts";
import { noCounts, type Counts } from "./chunk.ts";
import { regionOf } from "./groups.ts";
import type { Staged } from "./stage.ts";
import type { Understood } from "./understand.ts";

export async function settleVillages(tx: Tx, u: Understood, staged: Staged, batchId: string, dry: boolean): Promise<{ readonly counts: Counts; readonly findings: readonly Located[] }> {
  const counts = noCounts();
  const findings: Located[] = [];
  for (const i of staged.villageRows) {
    const plan = u.plan(i);
    const cells = u.cells(i);
    const village = regionOf(staged.plan, u, i);
    const year = u.yearOf[i] ?? 0;
    const data: Record<string, unknown> = {};
    for (const column of plan.village) {
      const reading = plan.read(column, cells[column.index] ?? "");
      if (reading.value !== null) data[column.field.key] = reading.value;
      for (const n of reading.notes) findings.push(locate({ plan, row: u.store.rowNumber(i) }, column.index, n));
    }
    counts.rows++;
    const [known] = await tx.sql<{ same: boolean; data: Record<string, unknown> }[]>`select data @> ${tx.sql.json(data as never)} as same, data from registry.village_year where county = ${countyOf(village)} and village = ${village} and year = ${year} and region between ${tx.scope.lo} and ${tx.scope.hi}`;
    // what the file has no column for is not blamed on its rows
    for (const f of checkVillage({ village, year, data: { ...known?.data, ...data }, poorLand: {}, s: defaultSettings })) {
      const column = f.field === undefined ? -1 : plan.column("village", f.field);
      if (column >= 0) findings.push({ sheet: plan.sheet, row: u.store.rowNumber(i), column, rule: f.rule, severity: f.severity as ImportSeverity, args: { ...f.args, village } });
    }
    if (known?.same) { counts.unchanged++; continue; }
    if (known) counts.updated++; else counts.created++;
    if (dry) continue;
    await tx.sql`
      insert into intake.village_before (batch_id, region, county, year, before)
      values (${batchId}, ${village}, ${countyOf(village)}, ${year}, (select data from registry.village_year where county = ${countyOf(village)} and village = ${village} and year = ${year})) on conflict do nothing`;
    await tx.sql`
      insert into registry.village_year as v (county, village, year, region, data) values (${countyOf(village)}, ${village}, ${year}, ${village}, ${tx.sql.json(data as never)})
      on conflict (county, village, year) do update set data = v.data || excluded.data, version = v.version + 1, updated_at = now()`;
  }
  return { counts, findings };
}

/** Puts the village documents of a batch back as they were. */
export async function restoreVillages(tx: Tx, batchId: string): Promise<number> {
  const rows = await tx.sql<{ county: number; region: number; year: number; before: Record<string, unknown> | null }[]>`select county, region, year, before from intake.village_before where batch_id = ${batchId}`;
  for (const r of rows) {
    if (r.before === null) await tx.sql`delete from registry.village_year where county = ${r.county} and village = ${r.region} and year = ${r.year}`;
    else await tx.sql`update registry.village_year set data = ${tx.sql.json(r.before as never)}, version = version + 1, updated_at = now() where county = ${r.county} and village = ${r.region} and year = ${r.year}`;
  }
  await tx.sql`delete from intake.village_before where batch_id = ${batchId}`;
  return rows.length;
}
