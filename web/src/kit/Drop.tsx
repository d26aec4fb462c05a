/** A drop, and the drip line: a thin pipe with one drop per step of a public procedure. Filled = done, ring = now, hollow = not yet. */
export const dropPath = "M0-5.600C2.700-2.300 4-.3 4 1.600a4 4 0 0 1-8 0C-4-.3-2.700-2.300 0-5.600z";

export interface DropLook { readonly fill: string; readonly stroke?: string }

/** Look of one drop on the water scale: class 0 = dry (hollow, ochre), 1 = nearly dry (tinted, ringed), 2–4 = filled. */
export const reachLooks: readonly DropLook[] = [
  { fill: "var(--surface)", stroke: "var(--e6)" }, { fill: "var(--w2)", stroke: "var(--w5)" }, { fill: "var(--w4)" }, { fill: "var(--w5)" }, { fill: "var(--w6)" },
];

/** One drop inside an svg; give it its centre. */
export const DropMark = ({ x, y, size = 1.15, look }: { readonly x: number; readonly y: number; readonly size?: number; readonly look: DropLook }): React.JSX.Element => (
  <path d={dropPath} transform={`translate(${x} ${y}) scale(${size})`} fill={look.fill} stroke={look.stroke ?? "none"} strokeWidth={1.2} />
);

/** One drop standing in text. */
export const Drop = ({ look = reachLooks[4] as DropLook, size = 14 }: { readonly look?: DropLook; readonly size?: number }): React.JSX.Element => (
  <svg className="inline-svg" width={size} height={size} viewBox="-6 -7 12 14" aria-hidden="true"><DropMark x={0} y={0} size={1} look={look} /></svg>
);

export interface DripStep { readonly key?: string; readonly label: string; readonly note?: string; readonly state: "done" | "now" | "todo"; /** spoken state, when the word differs from the default */ readonly spoken?: string }

/** The procedure line. `label` names the procedure for those who hear the page. */
export function DripLine({ steps, label, spoken }: { readonly steps: readonly DripStep[]; readonly label: string; readonly spoken: Readonly<Record<DripStep["state"], string>> }): React.JSX.Element {
  return (
    <ol className="drip" aria-label={label}>
      {steps.map((step) => (
        <li key={step.key ?? step.label} className={step.state} {...(step.state === "now" ? { "aria-current": "step" as const } : {})}>
          <svg viewBox="-7 -8 14 16" width="16" height="20" aria-hidden="true"><path d={dropPath} transform="scale(1.2)" /></svg>
          <span>{step.label}<span className="sr">（{step.spoken ?? spoken[step.state]}）</span></span>
          {step.note ? <small>{step.note}</small> : null}
        </li>
      ))}
    </ol>
  );
}
