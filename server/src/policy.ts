/** Reads dated, region-scoped policy parameters: the nearest ancestor of a place wins, on the day asked. */
import { ancestorAt } from "@diguan/core/region-code.ts";
import type { Tx } from "./postgres/pool.ts";

export interface Parameter { readonly code: string; readonly region: number; readonly value: number; readonly unit: string; readonly validFrom: string; readonly source: string; readonly sureness: string }

/** The parameter in force at a place on a date (ISO), or undefined. */
export async function parameter(tx: Tx, code: string, region: number, on: string): Promise<Parameter | undefined> {
  const places = [0, ...(["province", "city", "county", "town", "village"] as const).map((level) => ancestorAt(region, level)).filter((c) => c !== undefined)];
  return (await tx.sql<Parameter[]>`
    select code, region, value, unit, valid_from as "validFrom", source, sureness
      from policy.parameter
     where code = ${code} and region in ${tx.sql(places)} and valid_from <= ${on} and (valid_to is null or valid_to >= ${on})
     order by region desc, valid_from desc
     limit 1`)[0];
}

/** 国家扶贫标准 (or the province's line) of a year, in fen per person and year. */
export const povertyLine = (tx: Tx, region: number, year: number): Promise<Parameter | undefined> => parameter(tx, "POVERTY_LINE", region, `${year}-12-31`);
