/** Points with their intervals in rows, over bands of grades: there is no way to draw the point alone (look.md §3). */
import { useId } from "react";

export type Tone = "above" | "below" | "unsure" | "plain";
export interface IntervalRow { readonly key: string; readonly label: string; readonly value: number | null; readonly low: number | null; readonly high: number | null; readonly tone: Tone; /** right column */ readonly side?: string; /** instead of a point */ readonly says?: string; /** said after name and side, to those who hear the page */ readonly spoken: string }
export interface Band { readonly from: number; readonly to: number; readonly label: string; readonly fill: string }

const colour: Readonly<Record<Tone, string>> = { above: "var(--w6)", below: "var(--e5)", unsure: "var(--ctl)", plain: "var(--w6)" };

export function Intervals({ rows, bands, from, reference, label, sideTitle, labelWidth = 74, rowHeight = 31, width = 400, side = 52, onPick }: {
  readonly rows: readonly IntervalRow[]; readonly bands: readonly Band[]; /** left end of the axis */ readonly from: number; readonly reference?: { readonly value: number; readonly text: string } | undefined; readonly label: string; readonly sideTitle?: string; readonly labelWidth?: number; readonly rowHeight?: number; readonly width?: number; /** width of the right column */ readonly side?: number; readonly onPick?: (key: string) => void;
}): React.JSX.Element {
  const id = useId();
  const [left, right] = [labelWidth, width - side];
  const top = 22;
  const foot = top + rows.length * rowHeight;
  const x = (v: number): number => left + ((Math.max(from, Math.min(1, v)) - from) / (1 - from)) * (right - left);
  const step = 1 - from > 0.45 ? 0.2 : 0.1;
  const ticks = Array.from({ length: 11 }, (_, i) => Number((Math.ceil(from / step) * step + i * step).toFixed(2))).filter((t) => t <= 1.0001);
  return (
    <svg className="intervals" viewBox={`0 0 ${width} ${foot + 20}`} width="100%" style={{ maxWidth: width * 1.4 }} role="group" aria-labelledby={id}>
      <title id={id}>{label}</title>
      <g aria-hidden="true">
        {bands.length === 0 ? <rect x={left} y={top} width={right - left} height={foot - top} fill="var(--sunken)" /> : null}
        {bands.filter((b) => b.to > from).map((b) => <g key={b.label}><rect x={x(b.from)} y={top} width={x(b.to) - x(b.from)} height={foot - top} fill={b.fill} />{x(b.to) - x(b.from) > b.label.length * 9 ? <text x={(x(b.from) + x(b.to)) / 2} y={14} fontSize={11.5} textAnchor="middle" fill="var(--ink2)">{b.label}</text> : null}</g>)}
        {ticks.map((t) => <g key={t}><path d={`M${x(t)} ${top}V${foot}`} stroke="var(--surface)" /><text x={x(t)} y={foot + 14} fontSize={11.5} textAnchor="middle" fill="var(--ink3)">{t.toFixed(1)}</text></g>)}
        {sideTitle ? <text x={width} y={14} fontSize={11.5} textAnchor="end" fill="var(--ink3)">{sideTitle}</text> : null}
      </g>
      {rows.map((row, i) => {
        const y = top + i * rowHeight + rowHeight / 2;
        const c = colour[row.tone];
        const pick = onPick ? { role: "button", tabIndex: 0, className: "pick", onClick: () => onPick(row.key), onKeyDown: (e: React.KeyboardEvent) => { if (e.key === "Enter" || e.key === " ") { e.preventDefault(); onPick(row.key); } } } : { role: "img" };
        return (
          <g key={row.key} {...pick} aria-label={`${row.label} ${row.value === null ? row.says ?? "" : ""} ${row.side ?? ""} ${row.spoken}`}>
            <rect x={0} y={y - rowHeight / 2} width={width} height={rowHeight} fill="transparent" />
            <text x={0} y={y + 4.5} fontSize={13} fontWeight={row.tone === "unsure" ? 400 : 700} fill={row.tone === "unsure" ? "var(--ink2)" : "var(--ink)"}>{row.label}</text>
            {row.value === null ? <text x={left + 6} y={y + 4.5} fontSize={12} fill="var(--ink2)">{row.says}</text> : (
              <>
                {row.low !== null && row.high !== null ? <path d={`M${x(row.low)} ${y}H${x(row.high)}M${x(row.low)} ${y - 5}v10M${x(row.high)} ${y - 5}v10`} stroke={c} strokeWidth={1.8} fill="none" /> : null}
                <circle cx={x(row.value)} cy={y} r={5} fill={row.tone === "unsure" ? "var(--surface)" : c} stroke={row.tone === "unsure" ? c : "var(--surface)"} strokeWidth={1.4} />
              </>
            )}
            <text x={width} y={y + 4.5} fontSize={12.5} textAnchor="end" fill="var(--ink2)" style={{ paintOrder: "stroke", stroke: "var(--surface)", strokeWidth: 3 }}>{row.side}</text>
          </g>
        );
      })}
      {reference ? <g aria-hidden="true"><path d={`M${x(reference.value)} ${top}V${foot}`} stroke="var(--ink)" strokeDasharray="3 3" /><text x={x(reference.value)} y={foot + 14} fontSize={11.5} textAnchor="middle" fill="var(--ink)" style={{ paintOrder: "stroke", stroke: "var(--surface)", strokeWidth: 5 }}>{reference.text}</text></g> : null}
    </svg>
  );
}
