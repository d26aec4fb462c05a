/**
 * Searches a county for records that are probably one person (查重; papers 000 §2.1, 001 §2.1): inside the county by probability, across
 * counties by the blind index of the number. What is found is a suspicion; nothing is merged. Runs as the platform, not as a person.
 */
import { ageOn } from "@diguan/core/time.ts";
import { kindOf, marks, type PairState } from "@diguan/core/comparison/duplicates.ts";
import { personFields, type FieldEvidence, type PersonField } from "@diguan/core/comparison/persons.ts";
import { maskCertificate, maskName, maskPhone } from "@diguan/core/registry/masking.ts";
import { derivedId, type FieldCrypto } from "../access/crypto.ts";
import { audit } from "../audit.ts";
import { comparePersons, duplicatePersons, type PersonMatch, type PersonRecord } from "../linkage/service.ts";
import { parameter } from "../policy.ts";
import type { Actor, Db, Tx } from "../postgres/pool.ts";
import { adultFrom, memberRow } from "../registry/service.ts";

interface Person { readonly county: number; readonly id: string; readonly household: string; readonly region: number; readonly name: string; readonly birth: string | null; readonly sex: number | null; readonly sealed: Uint8Array | null }
interface Row { readonly a: Person; readonly b: Person; readonly match: PersonMatch }

/** Numbers that stand for "none" (999999…) identify nobody. */
const nobody = /^999999/;

function recordOf(crypto: FieldCrypto, p: Person): PersonRecord {
  const secrets = p.sealed ? crypto.open(p.sealed, memberRow(p.id)) : {};
  const certNo = secrets["certNo"] ?? null;
  return { key: `${p.county}.${p.id}`, name: p.name, certNo: certNo === null || nobody.test(certNo) ? null : certNo, birth: p.birth, sex: p.sex === 1 || p.sex === 2 ? p.sex : null, region: p.region, phone: secrets["memberPhone"] ?? null };
}

const columns = (tx: Tx, m: string): ReturnType<Tx["sql"]> => tx.sql`${tx.sql(`${m}.county`)}, ${tx.sql(`${m}.member_id`)} as id, ${tx.sql(`${m}.household_id`)} as household, ${tx.sql(`${m}.region`)}, ${tx.sql(`${m}.name`)}, ${tx.sql(`${m}.birth`)}, ${tx.sql(`${m}.sex`)}, ${tx.sql(`${m}.sealed`)}`;

/** Present members of households that are not cancelled, in a county's year. */
const peopleOf = (tx: Tx, county: number, year: number): Promise<Person[]> => tx.sql<Person[]>`
  select ${columns(tx, "m")}
    from registry.member_year m
    join registry.household_year h on h.county = m.county and h.household_id = m.household_id and h.year = m.year
   where m.county = ${county} and m.year = ${year} and m.active and h.valid and m.region between ${tx.scope.lo} and ${tx.scope.hi}`;

/** Cross-county: the same valid number, present in another county's latest year. */
async function elsewhere(tx: Tx, county: number, year: number): Promise<Person[]> {
  const years = await tx.sql<{ county: number; year: number }[]>`select county, max(year)::int as year from registry.household_year where county <> ${county} group by county`;
  if (years.length === 0) return [];
  return tx.sql<Person[]>`
    select ${columns(tx, "o")}
      from registry.member_year m
      join registry.member_year o on o.cert_idx = m.cert_idx and o.county <> m.county
      join unnest(${years.map((y) => y.county)}::int[], ${years.map((y) => y.year)}::int[]) as latest (county, year) on latest.county = o.county and latest.year = o.year
      join registry.household_year h on h.county = o.county and h.household_id = o.household_id and h.year = o.year
     where m.county = ${county} and m.year = ${year} and m.active and m.cert_idx is not null and m.cert_fault is null and o.active and h.valid`;
}

const minor = (p: Person, year: number): boolean => p.birth !== null && ageOn(p.birth, `${year}-12-31`) < adultFrom;

/** A fact as it may be stored: secrets masked, places that differ found before masking. */
function factOf(e: FieldEvidence, year: number, [a, b]: readonly [Person, Person], [x, y]: readonly [PersonRecord, PersonRecord]): object {
  const value: Readonly<Record<PersonField, (p: Person, r: PersonRecord) => readonly [string, string]>> = {
    name: (p) => [p.name, maskName(p.name, minor(p, year))], certNo: (_, r) => [r.certNo ?? "", maskCertificate(r.certNo ?? "")], birth: (p) => [p.birth ?? "", p.birth ?? ""],
    sex: (_, r) => [String(r.sex ?? ""), String(r.sex ?? "")], region: (p) => [String(p.region), String(p.region)], phone: (_, r) => [r.phone ?? "", maskPhone(r.phone ?? "")],
  };
  const [[left, leftShown], [right, rightShown]] = [value[e.field](a, x), value[e.field](b, y)];
  // of two values that have nothing to do with each other every character would be marked
  const compared = e.field !== "region" && e.field !== "sex" && e.level !== "different" && left !== "" && right !== "";
  return { ...e, left: leftShown, right: rightShown, leftMarks: compared ? marks(left, right) : [], rightMarks: compared ? marks(right, left) : [] };
}

/** Inside one household only the same or a mistyped number is a duplicate: twins share everything else. */
const speaks = ({ a, b, match }: Row): boolean => a.county !== b.county || a.household !== b.household || ["sameNumber", "nearNumber"].includes(kindOf(match.fields));

export interface Searched { readonly county: number; readonly year: number; readonly persons: number; readonly pairs: number; readonly fresh: number; readonly gone: number }

