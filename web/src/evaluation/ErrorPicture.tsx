/** A rare error as dots, one per household visited, and its interval against the limit. */
export function ErrorPicture({ asked, found, value, low, high, limit, limitText, label, tone }: { readonly asked: number; readonly found: number; readonly value: number; readonly low: number; readonly high: number; readonly limit: number; readonly limitText: string; readonly label: string; readonly tone: "below" | "above" | "unsure" }): React.JSX.Element {
  const per = Math.ceil(asked / 600);
  const dots = Math.ceil(asked / per);
  const bad = Math.round(found / per);
  const columns = 50;
  const rows = Math.ceil(dots / columns);
  const gap = 7.6;
  // spread evenly and always the same way, so that the picture says how rare, not where
  const marked = new Set(Array.from({ length: bad }, (_, i) => Math.floor(((i + 0.5) * dots) / Math.max(1, bad))));
  const top = rows * gap + 24;
  const end = Math.max(high, limit) * 1.25;
  const x = (v: number): number => (v / end) * 330;
  const colour = tone === "below" ? "var(--w6)" : tone === "above" ? "var(--bad)" : "var(--e6)";
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((t) => t * end);
  return (
    <svg viewBox={`0 0 390 ${top + 32}`} width="100%" role="img" aria-label={label}>
      {Array.from({ length: dots }, (_, i) => <circle key={i} cx={4 + (i % columns) * gap} cy={6 + Math.floor(i / columns) * gap} r={marked.has(i) ? 3.6 : 2} fill={marked.has(i) ? "var(--bad)" : "var(--w3)"} />)}
      <path d={`M0 ${top}H340`} stroke="var(--line2)" />
      <path d={`M${x(low)} ${top}H${x(high)}M${x(low)} ${top - 6}v12M${x(high)} ${top - 6}v12`} stroke={colour} strokeWidth={2} fill="none" />
      <circle cx={x(value)} cy={top} r={5.5} fill={colour} />
      <path d={`M${x(limit)} ${top - 14}V${top + 12}`} stroke="var(--ink)" strokeDasharray="3 3" />
      <text x={Math.min(x(limit) + 6, 336)} y={top - 8} fontSize={12} fill="var(--ink2)">{limitText}</text>
      {ticks.map((t) => <text key={t} x={x(t)} y={top + 24} fontSize={11.5} textAnchor={t === 0 ? "start" : "middle"} fill="var(--ink3)">{`${(t * 100).toFixed(end > 0.06 ? 0 : 1)}%`}</text>)}
    </svg>
  );
}
