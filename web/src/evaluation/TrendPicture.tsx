/** The composite (or the partial one) over the quarters, with its interval as a band; a changed meaning breaks the line. */
import type { Precision } from "@diguan/core/evaluation/contract.ts";
import type { Band } from "./Intervals.tsx";

export function TrendPicture({ trend, bands, label }: { readonly trend: Precision["trend"]; readonly bands: readonly Band[]; readonly label: string }): React.JSX.Element {
  const [width, height, left, right, top, foot] = [390, 150, 34, 376, 8, 126];
  const points = trend.flatMap((t) => (t.value === null ? [] : [{ ...t, value: t.value, low: t.low ?? t.value, high: t.high ?? t.value }]));
  const least = Math.max(0, Math.floor((Math.min(...points.map((p) => p.low), 0.9) - 0.02) * 10) / 10);
  const y = (v: number): number => foot - ((Math.min(1, v) - least) / (1 - least)) * (foot - top);
  const x = (i: number): number => (points.length === 1 ? (left + right) / 2 : left + 18 + (i * (right - left - 40)) / (points.length - 1));
  const ticks = Array.from({ length: 10 }, (_, i) => Number((1 - i * (1 - least > 0.5 ? 0.2 : 0.1)).toFixed(1))).filter((t) => t >= least);
  const runs: number[][] = [];
  for (const [i, p] of points.entries()) { const run = runs.at(-1); const before = points[i - 1]; if (run && before?.full === p.full) run.push(i); else runs.push([i]); }
  const at = (i: number): (typeof points)[number] => points[i] ?? { quarter: "", value: 0, low: 0, high: 0, full: false, simulated: false };
  const last = points.at(-1);
  return (
    <svg viewBox={`0 0 ${width} ${height}`} width="100%" role="img" aria-label={label}>
      {bands.length === 0 ? <rect x={left} y={top} width={right - left} height={foot - top} fill="var(--sunken)" /> : null}
      {bands.filter((b) => b.to > least).map((b) => <rect key={b.label} x={left} y={y(b.to)} width={right - left} height={y(Math.max(least, b.from)) - y(b.to)} fill={b.fill} />)}
      {ticks.map((t) => <text key={t} x={left - 6} y={y(t) + 4} fontSize={11.5} textAnchor="end" fill="var(--ink3)">{t.toFixed(1)}</text>)}
      {runs.map((run) => (
        <g key={run[0]}>
          {run.length > 1 ? <path d={`M${run.map((i) => `${x(i)} ${y(at(i).high)}`).join("L")}L${run.toReversed().map((i) => `${x(i)} ${y(at(i).low)}`).join("L")}Z`} fill="var(--w4)" opacity={0.35} /> : null}
          {run.length > 1 ? <path d={`M${run.map((i) => `${x(i)} ${y(at(i).value)}`).join("L")}`} fill="none" stroke="var(--w6)" strokeWidth={2.2} /> : null}
        </g>
      ))}
      {points.map((p, i) => <g key={p.quarter}><path d={`M${x(i)} ${y(p.low)}V${y(p.high)}`} stroke="var(--w6)" strokeWidth={1.4} /><circle cx={x(i)} cy={y(p.value)} r={4} fill={p.full ? "var(--w6)" : "var(--surface)"} stroke="var(--w6)" strokeWidth={1.6} /><text x={x(i)} y={height - 6} fontSize={11.5} textAnchor="middle" fill="var(--ink3)">{p.quarter.slice(2)}</text></g>)}
      {last ? <text x={x(points.length - 1)} y={y(last.high) - 5} fontSize={13} fontWeight={700} textAnchor="middle" fill="var(--ink)">{last.value.toFixed(3)}</text> : null}
    </svg>
  );
}
