/** Demonstration of 查重: both counties are searched, and of the pairs that are found a few are decided, so that every state of the page has one. */
import { randomUUID } from "node:crypto";
import { decidePair } from "../comparison/duplicates.ts";
import { searchCounty } from "../comparison/duplicates-search.ts";
import type { Actor } from "../postgres/pool.ts";
import { rangeOf } from "@diguan/core/region-code.ts";
import type { Stage } from "./stages.ts";

const decisions = [["visit", "两处均有居住记录，请村里入户核实"], ["same", "两户的证件和照片为同一人，一户须办理减少"]] as const;
/** Pairs that stay open for the reader. */
const keptOpen = 3;

export const duplicatesStage: Stage = {
  name: "duplicates",
  run: async ({ db, crypto, today, plans }) => {
    await db.owner`analyze registry.member_year, registry.household_year`;
    for (const { county } of plans) await searchCounty(db, crypto, county.code, today);
    const [county] = plans;
    if (!county) return;
    const region = county.county.code * 1_000_000;
    const [post] = await db.asSystem((tx) => tx.sql<{ accountId: string; postId: string; name: string }[]>`
      select p.account_id as "accountId", p.id as "postId", a.display_name as name from access.post p join access.account a on a.id = p.account_id where p.role = 'countyOfficer' and p.region = ${region} order by p.valid_from, p.id limit 1`);
    if (!post) return;
    const officer: Actor = { ...post, role: "countyOfficer", scope: rangeOf(region) };
    await db.within(officer, async (tx) => {
      // the least probable ones are decided: the telling ones wait for the reader
      const open = await tx.sql<{ county: number; id: string; version: number; decided: boolean }[]>`
        select p.county, p.id, p.version, exists (select from comparison.duplicate_decision d where d.county = p.county and d.pair_id = p.id) as decided
          from comparison.duplicate_pair p where p.county = ${county.county.code} and p.region between ${tx.scope.lo} and ${tx.scope.hi} and p.state = 'open' order by p.probability, p.id`;
      for (const [i, [act, reason]] of decisions.entries()) {
        const pair = open[i];
        if (pair && !pair.decided && open.length - i > keptOpen) await decidePair(tx, { pair, version: pair.version, act, reason, key: randomUUID() });
      }
    });
  },
};
