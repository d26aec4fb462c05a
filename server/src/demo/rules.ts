/** Demonstration stage of eligibility rules: the guide's rules as those of 示例省, simulated over the province and in force (issue 3 item 3). */
import { defaultRules } from "@diguan/core/policy/default-rules.ts";
import { derivedId } from "../access/crypto.ts";
import { createSet, decideVersion, finishRun, startRun } from "../policy/service.ts";
import type { Stage } from "./stages.ts";

const province = 990_000_000_000;
/** First day in force, and the day whose parameters the simulation takes: monitoring begins after 2020. */
const inForce = { identification: "2014-01-01", exit: "2014-01-01", measure: "2014-01-01", monitoring: "2021-01-01" } as const;
/** Ids follow from names, so that a stage that was interrupted goes on with what is missing. */
const idOf = (what: string): string => derivedId("rules", 0, what);

export const rulesStage: Stage = {
  name: "rules",
  run: async ({ db, today, last }) => {
    for (const rule of defaultRules) {
      const [id, run] = [idOf(rule.purpose), idOf(`${rule.purpose}|run`)];
      const began = await db.asSystem(async (tx) => (await tx.sql`select from policy.rule_event where set_id = ${id} and act = 'approved' limit 1`).length > 0);
      if (began) continue;
      await db.asSystem((tx) => createSet(tx, { ...rule, id, key: idOf(`${rule.purpose}|text`), region: province }));
      const on = rule.purpose === "monitoring" ? inForce.monitoring : `${last}-12-31`;
      await db.asSystem((tx) => startRun(tx, { key: run, id, version: 1, region: province, year: last, on, today }));
      await finishRun(db, run);
      await db.asSystem(async (tx) => {
        await decideVersion(tx, id, 1, { act: "submit", note: "" }, today);
        await decideVersion(tx, id, 1, { act: "approve", activeFrom: inForce[rule.purpose], note: "示例数据：由平台铺设" }, today);
      });
    }
  },
};
