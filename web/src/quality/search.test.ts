/** The address carries tab, filters and the open finding; whatever else stands there is left out. */
import { describe, expect, test } from "vitest";
import { filtered, openKey, readOpen, readQualitySearch, viewOf } from "./search.ts";

const id = "0190b6f2-7c1e-8a44-9c2d-0123456789ab";

describe("address of data quality", () => {
  test("keeps what it knows", () => {
    expect(readQualitySearch({ state: "settled", severity: "E", rule: "DQ-032", due: "overdue", assigned: "me", village: "990102101001", text: 9901, open: `990102.${id}` }))
      .toEqual({ state: "settled", severity: "E", rule: "DQ-032", due: "overdue", assigned: "me", village: 990_102_101_001, text: "9901", open: `990102.${id}` });
  });
  test("drops what it does not", () => {
    expect(readQualitySearch({ view: "x", state: "1", severity: "e", rule: "DQ-32", due: "soon", assigned: "<b>", village: "-1", text: "", open: "../.." })).toEqual({});
  });
  test("without a filter it is the overview, with one the list", () => {
    expect([viewOf({}), viewOf({ severity: "E" }), viewOf({ open: `990102.${id}` }), viewOf({ view: "rules" })]).toEqual(["overview", "list", "list", "rules"]);
    expect([filtered({ open: `990102.${id}` }), filtered({ due: "overdue" })]).toEqual([false, true]);
  });
  test("an open finding is named by county and id", () => { expect(readOpen(openKey({ county: 990_102, id }))).toEqual({ county: 990_102, id }); });
});
