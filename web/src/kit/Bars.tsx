/** Horizontal bars with direct labels, as plain svg: sharper and lighter than a chart for up to some thirty rows. */
import { useId } from "react";

export interface BarRow { readonly key: string; readonly label: string; readonly value: number; /** printed right of the bar */ readonly text: string; readonly note?: string; readonly colour?: string; readonly parts?: readonly { readonly value: number; readonly colour: string }[]; readonly href?: string; readonly hollow?: boolean; /** a tile before the label: one character on its colour */ readonly tile?: { readonly mark: string; readonly colour: string; readonly dark?: boolean } }

interface BarsProps { readonly rows: readonly BarRow[]; readonly label: string; readonly colour?: string; /** width of the names */ readonly labelWidth?: number; readonly width?: number; readonly rowHeight?: number; /** a vertical line with its word */ readonly target?: { readonly value: number; readonly text: string }; readonly onPick?: (key: string) => void }

export function Bars({ rows, label, colour = "var(--w6)", labelWidth = 84, width = 460, rowHeight = 26, target, onPick }: BarsProps): React.JSX.Element {
  const id = useId();
  const top = target ? 16 : 2;
  const textWidth = Math.max(56, ...rows.map((row) => row.text.length * 7.2 + (row.note ? row.note.length * 11 : 0) + 14));
  const span = width - labelWidth - textWidth;
  const most = Math.max(target?.value ?? 0, ...rows.map((row) => row.value), Number.MIN_VALUE);
  const at = (value: number): number => Math.max(0, (value / most) * span);
  return (
    <svg className="bars" viewBox={`0 0 ${width} ${rows.length * rowHeight + top + 2}`} width="100%" style={{ maxWidth: width * 1.25 }} role="group" aria-labelledby={id}>
      <title id={id}>{label}</title>
      {rows.map((row, i) => {
        const y = top + i * rowHeight;
        let x = labelWidth;
        const pick = onPick ? { role: "button", tabIndex: 0, className: "pick", onClick: () => onPick(row.key), onKeyDown: (event: React.KeyboardEvent) => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); onPick(row.key); } }, "aria-label": `${row.label} ${row.text} ${row.note ?? ""}` } : { role: "img", "aria-label": `${row.label} ${row.text} ${row.note ?? ""}` };
        return (
          <g key={row.key} {...pick}>
            <rect x={0} y={y} width={width} height={rowHeight} fill="transparent" />
            {row.tile ? <g aria-hidden="true"><rect x={0} y={y + rowHeight / 2 - 11} width={22} height={22} rx={5} fill={row.tile.colour} stroke="var(--line2)" strokeWidth={0.5} /><text x={11} y={y + rowHeight / 2 + 4.6} fontSize={13} fontWeight={700} textAnchor="middle" fill={row.tile.dark ? "#1C2629" : "#FFFFFF"}>{row.tile.mark}</text></g> : null}
            <text x={row.tile ? 30 : 0} y={y + rowHeight / 2 + 4.5} fontSize={13} fill="var(--ink)">{row.label}</text>
            {row.parts ? row.parts.map((part) => { const from = x; const wide = at(part.value); x += wide; return <rect key={`${part.colour}${from}`} x={from} y={y + 6} width={Math.max(0, wide - 0.8)} height={rowHeight - 12} fill={part.colour} rx={1.5} />; })
              : <rect x={labelWidth} y={y + 6} width={at(row.value)} height={rowHeight - 12} rx={2} fill={row.hollow ? "var(--surface)" : (row.colour ?? colour)} stroke={row.hollow ? (row.colour ?? colour) : "none"} />}
            <text x={labelWidth + at(row.value) + 7} y={y + rowHeight / 2 + 4.5} fontSize={12.5} fontWeight={700} fill="var(--ink)">{row.text}{row.note ? <tspan fontWeight={400} dx={6} fill="var(--warn)">{row.note}</tspan> : null}</text>
          </g>
        );
      })}
      {target ? <g aria-hidden="true"><path d={`M${labelWidth + at(target.value)} ${top - 2}V${rows.length * rowHeight + top}`} stroke="var(--ink)" strokeDasharray="3 3" /><text x={labelWidth + at(target.value)} y={11} fontSize={12} fill="var(--ink2)" textAnchor="middle">{target.text}</text></g> : null}
    </svg>
  );
}
