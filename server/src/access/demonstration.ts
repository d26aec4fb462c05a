/** The accounts that a demonstration instance offers on its sign-in page; a real instance offers none and lets none of them in. */
import { roleName } from "@diguan/core/access/labels.ts";
import type { Role } from "@diguan/core/access/policy.ts";
import type { Locale } from "@diguan/core/problem.ts";
import type { Config } from "../config.ts";
import type { Tx } from "../postgres/pool.ts";
import { describePosts } from "./posts.ts";

export interface DemonstrationAccount { readonly name: string; readonly displayName: string; readonly password: string; readonly role: Role; readonly roleName: string; readonly region: number; readonly regionName: string }

export async function demonstrationAccounts(tx: Tx, config: Config, locale: Locale): Promise<{ demonstration: boolean; rows: DemonstrationAccount[] }> {
  if (!config.demonstration) return { demonstration: false, rows: [] };
  const rows = await tx.sql<{ name: string; displayName: string; password: string; id: string; role: Role; region: number; validFrom: string; validTo: string | null }[]>`
    select distinct on (a.created_at, a.id) a.sign_in_name as name, a.display_name as "displayName", a.demonstration_password as password, p.id, p.role, p.region, p.valid_from as "validFrom", p.valid_to as "validTo"
      from access.account a join access.post p on p.account_id = a.id
     where a.demonstration_password is not null and a.state = 'active' and p.ended_at is null
     order by a.created_at, a.id, p.created_at
     limit 60`;
  const described = await describePosts(tx, rows, locale);
  return { demonstration: true, rows: described.map(({ name, displayName, password, role, region, regionName }) => ({ name, displayName, password, role, roleName: roleName(role, locale), region, regionName })) };
}
