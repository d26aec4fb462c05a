/** A new audit: design and sizes on the left, what the sizes will let one say on the right; parameters name their date and source. */
import { useState } from "react";
import { App, Button, Form, Input, InputNumber, Radio, Select } from "antd";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { designs, drawAudit, planAudit, type AuditDesign, type AuditPlan } from "@diguan/core/evaluation/contract.ts";
import { ancestorAt } from "@diguan/core/region-code.ts";
import { allocations, type Allocation } from "@diguan/core/statistics/sampling.ts";
import { call } from "../api.ts";
import { FindingCard } from "../kit/FindingCard.tsx";
import { number, percent } from "../kit/formats.ts";
import { useWords } from "../kit/i18n.tsx";
import { PageHead } from "../kit/PageHead.tsx";
import { EmptyState, Shown, useTold } from "../kit/States.tsx";
import { usePlace } from "../shells/place.ts";
import { auditWords } from "./words-audit.ts";
import "./evaluation.css";

const groups = ["registered", "exited", "others"] as const;
type Sizes = Readonly<Record<(typeof groups)[number], number>>;

export function AuditNewPage(): React.JSX.Element {
  const words = useWords(auditWords);
  const { region, year, place } = usePlace();
  const inCounty = region !== undefined && ancestorAt(region, "county") !== undefined;
  return (
    <>
      <PageHead title={words.wizard} line={place.data ? `${place.data.name}\u3000${year === undefined ? "" : words.yearOf(String(year))}` : ""} acts={<Link to={"/evaluation/audits" as string}><Button>{words.title}</Button></Link>} />
      {inCounty && region !== undefined && year !== undefined ? <Wizard key={`${region} ${year}`} region={region} year={year} /> : <section className="card"><EmptyState>{words.needCounty}</EmptyState></section>}
    </>
  );
}

function Wizard({ region, year }: { readonly region: number; readonly year: number }): React.JSX.Element {
  const words = useWords(auditWords);
  const told = useTold();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const [id] = useState(() => crypto.randomUUID());
  const [name, setName] = useState("");
  const [design, setDesign] = useState<AuditDesign>("town");
  const [allocation, setAllocation] = useState<Allocation>("proportional");
  const [villages, setVillages] = useState(30);
  const [seed, setSeed] = useState("");
  const [sizes, setSizes] = useState<Sizes>();
  const [ask, setAsk] = useState<{ readonly expected?: number; readonly half?: number; readonly deff?: number }>({});
  const plan = useQuery({ queryKey: ["evaluation", "plan", region, year, ask], queryFn: ({ signal }) => call(planAudit, { body: { region, year, ...ask } }, signal), placeholderData: (before) => before });
  const wanted = sizes ?? plan.data?.forHalf;
  const draw = useMutation({
    mutationFn: () => call(drawAudit, { body: { id, region, year, name: name.trim(), design, allocation, sizes: wanted ?? { registered: 0, exited: 0, others: 0 }, ...(design === "village" ? { villages } : {}), ...(seed.trim() ? { seed: seed.trim() } : {}) } }),
    onSuccess: (made) => { void message.success(words.drawn(number(made.drawn), number(made.reserves))); void navigate({ to: `/evaluation/audits/${made.county}/${made.id}` as string }); },
    onError: (error) => { void message.error(told(error)); },
  });
  const ready = name.trim().length >= 2 && wanted !== undefined && groups.some((g) => wanted[g] > 0);
  return (
    <div className="audit-form">
      <section className="card"><div className="card-body" style={{ paddingTop: 14 }}>
        <Form layout="vertical" onFinish={() => draw.mutate()}>
          <Form.Item label={words.name} required htmlFor="audit-name"><Input id="audit-name" maxLength={60} value={name} placeholder={words.namePlace} onChange={(e) => setName(e.target.value)} /></Form.Item>
          <Form.Item label={words.design}><Radio.Group className="choice-list" aria-label={words.design} value={design} onChange={(e) => setDesign(e.target.value as AuditDesign)}>{designs.map((d) => <Radio key={d} value={d}>{words.designs[d]}<span className="mut sm">{words.designNotes[d]}</span></Radio>)}</Radio.Group></Form.Item>
          {design === "town" ? <Form.Item label={words.allocation} htmlFor="audit-allocation"><Select id="audit-allocation" value={allocation} onChange={setAllocation} options={allocations.map((a) => ({ value: a, label: words.allocations[a] }))} /></Form.Item> : null}
          {design === "village" ? <Form.Item label={words.villages} htmlFor="audit-villages"><InputNumber id="audit-villages" min={2} max={Math.max(2, plan.data?.villages ?? 500)} value={villages} onChange={(v) => setVillages(v ?? 2)} /></Form.Item> : null}
          <Form.Item label={words.sizes}><div className="three">{groups.map((g) => (
            <div key={g}><label htmlFor={`size-${g}`}>{words.groups[g]}</label> <span className="mut sm">{words.groupNotes[g]}</span>
              <InputNumber id={`size-${g}`} min={0} max={plan.data?.frame[g] ?? 20_000} value={wanted?.[g] ?? null} disabled={plan.data?.frame[g] === 0} onChange={(v) => setSizes({ ...(wanted ?? { registered: 0, exited: 0, others: 0 }), [g]: v ?? 0 })} style={{ width: "100%" }} />
              <span className="mut sm">{plan.data ? (plan.data.frame[g] === 0 && g === "others" ? words.noFrame : words.inFrame(number(plan.data.frame[g]))) : ""}</span></div>))}</div></Form.Item>
          <Form.Item label={words.seed} htmlFor="audit-seed" extra={words.seedNote}><Input id="audit-seed" maxLength={60} value={seed} onChange={(e) => setSeed(e.target.value)} /></Form.Item>
          <Button type="primary" htmlType="submit" disabled={!ready} loading={draw.isPending}>{words.draw}</Button>
        </Form></div></section>
      <Shown of={plan} rows={6}>{(p) => <Calculator plan={p} ask={ask} onAsk={setAsk} onUse={() => setSizes(p.forHalf)} />}</Shown>
    </div>
  );
}

