/** The door of measures for other slices: the household that an act of help is about, and what follows every such act. */
export { follow, houseOf, peopleOf, type Desk, type House, type Key, type Person } from "./house.ts";
