/** Which expected fields a county did not collect in a year: named by imports, forgotten as soon as one household has a value. */
import { expectedFields } from "@diguan/core/quality/absent.ts";
import type { Tx } from "../postgres/pool.ts";
import { columnOf } from "../registry/columns.ts";

const filled = (fields: readonly string[]): string => fields.map((key) => `coalesce(bool_or(${key === "health" ? "cardinality(health) > 0" : `${columnOf(key)} is not null`}), false) as "${key}"`).join(", ");

/** Keeps of `fields` those that no household of the county and year has a value for. Reads each table once, and only when there is something to ask. */
async function stillEmpty(tx: Tx, county: number, year: number, fields: readonly string[]): Promise<string[]> {
  const asked = new Set(fields);
  const [own, people] = [expectedFields.household.filter((f) => asked.has(f)), expectedFields.member.filter((f) => asked.has(f))];
  const answers: Record<string, boolean>[] = [];
  if (own.length > 0) answers.push(...await tx.sql<Record<string, boolean>[]>`select ${tx.sql.unsafe(filled(own))} from registry.household_year where county = ${county} and year = ${year} and valid`);
  if (people.length > 0) answers.push(...await tx.sql<Record<string, boolean>[]>`select ${tx.sql.unsafe(filled(people))} from registry.member_year where county = ${county} and year = ${year} and active`);
  return Object.entries(Object.assign({}, ...answers) as Record<string, boolean>).filter(([, has]) => !has).map(([key]) => key);
}

/** Adds the fields that a file did not have, and forgets those that are filled in by now. As the platform only. */
export async function noteNotCollected(tx: Tx, county: number, year: number, absent: Iterable<string> = []): Promise<readonly string[]> {
  const [known] = await tx.sql<{ fields: string[] }[]>`select fields from quality.not_collected where county = ${county} and year = ${year} for update`;
  const named = [...new Set([...known?.fields ?? [], ...absent])];
  const fields = named.length === 0 ? [] : await stillEmpty(tx, county, year, named);
  if (known || fields.length > 0) await tx.sql`
    insert into quality.not_collected as n (county, year, fields) values (${county}, ${year}, ${fields})
    on conflict (county, year) do update set fields = excluded.fields, at = clock_timestamp() where n.fields <> excluded.fields`;
  return fields;
}
