/** The posts that an account may act under today. */
import { roleName } from "@diguan/core/access/labels.ts";
import type { Post } from "@diguan/core/access/contract.ts";
import type { Role } from "@diguan/core/access/policy.ts";
import type { Locale } from "@diguan/core/problem.ts";
import { levelOf } from "@diguan/core/region-code.ts";
import type { Tx } from "../postgres/pool.ts";
import { placeNames } from "../regions/service.ts";

export interface HeldPost { readonly id: string; readonly role: Role; readonly region: number; readonly validFrom: string; readonly validTo: string | null }

/** Valid on `today` (China date), the oldest first. */
export const currentPosts = (tx: Tx, accountId: string, today: string): Promise<HeldPost[]> => tx.sql<HeldPost[]>`
  select id, role, region, valid_from as "validFrom", valid_to as "validTo"
    from access.post
   where account_id = ${accountId} and ended_at is null and valid_from <= ${today} and coalesce(valid_to >= ${today}, true)
   order by created_at, id`;

const nation = { "zh-CN": "全国", en: "the nation" } as const;

/** Posts with the names of their role and place, in the reader's language. */
export async function describePosts<P extends HeldPost>(tx: Tx, posts: readonly P[], locale: Locale): Promise<(P & Post)[]> {
  const places = await placeNames(tx, posts.map((p) => p.region));
  return posts.map((p) => ({ ...p, roleName: roleName(p.role, locale), regionName: p.region === 0 ? nation[locale] : places.get(p.region) || String(p.region), level: levelOf(p.region) }));
}
