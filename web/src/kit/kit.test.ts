/** Formats as look and feel demand, files that no spreadsheet misreads, palettes that stay readable. */
import { describe, expect, test } from "vitest";
import { bytes, clock, countdown, line, longDate, number, percent, roundLimits, shortDate, wanYuan, yuan } from "./formats.ts";
import { csvText } from "./files.ts";
import { causeTiles, cssVariables, dark, light, type Tokens } from "./tokens.ts";
import { codeLists } from "@diguan/core/registry/codes.ts";

describe("formats", () => {
  test("numbers: commas, a real minus, no minus before zero, a dash for what is unknown", () => {
    expect([number(0), number(1234567), number(-20500), number(-0.001, 2), number(2.345_67, 2), number(null), number(Number.NaN)]).toEqual(["0", "1,234,567", "−20,500", "0.00", "2.35", "—", "—"]);
  });
  test("money is fen on the wire and yuan on the page", () => { expect([yuan(563250), yuan(-290000), yuan(353_500, 0), yuan(null), wanYuan(61_240_000)]).toEqual(["5,632.50", "−2,900.00", "3,535", "—", "61.24"]); });
  test("shares", () => { expect([percent(0.706), percent(0.0706, 1), percent(null)]).toEqual(["71%", "7.1%", "—"]); });
  test("dates: year only when it is not this year; China clock", () => {
    expect([longDate("2018-10-24", "zh-CN", 2018), longDate("2018-10-04", "zh-CN"), longDate("2018-10-24", "en", 2018), longDate(null, "en"), shortDate("2018-10-24", 2018), shortDate("2017-10-24", 2018)]).toEqual(["10 月 24 日", "2018 年 10 月 4 日", "24 Oct", "—", "10-24", "2017-10-24"]);
    expect([clock("2018-10-23T17:20:00Z"), clock("nonsense"), countdown(102), countdown(-1)]).toEqual(["2018-10-24 01:20", "—", "1:42", "0:00"]);
  });
  test("parts of a line, sizes", () => { expect([line("a", "", undefined, false, "b"), bytes(900), bytes(1536), bytes(5 * 1024 ** 2)]).toEqual(["a\u3000b", "900 B", "1.5 KB", "5.0 MB"]); });
  test("class limits are round, rising, at most four, inside the span", () => {
    for (const values of [[0.02, 0.31], [0.081, 0.112], [1, 1000], [3, 3.2], [0, 0.004]]) {
      const limits = roundLimits(values, 5);
      expect(limits.length).toBeGreaterThan(0);
      expect(limits.length).toBeLessThanOrEqual(4);
      expect(limits.toSorted((a, b) => a - b)).toEqual(limits);
      for (const limit of limits) { expect(limit).toBeGreaterThan(Math.min(...values)); expect(limit).toBeLessThan(Math.max(...values)); }
    }
    expect([roundLimits([0.02, 0.31], 5), roundLimits([], 5), roundLimits([0.5, 0.5], 5), roundLimits([0.0138, 0.0141], 5, 0.005)]).toEqual([[0.1, 0.2, 0.3], [], [], []]);
  });
});

describe("files", () => {
  test("formulas are disarmed, numbers are not; quotes, commas and lines are kept", () => {
    expect(csvText([["=1+1", "-5%", "@x", 'a"b', "c,d", 3, null]])).toBe("\uFEFF'=1+1,-5%,'@x,\"a\"\"b\",\"c,d\",3,\r\n");
  });
});

const luminance = (hex: string): number => {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255).map((c) => (c <= 0.040_45 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const contrast = (a: string, b: string): number => { const [x, y] = [luminance(a), luminance(b)]; return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05); };

describe.each([["light", light], ["dark", dark]] as const)("tokens, %s", (_name, t: Tokens) => {
  test("text reaches 4.5 : 1 on surface, page and sunken ground (WCAG 2.2 AA)", () => {
    for (const ink of [t.ink, t.ink2, t.ink3, t.primary, t.ok, t.warn, t.bad, t.secret]) for (const ground of [t.surface, t.bg, t.sunken]) expect(contrast(ink, ground)).toBeGreaterThanOrEqual(4.5);
    for (const [ink, ground] of [[t.ok, t.okSoft], [t.warn, t.warnSoft], [t.bad, t.badSoft], [t.secret, t.secretSoft], [t.primary, t.primarySoft], [t.onPrimary, t.primary], [t.railInk, t.rail], [t.badgeInk, t.badge]] as const) expect(contrast(ink, ground)).toBeGreaterThanOrEqual(4.5);
  });
  test("borders of what one can click reach 3 : 1", () => { for (const ground of [t.surface, t.bg]) expect(contrast(t.ctl, ground)).toBeGreaterThanOrEqual(3); });
  test("scales go one way in lightness", () => { for (const scale of [t.water, t.earth]) { const steps = scale.map(luminance); expect([steps.toSorted((a, b) => a - b), steps.toSorted((a, b) => b - a)]).toContainEqual(steps); } });
  test("every token is a CSS variable", () => { for (const name of ["--ink", "--primary-soft", "--rail-act", "--w7", "--e1", "--c4", "--font"]) expect(cssVariables(t)).toContain(`${name}:`); });
});

test("every cause of the code list has its tile, its character readable on it", () => {
  for (const { value, zh } of codeLists.cause) {
    const tile = causeTiles[value];
    expect([zh, tile?.mark.length]).toEqual([zh, 1]);
    // the word stands beside the tile: 3 : 1 suffices for the character
    expect(contrast(tile?.darkText ? "#1C2629" : "#FFFFFF", tile?.colour ?? "#FFFFFF")).toBeGreaterThanOrEqual(3);
  }
});
