/** Reading the audit trail of one's area: by time, person, act and target; newest first, or all of it as CSV (domain guide §10.5). */
import type { AuditEntry, AuditFilter } from "@diguan/core/access/contract-admin.ts";
import { roleName } from "@diguan/core/access/labels.ts";
import { roles } from "@diguan/core/access/policy.ts";
import type { Locale } from "@diguan/core/problem.ts";
import { addDays } from "@diguan/core/time.ts";
import type { Actor, Db } from "../postgres/pool.ts";
import { placeNames } from "../regions/service.ts";
import { foldName } from "./service.ts";

type Row = Omit<AuditEntry, "accountName" | "roleName" | "regionName" | "targetName"> & { readonly cursor: string };
export interface Page { readonly after?: string | undefined; readonly limit: number }

/** Entries whose target is an account. */
const aboutPeople: readonly string[] = ["session", "account"];
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const midnight = (date: string): string => `${date}T00:00:00+08:00`;

export async function readTrail(db: Db, actor: Actor, filter: AuditFilter, page: Page, locale: Locale): Promise<{ rows: AuditEntry[]; next: string | null }> {
  const who = filter.account ? await accountsNamed(db, filter.account) : undefined;
  const rows = await db.within(actor, (tx) => {
    const [at, id] = /^([^|]{1,40})\|(\d{1,15})$/.exec(page.after ?? "")?.slice(1) ?? [];
    return tx.sql<Row[]>`
      select e.id, e.at, e.at::text || '|' || e.id as cursor, e.account_id as "accountId", e.role, e.action, e.resource, e.region, e.target, e.purpose, e.detail, e.address
        from audit.entry e
       where coalesce(e.region, 0) between ${tx.scope.lo} and ${tx.scope.hi}
         ${filter.from ? tx.sql`and e.at >= ${midnight(filter.from)}` : tx.sql``} ${filter.to ? tx.sql`and e.at < ${midnight(addDays(filter.to, 1))}` : tx.sql``}
         ${who ? tx.sql`and e.account_id = any (${who}::uuid[])` : tx.sql``} ${filter.action ? tx.sql`and e.action = ${filter.action}` : tx.sql``} ${filter.target ? tx.sql`and e.target = ${filter.target}` : tx.sql``}
         ${at && id && !Number.isNaN(Date.parse(at)) ? tx.sql`and (e.at, e.id) < (${at}::text::timestamptz, ${Number(id)})` : tx.sql``}
       order by e.at desc, e.id desc limit ${page.limit + 1}`;
  });
  const shown = rows.slice(0, page.limit);
  return { rows: await describe(db, shown, locale), next: rows.length > page.limit ? (shown.at(-1)?.cursor ?? null) : null };
}

/** Who acts in an area may be kept elsewhere: names are looked up by the platform, for the ids that the area's entries show. */
const describe = (db: Db, rows: readonly Row[], locale: Locale): Promise<AuditEntry[]> => db.asSystem(async (tx) => {
  const subject = (r: Row): string | undefined => (aboutPeople.includes(r.resource) && r.target !== null && uuid.test(r.target) ? r.target : undefined);
  const ids = [...new Set(rows.flatMap((r) => [r.accountId ?? [], subject(r) ?? []].flat()))];
  const names = new Map(ids.length === 0 ? [] : (await tx.sql<{ id: string; name: string }[]>`select id, display_name as name from access.account where id = any (${ids}::uuid[])`).map((a) => [a.id, a.name]));
  const places = await placeNames(tx, rows.flatMap((r) => r.region ?? []));
  return rows.map((r) => {
    const role = roles.find((known) => known === r.role);
    return { ...r, accountName: r.accountId === null ? null : (names.get(r.accountId) ?? null), roleName: role ? roleName(role, locale) : r.role, targetName: names.get(subject(r) ?? "") ?? null, regionName: r.region === null ? null : (places.get(r.region) || String(r.region)) };
  });
});

const accountsNamed = async (db: Db, name: string): Promise<string[]> =>
  (await db.asSystem((tx) => tx.sql<{ id: string }[]>`select id from access.account where sign_in_name = ${foldName(name)} or display_name = ${name} limit 100`)).map((r) => r.id);

/** A cell that no spreadsheet takes for a formula. */
const cell = (value: string | number | null): string => {
  const text = String(value ?? "");
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};
const line = (cells: readonly (string | number | null)[]): string => `${cells.map(cell).join(",")}\r\n`;
const headings = { "zh-CN": ["编号", "时间（中国）", "人员", "岗位", "行为", "对象类别", "区划代码", "地点", "对象", "事由", "详情", "网络地址"], en: ["No.", "time (China)", "person", "post", "act", "kind", "region", "place", "target", "purpose", "detail", "address"] } as const;
const chinaTime = (iso: string): string => new Date(Date.parse(iso) + 8 * 3_600_000).toISOString().replace("T", " ").slice(0, 19);

/** All entries of the filter as CSV with BOM, page after page: memory stays small however long the trail is. */
export async function* trailCsv(db: Db, actor: Actor, filter: AuditFilter, locale: Locale): AsyncGenerator<string> {
  yield `\uFEFF${line(headings[locale])}`;
  let after: string | undefined;
  do {
    const page: { rows: AuditEntry[]; next: string | null } = await readTrail(db, actor, filter, { after, limit: 1000 }, locale);
    yield page.rows.map((r) => line([r.id, chinaTime(r.at), r.accountName, r.roleName, r.action, r.resource, r.region, r.regionName, r.targetName ?? r.target, r.purpose, JSON.stringify(r.detail), r.address])).join("");
    after = page.next ?? undefined;
  } while (after !== undefined);
}
