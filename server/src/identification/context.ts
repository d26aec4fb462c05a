/** Every number that an assessment of a place and year uses, each with date and source: line, weights, 四看法, thresholds of causes, model. */
import { causeParameters, defaultCauseSettings, type CauseParameter, type CauseSettings } from "@diguan/core/identification/causes.ts";
import { deprivationScheme } from "@diguan/core/identification/deprivation.ts";
import { lookShape, type LookContent } from "@diguan/core/identification/look.ts";
import type { PovertyModel } from "@diguan/core/identification/models.ts";
import type { ShownModel } from "@diguan/core/identification/contract.ts";
import { ancestorAt, countyOf } from "@diguan/core/region-code.ts";
import type { Scheme } from "@diguan/core/statistics/weights.ts";
import { parameter, povertyLine, type Parameter } from "../policy.ts";
import type { Tx } from "../postgres/pool.ts";
import { modelsOf } from "./models.ts";
import { schemeParameters } from "./scheme.ts";

export interface LookInForce { readonly id: string; readonly place: number; readonly version: string; readonly validFrom: string; readonly source: string; readonly content: LookContent }
export interface Terms {
  readonly year: number; readonly line: Parameter | null; readonly scheme: Scheme; readonly weights: readonly Parameter[];
  readonly look: LookInForce | null; readonly causes: CauseSettings; readonly causeRows: readonly Parameter[]; readonly model: PovertyModel | null;
}

/** The approved scheme of the nearest place above, in force on the day; the later one wins. */
export async function lookInForce(tx: Tx, region: number, on: string): Promise<LookInForce | null> {
  const places = [0, ...(["province", "city", "county"] as const).map((level) => ancestorAt(region, level)).filter((c) => c !== undefined)];
  const [row] = await tx.sql<(Omit<LookInForce, "content"> & { content: unknown })[]>`
    select s.id, s.place, s.version, s.valid_from as "validFrom", s.source, s.content
      from identification.look_scheme s join identification.look_approval a on a.scheme_id = s.id
     where s.place = any (${places}::bigint[]) and s.valid_from <= ${on}
     order by s.place desc, s.valid_from desc, a.at desc limit 1`;
  return row ? { ...row, content: lookShape.parse(row.content) } : null;
}

const causeCodes = Object.keys(causeParameters) as CauseParameter[];

/** What holds in a place at the end of a year: computing an old year again uses the numbers of that year. */
export async function termsOf(tx: Tx, region: number, year: number): Promise<Terms> {
  const on = `${year}-12-31`;
  const county = countyOf(region);
  const [line, weights, look, models, rows] = await Promise.all([povertyLine(tx, region, year), schemeParameters(tx, [year]), lookInForce(tx, region, on), county > 0 ? modelsOf(tx, county, year) : [], Promise.all(causeCodes.map((code) => parameter(tx, code, region, on)))]);
  const found = weights.get(year) ?? [];
  const units = found.map((p) => p.value);
  const causeRows = rows.filter((r): r is Parameter => r !== undefined);
  return {
    year, line: line ?? null, weights: found, scheme: deprivationScheme(units.slice(0, -1), units.at(-1) ?? 0), look, causeRows, model: models[0] ?? null,
    causes: { ...defaultCauseSettings, ...Object.fromEntries(causeRows.map((r) => [r.code, r.value])) },
  };
}

export const shownParameter = ({ code, region, value, unit, validFrom, source, sureness }: Parameter): Parameter => ({ code, region, value, unit, validFrom, source, sureness });

/** What a page says of a model: its errors stand beside every figure that comes from it. */
export const shownModel = (m: PovertyModel): ShownModel => ({
  id: m.id, version: m.version, fittedOn: m.fittedOn, lineFen: m.lineFen, trainingRows: m.trainingRows, testRows: m.testRows, r2: m.pmt.r2, auc: m.pmt.auc,
  atLine: { exclusion: m.pmt.atLine.exclusion, inclusion: m.pmt.atLine.inclusion }, atCut: { cutFen: m.pmt.atCut.cutFen, exclusion: m.pmt.atCut.exclusion, inclusion: m.pmt.atCut.inclusion, cgh: m.pmt.atCut.cgh },
  draws: m.degree.draws, noise: m.degree.noise, covered: m.degree.covered,
});
