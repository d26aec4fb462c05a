/** The page of a household in one call: now, or as it stood at a past instant (issue: 「any past state can be shown」). */
import { permits, type Action, type Resource } from "@diguan/core/access/policy.ts";
import type { FindingRow } from "@diguan/core/quality/contract.ts";
import type { FindingView, HouseholdPage } from "@diguan/core/registry/contract.ts";
import { checkHousehold } from "@diguan/core/quality/check.ts";
import { factsOf } from "@diguan/core/quality/facts.ts";
import { judgeGuarantees } from "@diguan/core/registry/guarantee.ts";
import { rewind } from "@diguan/core/registry/history.ts";
import { incomeSteps, incomeYear } from "@diguan/core/registry/income.ts";
import type { HouseholdCase } from "@diguan/core/registry/record.ts";
import { ancestorAt, levels } from "@diguan/core/region-code.ts";
import { Problem } from "@diguan/core/problem.ts";
import type { FieldCrypto } from "../access/crypto.ts";
import type { Tx } from "../postgres/pool.ts";
import { openFindingsOf } from "../quality/service.ts";
import { attachmentsOf, itemsOf } from "./belongings.ts";
import { changesAfter, changesOf } from "./changes.ts";
import { contextFrom, linesFrom, policyOf } from "./context.ts";
import { householdOf, householdValues, memberOf, memberValues, readMembers, readYears, type Key, type MemberRow, type YearRow } from "./rows.ts";
import { viewOfFinding } from "./save.ts";
import { seesClass, showHousehold, showMember, showName, sightOf } from "./view.ts";

export const byPost = (tx: Tx, action: Action, resource: Resource = "household"): boolean => tx.actor !== undefined && permits(tx.actor.role, { action, resource, scope: "region", fields: "C1" });

/** A household's year as it stood at an instant; `undefined` when it did not exist. */
export async function stateAt(tx: Tx, crypto: FieldCrypto, key: Key, row: YearRow | undefined, members: readonly MemberRow[], year: number, at: string): Promise<{ row: YearRow; members: MemberRow[] } | undefined> {
  const changes = await changesAfter(tx, crypto, key, year, at);
  const present = { household: row ? householdValues(row) : undefined, members: Object.fromEntries(members.map((m) => [m.id, memberValues(m)])) };
  const past = rewind(present, changes);
  if (!past.household || !row || row.createdAt > at) return undefined;
  const state = householdOf(past.household);
  const known = new Map(members.map((m) => [m.id, m]));
  const then = Object.entries(past.members).flatMap(([id, values]): MemberRow[] => {
    const now = known.get(id);
    return now && now.createdAt > at ? [] : [{ id, year, version: now?.version ?? 0, batchId: now?.batchId ?? null, createdAt: now?.createdAt ?? at, certFault: now?.certFault ?? null, ...memberOf(values) }];
  });
  then.sort((a, b) => Number(b.active) - Number(a.active) || a.ordinal - b.ordinal);
  return { row: { ...row, ...state, headName: then.find((m) => m.active && m.member.relation === 1)?.member.name ?? null }, members: then };
}

export const caseOf = (row: YearRow, members: readonly MemberRow[]): HouseholdCase => ({ region: row.region, year: row.year, household: row.household, members: members.filter((m) => m.active).map((m) => m.member) });

/** The year asked for, or the latest one. */
export function yearOf(years: readonly YearRow[], asked: number | undefined): YearRow {
  if (years.length === 0) throw new Problem("thing.unknown");
  const found = asked === undefined ? years.at(-1) : years.find((y) => y.year === asked);
  if (!found) throw new Problem("registry.noYear", { year: asked ?? 0 });
  return found;
}

export async function pathOf(tx: Tx, region: number): Promise<{ code: number; name: string }[]> {
  const codes = levels.slice(1).map((level) => ancestorAt(region, level)).filter((c) => c !== undefined);
  const rows = await tx.sql<{ code: number; name: string }[]>`select code, name from regions.region where code in ${tx.sql(codes)} and valid_to is null order by level`;
  return rows.map(({ code, name }) => ({ code, name }));
}

const viewOfRecord = (f: FindingRow): FindingView => ({ id: f.id, state: f.state, deadline: f.deadline, memberName: f.memberName, rule: f.rule, severity: f.severity, field: f.field, memberCode: null, memberIndex: null, args: f.args });

export async function householdPage(tx: Tx, crypto: FieldCrypto, key: Key, asked: { readonly year?: number | undefined; readonly at?: string | undefined }, today: string): Promise<HouseholdPage> {
  const years = await readYears(tx, crypto, key);
  const now = yearOf(years, asked.year);
  const sight = sightOf(tx);
  const at = asked.at === undefined ? undefined : new Date(asked.at).toISOString();
  const [onRecord, everybody, path, policy, items, attachments, changes] = await Promise.all([
    openFindingsOf(tx, key.county, key.id, now.year, today), readMembers(tx, crypto, key, now.year), pathOf(tx, now.region), policyOf(tx, now.region),
    itemsOf(tx, key, now.year, at), attachmentsOf(tx, key, at), changesOf(tx, key, { limit: 8, until: at }, sight),
  ]);
  const [lines, ctx] = [linesFrom(policy, years.map((y) => y.year)), contextFrom(policy, now.year, today)];
  const then = at === undefined ? { row: now, members: everybody } : await stateAt(tx, crypto, key, now, everybody, now.year, at);
  if (!then) throw new Problem("registry.noYear", { year: now.year });
  const { row, members } = then;
  const asOf = today < `${row.year}-12-31` ? today : `${row.year}-12-31`;
  const household = showHousehold(row.household, sight);
  const views = members.map((m) => showMember(m, sight, asOf));
  const nameOf = new Map(views.map((m) => [m.id, m.name]));
  const inClear = seesClass(sight, "C2");
  const aCase = caseOf(row, members);
  const line = lines.get(row.year);
  return {
    key, code: row.household.householdCode, year: row.year, version: row.version, valid: row.valid, region: row.region, path, source: row.source, updatedAt: row.updatedAt, at: at ?? null,
    headName: showName(row.headName ?? "", null, true, sight), household, members: views, labourCount: aCase.members.filter((m) => m.labour === 1 || m.labour === 2 || m.labour === 5).length,
    years: years.map((y) => ({ year: y.year, perCapitaFen: inClear ? y.household.perCapitaFen : null, lineFen: lines.get(y.year)?.fen ?? null, exitState: y.household.exitState, yearMembers: y.household.yearMembers, valid: y.valid })),
    line: line ?? null, accounting: incomeYear(row.year),
    steps: inClear && row.household.netFen !== null ? incomeSteps(row.household).map((s) => ({ field: s.field, sign: s.sign, part: s.part === true, amount: s.amount })) : null,
    items: inClear ? items.map((i) => ({ ...i, memberName: i.memberId === null ? null : (nameOf.get(i.memberId) ?? null) })) : [],
    guarantees: seesClass(sight, "C3") ? judgeGuarantees(factsOf(aCase, ctx)).map((j) => ({ ...j, members: [...j.members] })) : null,
    findings: !byPost(tx, "view", "finding") ? [] : at === undefined ? onRecord.map(viewOfRecord) : checkHousehold(aCase, ctx).map(viewOfFinding),
    attachments: byPost(tx, "view", "attachment") ? attachments : [], changes: changes.rows, changesMore: changes.next !== null,
    may: { edit: byPost(tx, "edit") && at === undefined, create: byPost(tx, "create") && at === undefined, reveal: byPost(tx, "reveal"), attach: byPost(tx, "create", "attachment") && at === undefined },
  };
}
