/** The reach map: a pipe, one box per town, one drop per village. The box opens the town, a drop its village. */
import { asCell } from "@diguan/core/overview/figures.ts";
import { DropMark } from "../kit/Drop.tsx";
import { narrow } from "../kit/preferences.ts";
import { isDry, textOf, valueOf, type Group, type Metric, type Scale } from "./metrics.ts";

const box = { width: 122, gap: 8, head: 34, row: 28, foot: 12, perRow: 8, step: 13.7 } as const;

export function ReachPicture({ groups, metric, scale, whole, label, onPick }: { readonly groups: readonly Group[]; readonly metric: Metric; readonly scale: Scale; readonly whole: number | null; readonly label: string; readonly onPick: (code: number) => void }): React.JSX.Element {
  const small = narrow.use();
  const half = small || groups.length <= 4 ? 1 : 2;
  const perLine = half * 2;
  const trunk = 26;
  const side = half * (box.width + box.gap) - box.gap;
  const width = side * 2 + trunk + 12;
  const lines = Array.from({ length: Math.ceil(groups.length / perLine) }, (_, i) => groups.slice(i * perLine, (i + 1) * perLine));
  const rowsOf = (line: readonly Group[]): number => Math.max(1, ...line.map((group) => Math.ceil(group.cells.length / box.perRow)));
  let top = 2;
  const placed = lines.map((line) => { const y = top; const tall = box.head + rowsOf(line) * box.row + box.foot; top += tall + 18 + 8; return { line, y, tall }; });
  const last = placed.at(-1);
  return (
    <svg className="reach" viewBox={`0 0 ${width} ${top}`} width="100%" style={{ maxWidth: width * 1.12 }} role="group" aria-label={label}>
      <g stroke="var(--pipe)" fill="none" strokeLinecap="round" aria-hidden="true">
        <path d={`M${width / 2} 2V${(last?.y ?? 0) + 12}`} strokeWidth={5} />
        {placed.map(({ y, line }) => <path key={y} d={`M${line.length > 0 ? 20 : width / 2} ${y + 12}H${line.length > half ? width - 20 : width / 2}`} strokeWidth={2.5} />)}
      </g>
      {placed.flatMap(({ line, y, tall }) => line.map((group, i) => {
        const x = 6 + i * (box.width + box.gap) + (i >= half ? trunk - box.gap : 0);
        const value = valueOf(metric, asCell(group.figures));
        const dry = isDry(metric, value, whole);
        return (
          <g key={group.code} transform={`translate(${x} ${y + 18})`}>
            <path d={`M${box.width / 2} -6v7`} stroke="var(--pipe)" strokeWidth={2.5} aria-hidden="true" />
            <g role="button" tabIndex={0} className="pick" aria-label={`${group.name} ${textOf(metric, value)}`} onClick={() => onPick(group.code)} onKeyDown={(event) => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); onPick(group.code); } }}>
              <rect x={0.5} y={0.5} width={box.width - 1} height={tall - 1} rx={5} style={{ fill: dry ? "var(--e1)" : "var(--sunken)", stroke: dry ? "var(--e4)" : "var(--line)" }} />
              <text x={9} y={20} fontSize={13} fontWeight={700} fill="var(--ink)">{group.name.length > 6 ? `${group.name.slice(0, 5)}…` : group.name}</text>
              <text x={box.width - 9} y={20} fontSize={13} textAnchor="end" fontWeight={dry ? 700 : 400} fill={dry ? "var(--warn)" : "var(--ink2)"}>{textOf(metric, value)}</text>
            </g>
            {group.cells.map((cell, k) => {
              const at = valueOf(metric, cell);
              return (
                <g key={cell.code} className="drop" aria-hidden="true" onClick={() => onPick(cell.code)}>
                  <title>{`${cell.name} ${textOf(metric, at)}`}</title>
                  <rect x={6 + (k % box.perRow) * box.step} y={box.head + Math.floor(k / box.perRow) * box.row + 4} width={box.step} height={box.row - 2} fill="transparent" />
                  <DropMark x={13 + (k % box.perRow) * box.step} y={box.head + Math.floor(k / box.perRow) * box.row + 18} look={scale.drop(at)} />
                </g>
              );
            })}
          </g>
        );
      }))}
    </svg>
  );
}
