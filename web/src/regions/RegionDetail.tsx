/** One region beside the list: its dated names, what it took over from and what took over, groups of a village, and the acts. */
import { Button } from "antd";
import { useQuery } from "@tanstack/react-query";
import { showRegion } from "@diguan/core/regions/contract.ts";
import { levelOf } from "@diguan/core/region-code.ts";
import { call, type Answer } from "../api.ts";
import { line } from "../kit/formats.ts";
import { useWords } from "../kit/i18n.tsx";
import { Shown } from "../kit/States.tsx";
import { StateTag } from "../kit/StateTag.tsx";
import type { Act, ActKind } from "./RegionActForm.tsx";
import { regionWords } from "./words.ts";

type Region = Answer<typeof showRegion>;

/** What may be done with a region in its present state. */
function actsOf(region: Region): ActKind[] {
  const open = region.history.find((h) => h.validTo === null);
  if (!region.mayEdit || !open) return [];
  return [...(open.provisional ? (["confirm"] as const) : []), "rename", ...(levelOf(region.code) === "village" ? (["groups"] as const) : []), "merge", "split", ...(region.children === 0 ? (["close"] as const) : [])];
}

export function RegionDetail({ code, on, onAct, onGo }: { readonly code: number; readonly on?: string; readonly onAct: (act: Act) => void; readonly onGo: (code: number) => void }): React.JSX.Element {
  const words = useWords(regionWords);
  const shown = useQuery({ queryKey: ["regions", "show", code, on ?? ""], queryFn: ({ signal }) => call(showRegion, { params: { region: code }, query: on ? { on } : {} }, signal), placeholderData: (before) => before });
  return <section className="card region-detail" aria-label={words.detail}><Shown of={shown} rows={4}>{(region) => <Body region={region} onAct={onAct} onGo={onGo} />}</Shown></section>;
}

function Body({ region, onAct, onGo }: { readonly region: Region; readonly onAct: (act: Act) => void; readonly onGo: (code: number) => void }): React.JSX.Element {
  const words = useWords(regionWords);
  const name = region.current?.name ?? region.history[0]?.name ?? "";
  const closed = region.history.every((h) => h.validTo !== null);
  const acts = actsOf(region);
  return (
    <>
      <div className="card-head">
        <h2>{name}</h2>
        <div>{closed ? <StateTag tone="bad">{words.closed}</StateTag> : region.history[0]?.provisional ? <StateTag tone="warn">{words.provisional}</StateTag> : <StateTag tone="ok">{words.current}</StateTag>}</div>
        <p className="card-line">{line(String(region.code), words.levels[region.level], region.path.slice(0, -1).map((p) => p.name).join(" / "))}</p>
      </div>
      <div className="card-body stack">
        {region.current ? null : <p className="sub sm">{words.notYet}</p>}
        <table className="plain">
          <caption>{words.history}</caption>
          <thead><tr><th scope="col">{words.name}</th><th scope="col">{words.from}</th><th scope="col">{words.to}</th><th scope="col">{words.source}</th></tr></thead>
          <tbody>{region.history.map((h) => <tr key={h.validFrom}><th scope="row">{h.name}</th><td>{h.validFrom}</td><td>{h.validTo ?? words.now}</td><td className="wrap">{h.source === "local" ? words.byHand : h.source || "—"}</td></tr>)}</tbody>
        </table>
        {region.successions.length > 0 ? (
          <div><h3>{words.related}</h3><ul className="related">{region.successions.map((s) => {
            const old = s.predecessor === region.code;
            const other = old ? s.successor : s.predecessor;
            return <li key={`${s.predecessor}${s.successor}${s.onDate}`}><span className="mut">{s.onDate}</span> <button type="button" className="link" onClick={() => onGo(other)}>{old ? words.gaveTo(s.successorName, words.acts[s.act]) : words.tookOver(s.predecessorName, words.acts[s.act])}</button><br /><span className="sub sm">{s.reason}</span></li>;
          })}</ul></div>) : null}
        {region.level === "village" ? <div><h3>{words.groups}</h3><p className="sub">{region.groups.length > 0 ? region.groups.join("\u3000") : words.noGroups}</p></div> : null}
        {acts.length > 0 ? <div className="row no-print">{acts.map((kind) => <Button key={kind} size="small" type={kind === "confirm" ? "primary" : "default"} onClick={() => onAct({ kind, code: region.code, name, groups: region.groups })}>{words.acts[kind]}</Button>)}</div> : null}
      </div>
    </>
  );
}
