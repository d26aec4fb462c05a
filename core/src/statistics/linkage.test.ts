/** Linkage: published similarities of Winkler, one-slip against the edit distance, EM on a mixture whose truth is known. */
import { describe, expect, it } from "vitest";
import { clusters } from "./clusters.ts";
import { jaroWinkler, levenshtein, levenshteinSimilarity, oneSlip } from "./linkage-strings.ts";
import { train } from "./linkage-train.ts";
import { maximise, missing, Patterns, presumedM, priorOf, probabilityOf, weightOf } from "./linkage.ts";
import { Random } from "./random.ts";

describe("likeness of texts", () => {
  it("Jaro–Winkler gives the figures of the literature (Winkler 1990; p = .1, prefix of at most 4)", () => {
    expect(jaroWinkler("MARTHA", "MARHTA")).toBeCloseTo(0.961111, 6);
    expect(jaroWinkler("DWAYNE", "DUANE")).toBeCloseTo(0.84, 6);
    expect(jaroWinkler("DIXON", "DICKSONX")).toBeCloseTo(0.813333, 6);
    expect([jaroWinkler("", ""), jaroWinkler("A", ""), jaroWinkler("王", "王"), jaroWinkler("王", "李")]).toEqual([1, 0, 1, 0]);
  });
  it("counts characters, not halves of them", () => {
    expect(levenshtein("𠮷明", "𠮷光")).toBe(1);
    expect(levenshteinSimilarity("𠮷", "吉")).toBe(0);
    expect(jaroWinkler("𠮷明", "𠮷光")).toBeCloseTo(2 / 3 + 0.1 / 3, 9);
  });
  it("edit distances, with exchanged neighbours as one edit when asked", () => {
    expect([levenshtein("kitten", "sitting"), levenshtein("ca", "ac"), levenshtein("ca", "ac", true), levenshtein("", "abc")]).toEqual([3, 2, 1, 3]);
  });
  it("one slip is exactly a Damerau distance of one", () => {
    const r = new Random("slips");
    const text = (): string => Array.from({ length: r.integer(0, 6) }, () => r.pick(["1", "2", "3"])).join("");
    for (let i = 0; i < 20_000; i++) { const [a, b] = [text(), text()]; expect([a, b, oneSlip(a, b)]).toEqual([a, b, levenshtein(a, b, true) === 1]); }
    for (let i = 0; i < 5_000; i++) for (const most of [0, 1, 2]) for (const swaps of [true, false]) { const [a, b] = [text(), text()]; const whole = levenshtein(a, b, swaps); const cut = levenshtein(a, b, swaps, most); expect([a, b, whole <= most ? cut : cut > most]).toEqual([a, b, whole <= most ? whole : true]); }
  });
});

describe("Fellegi–Sunter", () => {
  // three fields; matches and strangers agree independently with known probabilities
  const m = [[0.1, 0.9], [0.05, 0.15, 0.8], [0.2, 0.8]];
  const u = [[0.97, 0.03], [0.9, 0.08, 0.02], [0.6, 0.4]];
  const draw = (r: Random, pairs: number, share: number): Patterns => {
    const p = new Patterns([2, 3, 2]);
    for (let i = 0; i < pairs; i++) { const of = r.chance(share) ? m : u; p.add(p.code(of.map((levels) => (r.chance(0.05) ? missing : r.index(levels))))); }
    return p;
  };
  it("patterns keep their levels", () => {
    const p = new Patterns([2, 3, 2]);
    for (const gamma of [[-1, -1, -1], [1, 2, 1], [0, -1, 1]]) expect(p.gamma(p.code(gamma))).toEqual(gamma);
    expect(p.pairs).toBe(0);
  });
  it("EM finds m and the share of matches again, with u held fixed", () => {
    const s = maximise(draw(new Random("em"), 200_000, 0.2), u, [true, true, true], m.map((f) => presumedM(f.length)));
    expect(s.converged).toBe(true);
    expect(s.lambda).toBeCloseTo(0.2, 1.9);
    for (const [f, levels] of m.entries()) for (const [level, p] of levels.entries()) expect(Math.abs((s.m[f]?.[level] ?? 0) - p)).toBeLessThan(0.02);
  });
  it("a field that a block is made of keeps what it had and does not move the others", () => {
    const blocked = new Patterns([2, 3, 2]);
    const r = new Random("block");
    for (let i = 0; i < 100_000; i++) { const of = r.chance(0.3) ? m : u; blocked.add(blocked.code([1, ...of.slice(1).map((levels) => r.index(levels))])); }
    const start = m.map((f) => presumedM(f.length));
    const s = maximise(blocked, u, [false, true, true], start);
    expect(s.m[0]).toEqual(start[0]);
    expect(s.lambda).toBeCloseTo(0.3, 1);
  });
  it("missing values have factor one, weights are log2(m/u)", () => {
    const field = { m: [0.1, 0.9], u: [0.9, 0.1] };
    expect([weightOf(field, missing), weightOf(field, 1), probabilityOf(0)]).toEqual([0, Math.log2(9), 0.5]);
  });
  it("u is cleared of the matches that random pairs hold, and λ is that of the whole", () => {
    // 1,000 records of each side, all matched; the first field is a number that only matches share, the second a name
    const possible = 1_000_000;
    const random = new Patterns([2, 2]);
    for (const [gamma, pairs] of [[[1, 1], 880], [[1, 0], 20], [[0, 1], 10_000], [[0, 0], 989_100]] as const) random.add(random.code(gamma), pairs);
    const candidates = new Patterns([2, 2]);
    for (const [gamma, pairs] of [[[1, 1], 880], [[1, 0], 20]] as const) candidates.add(candidates.code(gamma), pairs);
    const model = train({ random, same: [900 / possible, 10_880 / possible], lessons: [{ patterns: candidates, teaches: [false, true] }], candidates, possible });
    expect(model.lambda).toBeCloseTo(0.0009, 4);
    expect(model.fields[0]?.u[1] ?? 1).toBeLessThan(2e-4);
    expect(model.fields[1]?.m[1]).toBeCloseTo(880 / 900, 1);
    expect(priorOf(candidates, model.fields, possible)).toBeCloseTo(0.0009, 4);
    expect(model.taughtBy).toEqual([[], [0]]);
  });
  it("groups are tied through others", () => {
    expect([...clusters(6, [[4, 2], [2, 0], [3, 5]])]).toEqual([0, 1, 0, 3, 0, 3]);
  });
});