function Calculator({ plan, ask, onAsk, onUse }: { readonly plan: AuditPlan; readonly ask: { readonly expected?: number; readonly half?: number; readonly deff?: number }; readonly onAsk: (ask: { expected?: number; half?: number; deff?: number }) => void; readonly onUse: () => void }): React.JSX.Element {
  const words = useWords(auditWords);
  const limit = plan.parameters.find((p) => p.code === "ERROR_LIMIT");
  const level = percent(plan.level);
  return (
    <FindingCard title={words.calculator} note={limit ? words.param(limit.validFrom, limit.source) : ""} foot={<><span className="mut sm">{words.reserve(percent(plan.reserve))}</span><Button size="small" onClick={onUse}>{words.useIt}</Button></>}>
      <div className="three">
        <div><label htmlFor="calc-expected">{words.expected}</label><InputNumber id="calc-expected" min={0.1} max={50} step={0.5} value={Number(((ask.expected ?? plan.expected) * 100).toFixed(2))} onChange={(v) => onAsk({ ...ask, expected: Math.max(0.001, (v ?? 2) / 100) })} style={{ width: "100%" }} /></div>
        <div><label htmlFor="calc-half">{words.half}</label><InputNumber id="calc-half" min={0.1} max={20} step={0.5} value={Number(((ask.half ?? plan.half) * 100).toFixed(2))} onChange={(v) => onAsk({ ...ask, half: Math.max(0.001, (v ?? 2) / 100) })} style={{ width: "100%" }} /></div>
        <div><label htmlFor="calc-deff">{words.deff}</label><InputNumber id="calc-deff" min={1} max={5} step={0.1} value={ask.deff ?? 1} onChange={(v) => onAsk({ ...ask, deff: v ?? 1 })} style={{ width: "100%" }} /></div>
      </div>
      <p className="mut sm">{words.deffNote}</p>
      <h3>{words.forHalf(percent(plan.half, 1), level)}</h3>
      <dl className="measures">{groups.map((g) => <div key={g}><dt>{words.groups[g]}</dt><dd className="num"><b>{number(plan.forHalf[g])}</b> <span className="mut sm">/ {number(plan.frame[g])}</span></dd></div>)}</dl>
      <p>{words.toProve(percent(plan.limit), level, number(plan.toProve))}</p>
      <p className="sub">{plan.forPower === null ? words.noPower : words.forPower(number(plan.forPower), percent(plan.power))}</p>
    </FindingCard>
  );
}
