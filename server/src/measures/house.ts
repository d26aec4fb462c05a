/** The household that an act of help is about: inside the area, locked until the transaction ends, with its people and years. */
import { Problem } from "@diguan/core/problem.ts";
import type { FieldCrypto } from "../access/crypto.ts";
import { recheckHousehold } from "../quality/service.ts";
import type { Tx } from "../postgres/pool.ts";

export interface Desk { readonly tx: Tx; readonly crypto: FieldCrypto; /** China date */ readonly today: string }
export interface Key { readonly county: number; readonly id: string }
export interface House { readonly key: Key; readonly region: number; readonly years: readonly number[] }
export interface Person { readonly id: string; readonly name: string; readonly code: string; readonly diedOn: string | null; readonly active: boolean }

/** Statement of the area, and of the own households of helpers and families: the first line of defence. */
const mine = ({ tx }: Pick<Desk, "tx">, id: string): boolean => tx.scope.own === undefined || tx.scope.own.includes(id);

export async function houseOf(desk: Pick<Desk, "tx">, key: Key, lock: boolean): Promise<House> {
  const { tx } = desk;
  const rows = await tx.sql<{ region: number; years: number[] }[]>`
    select h.region, array(select y.year::int from registry.household_year y where y.county = h.county and y.household_id = h.id and y.valid order by y.year) as years
      from registry.household h
     where h.county = ${key.county} and h.id = ${key.id} and h.region between ${tx.scope.lo} and ${tx.scope.hi} ${lock ? tx.sql`for update of h` : tx.sql``}`;
  const [row] = rows;
  if (!row || row.years.length === 0 || !mine(desk, key.id)) throw new Problem("thing.unknown");
  return { key, ...row };
}

/** Everybody who was ever on the household's record, by the latest name. */
export const peopleOf = ({ tx }: Pick<Desk, "tx">, key: Key): Promise<readonly Person[]> => tx.sql<Person[]>`
  select m.id, y.name, m.code, case when m.departure = 1 then m.left_on end as "diedOn", m.left_on is null as active
    from registry.member m
    join lateral (select name, ordinal from registry.member_year v where v.county = m.county and v.member_id = m.id order by v.year desc limit 1) y on true
   where m.county = ${key.county} and m.household_id = ${key.id} and m.region between ${tx.scope.lo} and ${tx.scope.hi}
   order by y.ordinal, m.code`;

/** Last in the transaction of every act: the rules that read help are asked again about the years that it touches. */
export async function follow({ tx, crypto, today }: Desk, house: House, years: readonly number[]): Promise<void> {
  const touched = new Set([...years.filter((year) => house.years.includes(year)), house.years.at(-1) ?? 0]);
  for (const year of touched) await recheckHousehold(tx, crypto, { ...house.key, region: house.region, year }, today);
}
