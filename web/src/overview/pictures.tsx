/** Small pictures of the home page: the trend of the poor over the years, and incomes per head against the line. */
import { incomeClasses, incomeStepYuan, incomeTopYuan } from "@diguan/core/overview/figures.ts";
import { number } from "../kit/formats.ts";

const frame = { width: 288, height: 178, left: 8, right: 40, top: 22, bottom: 22 } as const;

/** Points from 0, the first and the last labelled; the ground under the line is what has been left behind. */
export function TrendPicture({ points, label }: { readonly points: readonly { readonly year: number; readonly value: number }[]; readonly label: string }): React.JSX.Element {
  const most = Math.max(1, ...points.map((point) => point.value));
  const span = frame.width - frame.left - frame.right;
  const base = frame.height - frame.bottom;
  const x = (i: number): number => frame.left + 14 + (points.length > 1 ? (i / (points.length - 1)) * span : span / 2);
  const y = (value: number): number => base - (value / most) * (base - frame.top);
  const path = points.map((point, i) => `${i === 0 ? "M" : "L"}${x(i).toFixed(1)} ${y(point.value).toFixed(1)}`).join("");
  const lastAt = points.length - 1;
  const last = points[lastAt];
  const first = points[0];
  return (
    <svg viewBox={`0 0 ${frame.width} ${frame.height}`} width="100%" style={{ maxWidth: 400 }} role="img" aria-label={label}>
      {[0, 0.5, 1].map((part) => <path key={part} d={`M${frame.left} ${y(most * part)}H${frame.width - 8}`} stroke="var(--line)" />)}
      {points.length > 1 ? <path d={`${path}L${x(lastAt)} ${base}L${x(0)} ${base}Z`} fill="var(--primary-soft)" opacity={0.8} /> : null}
      <path d={path} fill="none" stroke="var(--w6)" strokeWidth={2.2} strokeLinejoin="round" />
      {points.map((point, i) => <circle key={point.year} cx={x(i)} cy={y(point.value)} r={3.2} fill="var(--w6)" />)}
      {first && lastAt > 0 ? <text x={x(0) - 14} y={y(first.value) - 8} fontSize={12} fill="var(--ink2)">{number(first.value)}</text> : null}
      {last ? <text x={Math.min(x(lastAt) + 2, frame.width - 4)} y={y(last.value) - 9} fontSize={13} fontWeight={700} fill="var(--ink)" textAnchor={lastAt > 0 ? "middle" : "start"}>{number(last.value)}</text> : null}
      {points.map((point, i) => <text key={point.year} x={x(i)} y={frame.height - 5} fontSize={12} fill="var(--ink3)" textAnchor="middle">{i === 0 || i === lastAt ? point.year : String(point.year).slice(2)}</text>)}
    </svg>
  );
}

/** Persons by class of income; classes that end below the line are dry. */
export function IncomePicture({ persons, lineFen, lineText, label }: { readonly persons: readonly number[]; readonly lineFen: number | null; readonly lineText: string; readonly label: string }): React.JSX.Element {
  const base = frame.height - frame.bottom;
  const most = Math.max(1, ...persons);
  // the word of the line stands above the highest bar
  const ceiling = frame.top + 8;
  const span = frame.width - 16;
  const slot = span / incomeClasses.length;
  const x = (yuan: number): number => 8 + slot + (yuan / incomeStepYuan) * slot;
  const lineYuan = lineFen === null ? null : lineFen / 100;
  const at = lineYuan === null ? 0 : x(Math.min(lineYuan, incomeTopYuan));
  return (
    <svg viewBox={`0 0 ${frame.width} ${frame.height}`} width="100%" style={{ maxWidth: 400 }} role="img" aria-label={label}>
      <path d={`M8 ${base + 0.5}H${frame.width - 8}`} stroke="var(--line2)" />
      {persons.map((n, i) => {
        const tall = (n / most) * (base - ceiling);
        const to = incomeClasses[i]?.to ?? Number.POSITIVE_INFINITY;
        const from = incomeClasses[i]?.from ?? Number.NEGATIVE_INFINITY;
        const colour = lineYuan === null || from >= lineYuan ? "var(--w4)" : to <= lineYuan ? "var(--e4)" : "var(--e3)";
        return <rect key={from} x={8 + i * slot + 0.8} y={base - tall} width={slot - 1.6} height={tall} fill={colour} rx={1} />;
      })}
      {lineYuan === null ? null : <><path d={`M${at} ${frame.top - 14}V${base}`} stroke="var(--ink)" strokeWidth={1.4} strokeDasharray="3 3" /><text x={at + 5} y={frame.top - 5} fontSize={12} fill="var(--ink2)">{lineText}</text></>}
      {[0, 2000, 4000, 6000].map((yuan) => <text key={yuan} x={x(yuan)} y={frame.height - 5} fontSize={12} fill="var(--ink3)" textAnchor="middle">{number(yuan)}</text>)}
      <text x={frame.width - 6} y={frame.height - 5} fontSize={12} fill="var(--ink3)" textAnchor="end">{`≥${incomeTopYuan}`}</text>
    </svg>
  );
}
