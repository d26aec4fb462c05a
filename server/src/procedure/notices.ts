/** Notices as the public sees them, before they are posted and while they stand; afterwards there is nothing to see (domain guide §10.3). */
import type { PublicNotice } from "@diguan/core/procedure/contract-more.ts";
import { purposeNames, type Purpose } from "@diguan/core/procedure/names.ts";
import { publicItem, showsOn, type PublicItem } from "@diguan/core/procedure/notice.ts";
import { Problem } from "@diguan/core/problem.ts";
import { countyOf } from "@diguan/core/region-code.ts";
import { daysBetween } from "@diguan/core/time.ts";
import type { Tx } from "../postgres/pool.ts";
import { regionNames } from "../regions/service.ts";
import { definitionOf, termsAt } from "./definitions.ts";
import { ofPlace, openFiles, type Key } from "./rows.ts";

export interface NoticeRow { readonly county: number; readonly id: string; readonly region: number; readonly token: string; readonly purpose: Purpose; readonly step: string; readonly title: string; readonly from: string; readonly to: string; readonly place: string }
interface ItemRow { readonly caseId: string; readonly ordinal: number; readonly item: PublicItem; readonly definitionId: string; readonly definitionRegion: number; readonly definitionVersion: number; readonly name: string; readonly groupName: string | null; readonly members: number | null; readonly village: number }

const noticeColumns = `county, id, region, token, purpose, step, title, from_on as "from", to_on as "to", place`;

export async function noticeByToken(tx: Tx, token: string): Promise<NoticeRow | undefined> {
  return (await tx.sql<NoticeRow[]>`select ${tx.sql.unsafe(noticeColumns)} from procedure.notice where county = ${Number(token.slice(0, 6))} and token = ${token} and ${ofPlace(tx)}`)[0];
}
export async function noticeByKey(tx: Tx, key: Key): Promise<NoticeRow> {
  const [row] = await tx.sql<NoticeRow[]>`select ${tx.sql.unsafe(noticeColumns)} from procedure.notice where county = ${key.county} and id = ${key.id} and ${ofPlace(tx)}`;
  if (!row) throw new Problem("thing.unknown");
  return row;
}

/** Items whose case still stands under this notice; one that was sent back or refused is no longer shown. */
export const itemsOf = (tx: Tx, n: NoticeRow, all = false): Promise<ItemRow[]> => tx.sql<ItemRow[]>`
  select i.case_id as "caseId", i.ordinal, i.item, c.definition_id as "definitionId", c.definition_region as "definitionRegion", c.definition_version as "definitionVersion", c.name, c.group_name as "groupName", c.members, c.region as village
    from procedure.notice_item i join procedure.case_file c on c.county = i.county and c.id = i.case_id
   where i.county = ${n.county} and i.notice_id = ${n.id} ${all ? tx.sql`` : tx.sql`and c.notice_id = ${n.id}`} and i.region between ${tx.scope.lo} and ${tx.scope.hi}
   order by i.ordinal`;

async function places(tx: Tx, region: number): Promise<{ village: string; town: string; county: string }> {
  const codes = [region, Math.floor(region / 1000) * 1000, countyOf(region) * 1_000_000];
  const names = await regionNames(tx, codes);
  const name = (code: number | undefined): string => (code === undefined ? "" : (names.get(code) ?? ""));
  return { village: region % 1000 === 0 ? "" : name(codes[0]), town: name(codes[1]), county: name(codes[2]) };
}

async function page(tx: Tx, n: NoticeRow, items: readonly ItemRow[], today: string): Promise<PublicNotice> {
  const [first] = items;
  const d = first && await definitionOf(tx, { id: first.definitionId, region: first.definitionRegion, version: first.definitionVersion });
  const step = d?.steps.find((s) => s.name === n.step);
  const { terms } = await termsAt(tx, n.region, n.from);
  // the copy that was made when it was posted, field by field: a field that is not named here cannot appear
  return {
    purpose: n.purpose, title: n.title, step: { zh: step?.zh ?? n.step, en: step?.en ?? n.step }, ...await places(tx, n.region), from: n.from, to: n.to, daysLeft: Math.max(0, daysBetween(today, n.to) + 1), place: n.place,
    items: items.map(({ ordinal, item }) => ({ key: ordinal, name: item.name, village: item.village, group: item.group, members: item.members })), checkDays: terms.PROCEDURE_OBJECTION_DAYS,
  };
}

