/** Income as line items (domain guide §1.6): added and withdrawn, never overwritten; the year's parts are their sums, totals follow. */
import type { z } from "zod";
import { Problem } from "@diguan/core/problem.ts";
import { codeLists, type Code } from "@diguan/core/registry/codes.ts";
import type { addIncome, Outcome, withdrawIncome } from "@diguan/core/registry/contract-write.ts";
import { incomeYear, openingItems, partsOfItems } from "@diguan/core/registry/income.ts";
import { benefitsEndOn, departures } from "@diguan/core/registry/natural.ts";
import { isRealDate } from "@diguan/core/time.ts";
import { derivedId } from "../access/crypto.ts";
import { itemsOf, type ItemRow } from "./belongings.ts";
import { follow, openDossier, openYear, save, type Desk, type Dossier } from "./dossier.ts";
import type { Key } from "./rows.ts";
import { auditChange, type Year } from "./save.ts";

type Added = z.output<typeof addIncome.body>;
const kinds: readonly Code[] = codeLists.incomeKind;

/** A record known only as sums (an imported file) becomes line items of the same sums before the first is added or withdrawn. */
async function itemised(desk: Desk, dossier: Dossier, { row }: Year): Promise<ItemRow[]> {
  const { key } = dossier;
  const known = await itemsOf(desk.tx, key, row.year);
  if (known.length > 0) return known;
  for (const item of openingItems(row.household)) {
    const id = derivedId("openingItem", key.county, `${key.id}|${row.year}|${item.kind}`);
    await desk.tx.sql`
      insert into registry.income_item (county, household_id, year, id, region, kind, amount_fen, from_on, to_on, source)
      values (${key.county}, ${key.id}, ${row.year}, ${id}, ${dossier.region}, ${item.kind}, ${item.amountFen}, ${incomeYear(row.year).from}, ${incomeYear(row.year).to}, ${row.source})`;
  }
  return itemsOf(desk.tx, key, row.year);
}

const summed = (before: Year, items: readonly ItemRow[]): Year => ({ members: before.members, row: { ...before.row, household: { ...before.row.household, ...partsOfItems(items.filter((i) => i.withdrawnAt === null)) } } });

/** Rules are asked about the sums as they would be, before an item is written. */
async function recount(desk: Desk, dossier: Dossier, before: Year, items: readonly ItemRow[], asked: { readonly source: number; readonly reason?: string | undefined; readonly evidence?: string | undefined; readonly explanation?: string | undefined }): Promise<Outcome> {
  return save(desk, before, summed(before, items), { act: "income", source: asked.source, reason: asked.reason, evidence: asked.evidence, explanation: asked.explanation });
}

export async function addItem(desk: Desk, key: Key, asked: Added): Promise<Outcome & { itemId: string | null }> {
  if (!kinds.some((k) => k.value === asked.kind)) throw new Problem("registry.value", { field: "收入类别", key: "kind", fault: "code", detail: "不在代码表内" });
  const dossier = await openDossier(desk, key);
  const before = openYear(dossier, asked.year);
  const period = { from: asked.from ?? incomeYear(asked.year).from, to: asked.to ?? incomeYear(asked.year).to };
  if (!isRealDate(period.from) || !isRealDate(period.to) || period.to < period.from) throw new Problem("registry.day", { on: `${period.from}–${period.to}`, fault: "date", detail: "起止日期不对" });
  refuseAfterDeath(dossier, asked, period.from);
  const items = await itemised(desk, dossier, before);
  const item: ItemRow = { id: asked.key, memberId: asked.memberId ?? null, kind: asked.kind, amountFen: asked.amountFen, ...period, source: asked.source, evidence: asked.evidence ?? null, note: asked.note ?? null, at: "", withdrawnAt: null };
  const outcome = await recount(desk, dossier, before, [...items, item], asked);
  if (!outcome.saved) return { ...outcome, itemId: null };
  await desk.tx.sql`
    insert into registry.income_item (county, household_id, year, id, region, member_id, kind, amount_fen, from_on, to_on, source, evidence, note)
    values (${key.county}, ${key.id}, ${asked.year}, ${asked.key}, ${dossier.region}, ${item.memberId}, ${item.kind}, ${item.amountFen}, ${item.from}, ${item.to}, ${item.source}, ${item.evidence}, ${item.note})`;
  await auditChange(desk.tx, "edit", before.row, { act: "incomeAdded", kind: asked.kind, amountFen: asked.amountFen });
  await follow(desk, [{ key, region: dossier.region, years: [asked.year] }], asked.explanation);
  return { ...outcome, itemId: asked.key };
}

/** 死亡 stops all personal benefits from the next month: nothing is earned or received for a later period. */
function refuseAfterDeath(dossier: Dossier, asked: Added, from: string): void {
  if (asked.memberId === undefined) return;
  const member = dossier.members.findLast((m) => m.id === asked.memberId);
  if (!member) throw new Problem("thing.unknown");
  if (!member.active && member.departure === departures.death && member.leftOn !== null && from >= benefitsEndOn(member.leftOn)) {
    throw new Problem("registry.memberLeft", { name: member.member.name, on: member.leftOn, why: "死亡", key: "income", field: "收入" });
  }
}

export async function withdrawItem(desk: Desk, key: Key, asked: z.output<typeof withdrawIncome.body>): Promise<Outcome> {
  const dossier = await openDossier(desk, key);
  const before = openYear(dossier, asked.year);
  const items = await itemised(desk, dossier, before);
  const item = items.find((i) => i.id === asked.itemId);
  if (!item || item.withdrawnAt !== null) throw new Problem("thing.unknown");
  const outcome = await recount(desk, dossier, before, items.filter((i) => i.id !== item.id), { source: 2, reason: asked.reason, explanation: asked.explanation });
  if (!outcome.saved) return outcome;
  await desk.tx.sql`update registry.income_item set withdrawn_at = clock_timestamp() where county = ${key.county} and household_id = ${key.id} and year = ${asked.year} and id = ${item.id}`;
  await auditChange(desk.tx, "edit", before.row, { act: "incomeWithdrawn", kind: item.kind, amountFen: item.amountFen }, asked.reason);
  await follow(desk, [{ key, region: dossier.region, years: [asked.year] }], asked.explanation);
  return outcome;
}
