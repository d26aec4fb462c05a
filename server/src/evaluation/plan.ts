/** How many households an audit of a place takes: the frame by group, and the sizes for a half-width and for a proof (sample-size.ts). */
import type { AuditPlan } from "@diguan/core/evaluation/contract.ts";
import { countyOf } from "@diguan/core/region-code.ts";
import { sizeForHalfWidth, sizeForPower, sizeToProve } from "@diguan/core/statistics/sample-size.ts";
import type { Tx } from "../postgres/pool.ts";
import { frameCounts, sumCounts } from "./frame.ts";
import { inForce } from "./settings.ts";

export async function plan(tx: Tx, asked: { readonly region: number; readonly year: number; readonly expected?: number | undefined; readonly half?: number | undefined; readonly deff?: number | undefined; readonly found?: number | undefined }): Promise<AuditPlan> {
  const { settings: s, parameters } = await inForce(tx, asked.region, asked.year);
  const counts = await frameCounts(tx, countyOf(asked.region), asked.region, asked.year);
  const frame = sumCounts(counts.values());
  const [half, expected, deff] = [asked.half ?? s.halfWidth, asked.expected ?? s.limit, asked.deff ?? 1];
  const size = (population: number): number => (population === 0 ? 0 : sizeForHalfWidth({ half, expected, level: s.auditLevel, population, deff }));
  return {
    frame, villages: counts.size, half, expected, limit: s.limit, level: s.auditLevel, power: s.power, reserve: s.reserve,
    forHalf: { registered: size(frame.registered), exited: size(frame.exited), others: size(frame.others) },
    toProve: Math.ceil(deff * sizeToProve({ limit: s.limit, found: asked.found ?? 0, confidence: s.auditLevel })), forPower: sizeForPower({ limit: s.limit, expected, power: s.power, confidence: s.auditLevel, deff }),
    parameters: parameters.filter((p) => ["AUDIT_LEVEL", "AUDIT_POWER", "AUDIT_HALF_WIDTH", "AUDIT_RESERVE", "ERROR_LIMIT"].includes(p.code)),
  };
}
