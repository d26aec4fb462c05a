/**
 * What follows the registry in the demonstration: one stage per slice, in this order, each laid out once. A stage is a
 * transaction or can be repeated, so that an interrupted start goes on with the stage that is missing.
 */
import type { CountyPlan } from "@diguan/core/demo/household.ts";
import type { FieldCrypto } from "../access/crypto.ts";
import { assessmentStage } from "./assessment.ts";
import type { Db } from "../postgres/pool.ts";
import { departmentsStage } from "./departments.ts";
import { duplicatesStage } from "./duplicates.ts";
import { evaluationStage } from "./evaluation.ts";
import { modelsStage } from "./models.ts";
import { procedureStage } from "./procedure.ts";
import { rulesStage } from "./rules.ts";

/** `last`: the last year of the registry; `plans`: the counties that were laid out. */
export interface Stage { readonly name: string; run(at: { readonly db: Db; readonly crypto: FieldCrypto; readonly today: string; readonly last: number; readonly plans: readonly CountyPlan[] }): Promise<void> }

// assessments name the models in use, so they come after them
const stages: readonly Stage[] = [modelsStage, assessmentStage, departmentsStage, evaluationStage, duplicatesStage, rulesStage, procedureStage];

/** Runs the stages that are missing; returns how many. */
export async function runStages(at: Parameters<Stage["run"]>[0], done: ReadonlySet<string>): Promise<number> {
  let ran = 0;
  for (const stage of stages) {
    if (done.has(stage.name)) continue;
    await stage.run(at);
    await at.db.asSystem(async (tx) => { await tx.sql`insert into demo.step (name) values (${stage.name}) on conflict do nothing`; });
    ran++;
  }
  return ran;
}
