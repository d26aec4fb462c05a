/**
 * The door of data quality for other slices: import and editing record what the rules find in the transaction of the change
 * itself, so that no household is ever on record unchecked (issue: 「run on import, on edit and over the whole county」).
 */
import { checkHousehold } from "@diguan/core/quality/check.ts";
import { defaultSettings } from "@diguan/core/quality/parameters.ts";
import type { Finding } from "@diguan/core/quality/rule.ts";
import type { FieldCrypto } from "../access/crypto.ts";
import type { Tx } from "../postgres/pool.ts";
import { contextOf } from "../registry/context.ts";
import { explainFresh } from "./acts.ts";
import { beyondOf, keptIn } from "./beyond.ts";
import { caseOf } from "./cases.ts";
import { recordFindings, type Recorded } from "./record.ts";

export { noteNotCollected } from "./absent.ts";
export { checkArea } from "./area.ts";
export { checkRegion, type Checkup, type Progress } from "./check.ts";
export { recordFindings, type Checked, type How, type Recorded } from "./record.ts";
export { exportFindings, openFindingsOf } from "./worklist.ts";

/**
 * Checks one household of one year again after a change and records the outcome; call it last in the transaction of the change.
 * A household that no longer exists (cancelled, moved away) has its open findings corrected. `explanation` is what the officer
 * wrote for the questions that the change raised.
 */
export async function recheckHousehold(tx: Tx, crypto: FieldCrypto, key: { readonly county: number; readonly id: string; readonly region: number; readonly year: number }, today: string, explanation?: string): Promise<Recorded & { readonly findings: readonly Finding[] }> {
  const row = await caseOf(tx, crypto, key.county, key.id, key.year);
  const ctx = await contextOf(tx, row?.case.region ?? key.region, key.year, today);
  const beyond = await beyondOf(tx, await keptIn(tx, key.county, key.year), { county: key.county, year: key.year, ids: [key.id], today });
  const findings = row ? checkHousehold(row.case, { ...ctx, beyond: beyond.get(key.id) ?? {} }) : [];
  const recorded = await recordFindings(tx, [{ county: key.county, householdId: key.id, region: row?.case.region ?? key.region, year: key.year, findings }], { today, beyond: true, ...(ctx.settings ? { days: ctx.settings.QUALITY_FINDING_DAYS } : {}) });
  if (explanation !== undefined) await explainFresh(tx, { county: key.county, household: key.id, year: key.year }, explanation, { today, exceptionDays: (ctx.settings ?? defaultSettings).QUALITY_EXCEPTION_DAYS });
  return { ...recorded, findings };
}
