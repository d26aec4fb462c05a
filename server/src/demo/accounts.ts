/** Demonstration accounts: one for every role, each where that role works (issue 2: «sign in as each demonstration role»). */
import type { Role } from "@diguan/core/access/policy.ts";
import { createAccount } from "../access/service.ts";
import type { Tx } from "../postgres/pool.ts";

/** Shown on the sign-in page of a demonstration instance only. */
export const demonstrationPassword = "diguan-demo";
/** First day of the posts: before the years that the demonstration shows. */
const since = "2014-01-01";

const county = 990_102_000_000;
const town = 990_102_100_000;
const village = 990_102_100_200;

const people: readonly { readonly role: Role; readonly name: string; readonly displayName: string; readonly region: number }[] = [
  { role: "countyOfficer", name: "county", displayName: "沈静", region: county },
  { role: "townOfficer", name: "town", displayName: "罗正平", region: town },
  { role: "villageWorker", name: "village", displayName: "田秀珍", region: village },
  { role: "teamMember", name: "team", displayName: "何志强", region: village },
  { role: "helper", name: "helper", displayName: "周明", region: county },
  { role: "countyFinance", name: "finance", displayName: "许丽娟", region: county },
  { role: "departmentOfficer", name: "department", displayName: "彭建军", region: county },
  { role: "cityOverseer", name: "city", displayName: "顾海燕", region: 990_100_000_000 },
  { role: "provinceOverseer", name: "province", displayName: "陆文博", region: 990_000_000_000 },
  // what one person of the province proposes, a second one approves (rules, parameters)
  { role: "provinceOverseer", name: "province2", displayName: "韩卫国", region: 990_000_000_000 },
  { role: "auditor", name: "auditor", displayName: "秦岚", region: 990_100_000_000 },
  { role: "bank", name: "bank", displayName: "钱林", region: county },
  { role: "enterprise", name: "enterprise", displayName: "石磊", region: county },
  { role: "socialOrganisation", name: "social", displayName: "金燕", region: county },
  { role: "household", name: "household", displayName: "示例农户", region: county },
  { role: "systemAdmin", name: "system", displayName: "系统管理员", region: 990_000_000_000 },
  { role: "securityAdmin", name: "security", displayName: "安全管理员", region: 990_000_000_000 },
  { role: "auditAdmin", name: "audit", displayName: "安全审计员", region: 990_000_000_000 },
];

/** Where the accounts' posts are. */
export const demonstrationPlaces: readonly number[] = people.map((p) => p.region);

/** Makes the accounts; helper and household get the households of the village that they may see. */
export async function seedAccounts(tx: Tx, organisations: ReadonlyMap<Role, string>, today: string): Promise<number> {
  const own = (await tx.sql<{ id: string }[]>`select id from registry.household where county = 990102 and region between ${village} and ${village + 5} order by region, code limit 6`).map((h) => h.id);
  for (const [place, p] of people.entries()) {
    const organisation = organisations.get(p.role);
    const households = p.role === "helper" ? own.slice(0, 5) : p.role === "household" ? own.slice(0, 1) : undefined;
    const made = await createAccount(tx, {
      signInName: p.name, displayName: p.displayName, password: demonstrationPassword, demonstration: true,
      posts: [{ role: p.role, region: p.region, validFrom: since, ...(organisation ? { organisationId: organisation } : {}), ...(households ? { households } : {}) }],
    }, today);
    // The sign-in page lists accounts by age: all were made in one instant, so each is set a second after the one before it.
    await tx.sql`update access.account set created_at = now() + ${place} * interval '1 second' where id = ${made.id}`;
  }
  return people.length;
}
