/** Critical values of the χ² distribution as printed in statistical tables. */
import { describe, expect, it } from "vitest";
import { chiSquareUpper, logGamma, uniformTest } from "./chi-square.ts";

describe("χ²", () => {
  it("has the critical values of the tables", () => {
    for (const [x, df, p] of [[3.841, 1, 0.05], [16.919, 9, 0.05], [21.666, 9, 0.01], [27.877, 9, 0.001], [2.088, 9, 0.99], [124.342, 100, 0.05]] as const) expect(chiSquareUpper(x, df)).toBeCloseTo(p, 4);
    expect(chiSquareUpper(0, 9)).toBe(1);
    expect(logGamma(5)).toBeCloseTo(Math.log(24), 9);
  });
  it("tells even counts from heaped ones", () => {
    expect(uniformTest([10, 10, 10, 30])).toMatchObject({ chi2: 20 });
    expect(uniformTest([10, 10, 10, 30]).p).toBeCloseTo(0.000_169_7, 6);
    expect(uniformTest([7, 5, 6, 4, 5, 6, 5, 7, 4, 6]).p).toBeGreaterThan(0.9);
    expect(uniformTest([])).toEqual({ chi2: 0, p: 1 });
  });
});
