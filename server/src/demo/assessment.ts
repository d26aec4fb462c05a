/** The demonstration's households assessed for the last year, so that the pages have something to say at the first start. */
import { derivedId } from "../access/crypto.ts";
import { assessCounty } from "../identification/assess.ts";
import type { Stage } from "./stages.ts";

export const assessmentStage: Stage = {
  name: "assessment",
  run: async ({ db, last, plans }) => {
    for (const { county } of plans) await db.asSystem((tx) => assessCounty(tx, { key: derivedId("assessment", county.code, `demonstration|${last}`), county: county.code, year: last }));
    await db.owner`analyze identification.assessment, identification.assessment_household`;
  },
};
