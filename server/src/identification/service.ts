/** The door of identification for other slices: facts of households, which follow the registry, and sums of villages. */
export { fillMissingFacts } from "./missing.ts";
export { measuresOf, type PlaceMeasures } from "./measures.ts";
export { factsOf, factsRow, refreshFacts, type HouseholdFactsRow, type Which } from "./facts.ts";
