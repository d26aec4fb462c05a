/** The verdict on a pair by keys 1 2 3 with a compulsory reason; none is chosen beforehand; what was decided can be undone. */
import { useEffect, useRef, useState } from "react";
import { App, Button, Input, type InputRef } from "antd";
import { useMutation } from "@tanstack/react-query";
import { reasonLeast, type PairAct } from "@diguan/core/comparison/duplicates.ts";
import { decideDuplicate, type PairDetail } from "@diguan/core/comparison/duplicates-contract.ts";
import { call } from "../api.ts";
import { useWords } from "../kit/i18n.tsx";
import { useTold } from "../kit/States.tsx";
import { typing } from "../kit/useRows.ts";
import { duplicatesWords } from "./duplicates-words.ts";

const verdicts = ["same", "different", "visit"] as const;

export function DecideForm({ pair, onDone }: { readonly pair: PairDetail; readonly onDone: (decided: boolean) => Promise<void> }): React.JSX.Element {
  const words = useWords(duplicatesWords);
  const told = useTold();
  const { message } = App.useApp();
  const onlyUndo = pair.allowed.length === 1 && pair.allowed[0] === "undo";
  const [act, setAct] = useState<PairAct | undefined>(onlyUndo ? "undo" : undefined);
  const [reason, setReason] = useState("");
  const [key] = useState(() => crypto.randomUUID());
  const field = useRef<InputRef>(null);
  const submit = useMutation({
    mutationFn: (chosen: PairAct) => call(decideDuplicate, { body: { pair: { county: pair.county, id: pair.id }, version: pair.version, act: chosen, reason: reason.trim(), key } }),
    onSuccess: async (_, chosen) => { void message.success(chosen === "undo" ? words.undone : words.done); await onDone(chosen !== "undo"); },
    onError: (error) => { void message.error(told(error)); },
  });
  const enough = [...reason.trim()].length >= reasonLeast;
  const send = (): void => { if (act && enough && !submit.isPending) submit.mutate(act); };
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const verdict = verdicts[Number(event.key) - 1];
      if (!verdict || event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || !pair.allowed.includes(verdict)) return;
      event.preventDefault();
      setAct(verdict);
      field.current?.focus();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [pair.allowed]);
  const mayUndo = pair.allowed.includes("undo");
  return (
    <footer className="pane-acts">
      <p className="sm"><b>{words.notVerdict}</b>　{words.neverMerged}</p>
      {pair.allowed.length === 0 ? <p className="sm mut">{pair.state === "gone" ? words.acts.gone : words.mayNot}</p> : (
        <>
          {onlyUndo ? null : <div className="act-choices verdicts" role="radiogroup" aria-label={words.title}>{verdicts.map((v, i) => (
            <button key={v} type="button" role="radio" aria-checked={v === act} disabled={!pair.allowed.includes(v)} onClick={() => { setAct(v); field.current?.focus(); }}><span>{words.acts[v]}<small>{words.actHint[v]}</small></span><kbd>{i + 1}</kbd></button>))}</div>}
          <div className="row usual">{act ? words.usual[act].split("|").map((text) => <button key={text} type="button" className="link sm" onClick={() => { setReason(text); field.current?.focus(); }}>{text}</button>) : <span className="sm mut">{words.chooseFirst}</span>}</div>
          <div className="row decide">
            <Input ref={field} maxLength={400} aria-label={words.reason} placeholder={words.reason} value={reason} onChange={(e) => setReason(e.target.value)} onPressEnter={send} />
            {mayUndo ? <Button loading={submit.isPending && act === "undo"} disabled={!enough} onClick={() => { setAct("undo"); submit.mutate("undo"); }}>{words.undo}</Button> : null}
            {onlyUndo ? null : <Button type="primary" loading={submit.isPending && act !== "undo"} disabled={act === undefined || act === "undo" || !enough} onClick={send}>{words.submit}</Button>}
          </div>
        </>)}
    </footer>
  );
}