/** Searches one county as it stands in its latest year. `today` is a China date; `by` is named in the trail when a person asked. */
export async function searchCounty(db: Db, crypto: FieldCrypto, county: number, today: string, by?: Actor): Promise<Searched> {
  return db.asSystem(async (tx) => {
    // one search of a county at a time
    await tx.sql`select pg_advisory_xact_lock(hashtext('comparison.duplicate'), ${county})`;
    const [latest] = await tx.sql<{ year: number | null }[]>`select max(year)::int as year from registry.household_year where county = ${county}`;
    const year = latest?.year;
    if (year === undefined || year === null) return { county, year: 0, persons: 0, pairs: 0, fresh: 0, gone: 0 };
    const least = ((await parameter(tx, "DUPLICATE_LEAST_PERCENT", county * 1e6, today))?.value ?? 100) / 100;
    const people = new Map((await peopleOf(tx, county, year)).map((p) => [`${p.county}.${p.id}`, p]));
    const records = new Map([...people].map(([key, p]) => [key, recordOf(crypto, p)]));
    const found: Row[] = duplicatePersons([...records.values()], { least }).flatMap((match) => {
      // the same two records are always left and right in the same way
      const [first, second] = match.left < match.right ? [match.left, match.right] : [match.right, match.left];
      const [a, b] = [people.get(first), people.get(second)];
      return a && b ? [{ a, b, match }] : [];
    });
    const byNumber = new Map([...records.values()].map((r) => [r.certNo?.slice(0, 18), r]));
    for (const other of await elsewhere(tx, county, year)) {
      const record = recordOf(crypto, other);
      const own = byNumber.get(record.certNo?.slice(0, 18));
      const a = own && people.get(own.key);
      if (!own || !a) continue;
      records.set(record.key, record);
      found.push({ a, b: other, match: comparePersons(own, record) });
    }
    const rows = found.filter(speaks);
    const result = await keep(tx, county, year, rows, records);
    await tx.sql`
      insert into comparison.duplicate_run (county, region, year, persons, pairs, fresh, gone, least, account_id)
      values (${county}, ${county * 1e6}, ${year}, ${people.size}, ${rows.length}, ${result.fresh}, ${result.gone}, ${least}, ${by?.accountId ?? null})`;
    await audit({ ...tx, actor: by }, "search", "comparison", { region: county * 1e6, detail: { duplicates: rows.length, persons: people.size, year } });
    return { county, year, persons: people.size, pairs: rows.length, ...result };
  });
}

/** Writes what was found; pairs that the records no longer show are gone, and their tasks settled. Decisions of people stand. */
async function keep(tx: Tx, county: number, year: number, rows: readonly Row[], records: ReadonlyMap<string, PersonRecord>): Promise<{ fresh: number; gone: number }> {
  const between = new Map<string, number>();
  const houses = ({ a, b }: Row): string => [a.household, b.household].toSorted().join("|");
  for (const row of rows) between.set(houses(row), (between.get(houses(row)) ?? 0) + 1);
  const known = new Map((await tx.sql<{ id: string; state: PairState; region: number; household: string }[]>`
    select id, state, region, household_id as household from comparison.duplicate_pair where county = ${county} for update`).map((p) => [p.id, p]));
  const seen = new Set<string>();
  let fresh = 0;
  for (let from = 0; from < rows.length; from += 500) {
    const chunk = rows.slice(from, from + 500).flatMap((row) => {
      const { a, b, match } = row;
      const id = derivedId("duplicate", county, `${a.id}|${b.county}|${b.id}`);
      if (seen.has(id)) return [];
      seen.add(id);
      if (!known.has(id)) fresh++;
      const [x, y] = [records.get(`${a.county}.${a.id}`), records.get(`${b.county}.${b.id}`)];
      const evidence = x && y ? personFields.map((field) => factOf(match.fields.find((e) => e.field === field) ?? { field, level: "missing", weight: 0 }, year, [a, b], [x, y])) : [];
      return [{
        county, id, region: a.region, household_id: a.household, member_id: a.id, other_county: b.county, other_region: b.region, other_household: b.household, other_member: b.id, year,
        kind: kindOf(match.fields), weight: match.weight, probability: match.probability, evidence: tx.sql.json(evidence as never), shared: between.get(houses(row)) ?? 1,
      }];
    });
    if (chunk.length > 0) await tx.sql`
      insert into comparison.duplicate_pair ${tx.sql(chunk)}
      on conflict (county, id) do update set region = excluded.region, household_id = excluded.household_id, other_region = excluded.other_region, other_household = excluded.other_household, year = excluded.year,
        kind = excluded.kind, weight = excluded.weight, probability = excluded.probability, evidence = excluded.evidence, shared = excluded.shared, seen_at = clock_timestamp()`;
  }
  const gone = [...known.values()].filter((p) => p.state !== "gone" && !seen.has(p.id));
  const back = [...known.values()].filter((p) => p.state === "gone" && seen.has(p.id));
  for (const [act, state, which] of [["gone", "gone", gone], ["back", "open", back]] as const) {
    if (which.length === 0) continue;
    const ids = which.map((p) => p.id);
    await tx.sql`insert into comparison.duplicate_decision (county, pair_id, region, household_id, key, act, was, reason)
      select ${county}, p.id, p.region, p.household_id, gen_random_uuid(), ${act}, p.state, 'platform' from comparison.duplicate_pair p where p.county = ${county} and p.id = any (${ids}::uuid[])`;
    await tx.sql`update comparison.duplicate_pair set state = ${state}, version = version + 1 where county = ${county} and id = any (${ids}::uuid[])`;
    if (act === "gone") await tx.sql`update comparison.duplicate_task set state = 'settled', changed_at = clock_timestamp() where county = ${county} and pair_id = any (${ids}::uuid[]) and state = 'open'`;
  }
  return { fresh, gone: gone.length };
}
