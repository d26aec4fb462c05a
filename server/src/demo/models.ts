/** The demonstration's poverty models of the last year, so that assessments and pages name one at the first start. */
import { derivedId } from "../access/crypto.ts";
import { fitModels } from "../identification/models-fit.ts";
import type { Stage } from "./stages.ts";

export const modelsStage: Stage = {
  name: "models",
  run: async ({ db, today, last, plans }) => {
    // a county of a handful of households gets no model, and its pages say so
    for (const { county } of plans) await db.asSystem((tx) => fitModels(tx, { id: derivedId("model", county.code, `demonstration|${last}`), county: county.code, year: last, seed: "1", today }));
    await db.owner`analyze identification.model, identification.village_degree, identification.household_degree`;
  },
};