/** The page behind a public address; `thing.unknown` for an address that never was, `notice.expired` (410) once its days are over or all its cases were taken back. */
export async function publicNotice(tx: Tx, token: string, today: string): Promise<PublicNotice> {
  const n = await noticeByToken(tx, token);
  if (!n) throw new Problem("thing.unknown");
  const items = showsOn(n, today) ? await itemsOf(tx, n) : [];
  if (items.length === 0) throw new Problem("notice.expired");
  return page(tx, n, items, today);
}

/** The case behind an item of a notice that stands. */
export async function caseOfItem(tx: Tx, token: string, ordinal: number, today: string): Promise<{ notice: NoticeRow; key: Key }> {
  const notice = await noticeByToken(tx, token);
  if (!notice) throw new Problem("thing.unknown");
  const item = showsOn(notice, today) ? (await itemsOf(tx, notice)).find((i) => i.ordinal === ordinal) : undefined;
  if (!item) throw new Problem("notice.expired");
  return { notice, key: { county: notice.county, id: item.caseId } };
}

/** What would be shown if these cases were posted now: made by the same function as the page itself. */
export async function previewOf(tx: Tx, asked: { readonly cases: readonly Key[]; readonly from: string; readonly to: string; readonly place: string; readonly title?: string | undefined }, today: string): Promise<PublicNotice> {
  const opened = await openFiles(tx, asked.cases, false);
  const [first] = opened;
  if (!first || opened.length !== asked.cases.length) throw new Problem("thing.unknown");
  const { file, standing } = first;
  const names = await regionNames(tx, new Set(opened.map((o) => o.file.region)));
  const region = new Set(opened.map((o) => o.file.region)).size === 1 ? file.region : Math.floor(file.region / 1000) * 1000;
  const n: NoticeRow = { county: file.county, id: "", region, token: "", purpose: file.purpose, step: standing.next?.name ?? "", title: asked.title ?? `${purposeNames[file.purpose].zh}${standing.next?.zh ?? ""}`, from: asked.from, to: asked.to, place: asked.place };
  return page(tx, n, opened.map(({ file: f }, ordinal) => ({
    caseId: f.id, ordinal, item: publicItem({ headName: f.name, village: names.get(f.region) ?? "", groupName: f.groupName, members: f.members }), definitionId: f.definitionId, definitionRegion: f.definitionRegion, definitionVersion: f.definitionVersion, name: f.name, groupName: f.groupName, members: f.members, village: f.region,
  })), today);
}

/** Notices that stand in a village, where the place's policy lists them on the net. */
export async function listOf(tx: Tx, region: number, today: string): Promise<{ village: string; listed: boolean; rows: { address: string; title: string; from: string; to: string; n: number }[] }> {
  const name = (await regionNames(tx, [region])).get(region);
  if (name === undefined || region % 1000 === 0) throw new Problem("thing.unknown");
  const { terms } = await termsAt(tx, region, today);
  if (terms.PROCEDURE_PUBLIC_LIST !== 1) return { village: name, listed: false, rows: [] };
  const rows = await tx.sql<{ token: string; title: string; from: string; to: string; n: number }[]>`
    select n.token, n.title, n.from_on as "from", n.to_on as "to", count(*)::int as n
      from procedure.notice n
      join procedure.notice_item i on i.county = n.county and i.notice_id = n.id
      join procedure.case_file c on c.county = i.county and c.id = i.case_id and c.notice_id = n.id
     where n.county = ${countyOf(region)} and n.region = ${region} and n.from_on <= ${today} and n.to_on >= ${today} and n.region between ${tx.scope.lo} and ${tx.scope.hi}
     group by n.token, n.title, n.from_on, n.to_on order by n.to_on limit 50`;
  return { village: name, listed: true, rows: rows.map(({ token, ...r }) => ({ address: `/notice/${token}`, ...r })) };
}
