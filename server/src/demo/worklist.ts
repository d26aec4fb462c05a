/**
 * The first days of data work in the demonstration: the findings of one town are given to its officer, who explains some; the
 * county verifies half of these (two persons, as everywhere). All through the acts that people use.
 */
import type { Role } from "@diguan/core/access/policy.ts";
import { rangeOf } from "@diguan/core/region-code.ts";
import { addDays } from "@diguan/core/time.ts";
import type { Actor, Db } from "../postgres/pool.ts";
import { assign, decide, settle } from "../quality/acts.ts";

const town = 990_102_100_000;
const explanations: Readonly<Record<string, string>> = { "DQ-060": "在外省务工,已在务工地参加城镇职工医保,参保凭证已看。", "DQ-088": "新房已建成入住,旧房待拆除,现场已核实。", "DQ-085": "当年住院支出大,已列入收入监测,帮扶措施已跟上。" };
const usual = "入户核实,情况属实,佐证材料存村。";

/** The demonstration account of a role, acting under its post. */
async function actorOf(db: Db, role: Role): Promise<Actor | undefined> {
  const [found] = await db.asSystem((tx) => tx.sql<{ accountId: string; postId: string; region: number; name: string }[]>`
    select a.id as "accountId", p.id as "postId", p.region, a.display_name as name from access.post p join access.account a on a.id = p.account_id
     where p.role = ${role} and a.demonstration_password is not null limit 1`);
  return found && { accountId: found.accountId, postId: found.postId, role, scope: rangeOf(found.region), name: found.name };
}

interface Open { readonly county: number; readonly id: string; readonly rule: string; readonly version: number }

/** Assigns, explains, verifies; answers how many findings were touched. */
export async function workOn(db: Db, today: string): Promise<number> {
  const [county, officer] = [await actorOf(db, "countyOfficer"), await actorOf(db, "townOfficer")];
  if (!county || !officer) return 0;
  const openOf = (state: string): Promise<readonly Open[]> => db.within(county, async (tx) => tx.sql<Open[]>`
    select county, id, rule, version from quality.finding where region between ${rangeOf(town).lo} and ${rangeOf(town).hi} and state = ${state} and severity <> 'R' and not over_area order by rule, id`);
  const found = await openOf("found");
  if (found.length === 0) return 0;
  const terms = { today, findingDays: 15, exceptionDays: 365 };
  await db.within(county, (tx) => assign(tx, { findings: found, post: officer.postId, deadline: addDays(today, 10), note: "请于十日内入户核实。" }, today));
  const explained = (await openOf("assigned")).filter((_, i) => i % 2 === 0);
  for (const f of explained) await db.within(officer, (tx) => settle(tx, { finding: f, version: f.version, act: "explain", reason: explanations[f.rule] ?? usual }, terms));
  const toVerify = (await openOf("explained")).filter((_, i) => i % 2 === 0);
  for (const f of toVerify) await db.within(county, (tx) => decide(tx, { finding: f, version: f.version, act: "verify" }, terms));
  return found.length;
}
