/** Writes a household as the rules see it into the registry tables, sealed and indexed as the platform does. */
import { readIdNumber } from "@diguan/core/id-number.ts";

import { computeIncome } from "@diguan/core/registry/income.ts";
import type { HouseholdCase } from "@diguan/core/registry/record.ts";
import { countyOf } from "@diguan/core/region-code.ts";
import { householdId, memberId, type FieldCrypto } from "../../server/src/access/crypto.ts";
import type { Sql } from "../../server/src/postgres/pool.ts";
import { columnOf, householdColumns, memberColumns } from "../../server/src/registry/columns.ts";
import { sealHousehold, sealMember } from "../../server/src/registry/seal.ts";

const columns = (record: object, fields: readonly { readonly key: string }[]): Record<string, unknown> => Object.fromEntries(fields.map((f) => [columnOf(f.key), (record as Record<string, unknown>)[f.key] ?? null]));

/** Inserts the case, or replaces its year; returns its key. */
export async function storeCase(sql: Sql, crypto: FieldCrypto, c: HouseholdCase): Promise<{ county: number; id: string }> {
  const county = countyOf(c.region);
  const id = householdId(county, c.household.householdCode);
  const own = sealHousehold(crypto, id, c.household);
  await sql.begin(async (tx) => {
    await tx`insert into registry.household (county, id, region, code) values (${county}, ${id}, ${c.region}, ${c.household.householdCode}) on conflict do nothing`;
    await tx`delete from registry.member_year where county = ${county} and household_id = ${id} and year = ${c.year}`;
    await tx`delete from registry.household_year where county = ${county} and household_id = ${id} and year = ${c.year}`;
    const totals = computeIncome(c.household);
    const row = {
      ...columns(c.household, householdColumns), county, household_id: id, year: c.year, region: c.region, head_name: c.members.find((m) => m.relation === 1)?.name ?? null,
      current_members: c.members.length, transfer_fen: totals.transferFen, annual_fen: totals.annualFen, net_fen: totals.netFen, per_capita_fen: totals.perCapitaFen,
      stated_annual_fen: c.stated?.annualFen ?? null, stated_net_fen: c.stated?.netFen ?? null, stated_transfer_fen: c.stated?.transferFen ?? null, stated_per_capita_fen: c.stated?.perCapitaFen ?? null,
      sealed: own.sealed, phone_idx: own.phoneIdx, account_idx: own.accountIdx,
    };
    await tx`insert into registry.household_year ${tx(row as never)}`;
    for (const [ordinal, m] of c.members.entries()) {
      const mid = memberId(county, m.memberCode);
      const sealed = sealMember(crypto, county, mid, m);
      const read = readIdNumber(m.certNo ?? "");
      await tx`insert into registry.member (county, id, household_id, region, code) values (${county}, ${mid}, ${id}, ${c.region}, ${m.memberCode}) on conflict do nothing`;
      const member = {
        ...columns(m, memberColumns), county, member_id: mid, household_id: id, year: c.year, region: c.region, ordinal,
        sealed: sealed.sealed, cert_idx: sealed.certIdx, cert4_idx: sealed.cert4Idx, phone_idx: sealed.phoneIdx, cert_fault: typeof read === "string" ? read : null,
      };
      await tx`insert into registry.member_year ${tx(member as never)}`;
    }
  });
  return { county, id };
}
