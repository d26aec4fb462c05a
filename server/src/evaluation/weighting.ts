/** Experts' weights of the six precisions: a pairwise comparison is kept only when it does not contradict itself (consistency ratio < 0.10). */
import { ahp } from "@diguan/core/evaluation/weights.ts";
import { Problem } from "@diguan/core/problem.ts";
import { audit } from "../audit.ts";
import type { Tx } from "../postgres/pool.ts";
import { inSight } from "./precision.ts";

export async function weigh(tx: Tx, asked: { readonly id: string; readonly region: number; readonly name: string; readonly matrix: readonly (readonly number[])[] }): Promise<{ weights: number[]; consistency: number }> {
  await inSight(tx, asked.region);
  const judged = ((): ReturnType<typeof ahp> => { try { return ahp(asked.matrix); } catch (e) { if (e instanceof RangeError) throw new Problem("evaluation.matrix"); throw e; } })();
  if (!judged.usable) throw new Problem("evaluation.inconsistent", { ratio: judged.consistency.toFixed(2) });
  const [known] = await tx.sql<{ same: boolean }[]>`select matrix = ${tx.sql.json(asked.matrix as never)} as same from evaluation.weighting where id = ${asked.id}`;
  if (known && !known.same) throw new Problem("key.reused");
  if (!known) {
    await tx.sql`
      insert into evaluation.weighting (id, region, name, matrix, weights, consistency, account_id, by_name)
      values (${asked.id}, ${asked.region}, ${asked.name}, ${tx.sql.json(asked.matrix as never)}, ${judged.weights as number[]}, ${judged.consistency}, ${tx.actor?.accountId ?? null}, ${tx.actor?.name ?? null})`;
    await audit(tx, "create", "evaluation", { region: asked.region, target: asked.id, detail: { weights: judged.weights, consistency: judged.consistency } });
  }
  return { weights: [...judged.weights], consistency: judged.consistency };
}
