/** Net income per head by year against the line, its composition, and «收入怎么算的» step by step. */
import { useState } from "react";
import { Button, Modal } from "antd";
import type { HouseholdPage } from "@diguan/core/registry/contract.ts";
import { FindingCard } from "../kit/FindingCard.tsx";
import { EmptyState } from "../kit/States.tsx";
import { line, percent, yuan } from "../kit/formats.ts";
import { useLocale, useWords } from "../kit/i18n.tsx";
import { fieldName } from "./values.ts";
import { registryWords } from "./words.ts";

type Years = HouseholdPage["years"];

function YearBars({ years, year, label, lineWord }: { readonly years: Years; readonly year: number; readonly label: string; readonly lineWord: string }): React.JSX.Element {
  const shown = years.filter((y) => y.perCapitaFen !== null).slice(-6);
  const top = Math.max(1, ...shown.flatMap((y) => [y.perCapitaFen ?? 0, y.lineFen ?? 0])) * 1.18;
  const slot = 300 / Math.max(shown.length, 3);
  const wide = Math.min(32, slot * 0.55);
  const y = (fen: number): number => 128 - (Math.max(0, fen) / top) * 112;
  return (
    <svg viewBox="0 0 352 150" width="100%" role="img" aria-label={label}>
      {[0, 0.33, 0.66].map((g) => <path key={g} d={`M8 ${128 - g * 112}H348`} stroke="var(--line)" />)}
      {shown.map((one, i) => {
        const x = 14 + slot * i + (slot - wide) / 2;
        const fen = one.perCapitaFen ?? 0;
        const current = one.year === year;
        const above = one.lineFen === null || fen >= one.lineFen;
        return (
          <g key={one.year}>
            <rect x={x} y={y(fen)} width={wide} height={Math.max(1, 128 - y(fen))} rx={3} fill={above ? (current ? "var(--w6)" : "var(--w4)") : current ? "var(--e5)" : "var(--e3)"} />
            {one.lineFen === null ? null : <path d={`M${x - 9} ${y(one.lineFen)}h${wide + 18}`} stroke="var(--ink)" strokeWidth={2} />}
            <text x={x + wide / 2} y={Math.min(y(fen), one.lineFen === null ? 999 : y(one.lineFen)) - 6} fontSize={current ? 13 : 12} fontWeight={current ? 700 : 400} fill={current ? "var(--ink)" : "var(--ink2)"} textAnchor="middle">{yuan(fen, current ? 2 : 0)}</text>
            <text x={x + wide / 2} y={145} fontSize={12} fill="var(--ink3)" textAnchor="middle">{one.year}</text>
            {i === shown.length - 1 && one.lineFen !== null ? <><text x={x + wide + 13} y={y(one.lineFen) + 4} fontSize={12} fill="var(--ink2)">{lineWord}</text><text x={x + wide + 13} y={y(one.lineFen) + 19} fontSize={12} fill="var(--ink2)">{yuan(one.lineFen, 0)}</text></> : null}
          </g>);
      })}
    </svg>
  );
}

const colours = { wageFen: "var(--w6)", operatingFen: "var(--w4)", transferFen: "var(--e3)", propertyFen: "var(--e5)" } as const;

export function IncomeCard({ page }: { readonly page: HouseholdPage }): React.JSX.Element | null {
  const words = useWords(registryWords);
  const [locale] = useLocale();
  const [how, setHow] = useState(false);
  const v = page.household.values;
  const fen = (key: string): number => (typeof v[key] === "number" ? v[key] : 0);
  if (page.household.withheld.includes("perCapitaFen")) return null;
  const known = typeof v["perCapitaFen"] === "number";
  const head = fen("perCapitaFen");
  const lineFen = page.line?.fen ?? null;
  const away = lineFen === null ? "" : head === lineFen ? words.at : head > lineFen ? words.above(percent((head - lineFen) / lineFen)) : words.below(percent((lineFen - head) / lineFen));
  const title = known ? words.incomeTitle(yuan(head), away) : words.incomeNone(String(page.year));
  const parts = (Object.keys(colours) as (keyof typeof colours)[]).map((key) => ({ key, name: fieldName("household", key, locale), fen: fen(key) }));
  const sum = parts.reduce((n, p) => n + Math.max(0, p.fen), 0);
  return (
    <FindingCard title={title} unit={words.unit} source={page.items.some((i) => i.withdrawnAt === null) ? words.ledger : words.imported} note={words.fromTo(page.accounting.from, page.accounting.to)}
      table={{ heads: [words.years, words.columns.income, words.line], numeric: [0, 1, 2], rows: page.years.map((y) => [y.year, yuan(y.perCapitaFen), yuan(y.lineFen)]), file: page.years.map((y) => [y.year, y.perCapitaFen, y.lineFen]) }}
      foot={page.steps ? <Button type="link" size="small" onClick={() => setHow(true)}>{words.how}</Button> : undefined}>
      {known || page.years.some((y) => y.perCapitaFen !== null) ? (
        <div className="income">
          <YearBars years={page.years} year={page.year} label={title} lineWord={words.line} />
          {known ? (
            <div>
              {sum > 0 ? <div className="stack" aria-hidden="true">{parts.map((p) => (p.fen > 0 ? <i key={p.key} style={{ flex: p.fen, background: colours[p.key] }} /> : null))}</div> : null}
              <table className="sums"><tbody>
                {parts.map((p) => <tr key={p.key}><th scope="row"><i className="swatch" style={{ background: colours[p.key] }} />{p.name}</th><td>{yuan(p.fen)}</td></tr>)}
                <tr><th scope="row">{fieldName("household", "costFen", locale)}</th><td>{yuan(-fen("costFen"))}</td></tr>
                <tr className="total"><th scope="row">{words.perHead(String(v["yearMembers"] ?? "—"))}</th><td>{yuan(head)}</td></tr>
              </tbody></table>
            </div>) : null}
        </div>) : <EmptyState>{words.incomeNoneWhat}</EmptyState>}
      <Modal open={how} title={words.how} footer={null} onCancel={() => setHow(false)} width={520} destroyOnHidden><Steps page={page} /></Modal>
    </FindingCard>
  );
}

/** The calculation in the order of the handbook's table. */
export function Steps({ page }: { readonly page: HouseholdPage }): React.JSX.Element | null {
  const words = useWords(registryWords);
  const [locale] = useLocale();
  if (!page.steps) return null;
  return (
    <>
      <p className="sub sm">{words.howLine}</p>
      <table className="sums"><tbody>
        {page.steps.map((s) => (
          <tr key={s.field} className={s.part ? "part" : s.sign === "=" ? "total" : ""}>
            <td className="sign">{s.part ? "" : s.sign}</td><th scope="row">{s.part ? `${words.part} ` : ""}{fieldName("household", s.field, locale)}</th><td>{s.sign === "÷" ? String(s.amount ?? "—") : yuan(s.amount)}</td>
          </tr>))}
      </tbody></table>
      {page.line ? <p className="mut sm">{line(`${words.line} ${yuan(page.line.fen)}`, words.lineSource(page.line.source) + (words.sureness[page.line.sureness as keyof typeof words.sureness] ?? ""))}</p> : null}
    </>
  );
}
