/** The sketch map of a place: one equal cell per village, neighbours of a town together; a cell opens its village. */
import { useMemo } from "react";
import { asCell } from "@diguan/core/overview/figures.ts";
import { sketchMap } from "@diguan/core/overview/geometry.ts";
import { textOf, valueOf, type Group, type Metric, type Scale } from "./metrics.ts";

export function MapPicture({ groups, place, metric, scale, label, onPick }: { readonly groups: readonly Group[]; readonly place: number; readonly metric: Metric; readonly scale: Scale; readonly label: string; readonly onPick: (code: number) => void }): React.JSX.Element {
  const map = useMemo(() => sketchMap(groups.map((group) => ({ code: group.code, cells: group.cells.length > 0 ? group.cells.map((cell) => cell.code) : [group.code] })), place), [groups, place]);
  const cells = useMemo(() => new Map(groups.flatMap((group) => (group.cells.length > 0 ? group.cells.map((cell) => [cell.code, cell] as const) : [[group.code, { ...asCell(group.figures), code: group.code, name: group.name }] as const]))), [groups]);
  const names = useMemo(() => new Map(groups.map((group) => [group.code, group.name])), [groups]);
  const border = (outer: boolean): string => map.borders.filter((edge) => edge.outer === outer).map((edge) => `M${edge.from.join(" ")}L${edge.to.join(" ")}`).join("");
  const letter = Math.max(9, map.width / 46);
  return (
    <svg className="sketch" viewBox={`0 0 ${map.width} ${map.height}`} width="100%" style={{ maxHeight: 520 }} role="group" aria-label={label}>
      <defs><pattern id="no-data" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="5" height="5" fill="var(--surface)" /><path d="M0 0v5" stroke="var(--line2)" strokeWidth="2" /></pattern></defs>
      {map.cells.map((cell) => {
        const own = cells.get(cell.code);
        const value = own ? valueOf(metric, own) : null;
        return (
          <path key={cell.code} d={`M${cell.corners.map((point) => point.join(" ")).join("L")}Z`} fill={scale.fill(value)} stroke="var(--surface)" strokeWidth={0.7} className="cell" aria-hidden="true" onClick={() => onPick(cell.code)}>
            <title>{`${names.get(cell.group) ?? ""} ${own?.name ?? cell.code} ${textOf(metric, value)}`}</title>
          </path>
        );
      })}
      <path d={border(false)} fill="none" stroke="var(--ink2)" strokeWidth={1.4} strokeLinecap="round" aria-hidden="true" />
      <path d={border(true)} fill="none" stroke="var(--ink2)" strokeWidth={2} strokeLinecap="round" aria-hidden="true" />
      {groups.length <= 40 ? map.labels.map(({ group, at }) => {
        const name = names.get(group) ?? "";
        return (
          <g key={group} role="button" tabIndex={0} className="pick map-name" aria-label={name} onClick={() => onPick(group)} onKeyDown={(event) => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); onPick(group); } }}>
            <rect x={at[0] - (name.length * letter) / 2 - 4} y={at[1] - letter * 0.85} width={name.length * letter + 8} height={letter * 1.7} rx={3} style={{ fill: "var(--surface)", opacity: 0.86 }} />
            <text x={at[0]} y={at[1] + letter * 0.36} fontSize={letter} fontWeight={700} textAnchor="middle" fill="var(--ink)">{name}</text>
          </g>
        );
      }) : null}
    </svg>
  );
}
