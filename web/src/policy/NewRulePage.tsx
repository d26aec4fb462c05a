/** A new rule: purpose, area, names, basis and text; begun with one of the guide's rules or from nothing. */
import { useRef, useState } from "react";
import { App, Button, Form, Input, Select } from "antd";
import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { createRuleSet } from "@diguan/core/policy/contract.ts";
import { defaultRules } from "@diguan/core/policy/default-rules.ts";
import { purposeName } from "@diguan/core/policy/labels.ts";
import { purposes, type Purpose } from "@diguan/core/policy/states.ts";
import { useSession } from "../access/session.ts";
import { call } from "../api.ts";
import { number } from "../kit/formats.ts";
import { useLocale, useWords } from "../kit/i18n.tsx";
import { PageHead } from "../kit/PageHead.tsx";
import { useTold } from "../kit/States.tsx";
import { usePlace } from "../shells/place.ts";
import { Editor, useFaults, type EditorHandle } from "./Editor.tsx";
import { NamesPanel } from "./NamesPanel.tsx";
import { policyWords } from "./words.ts";
import "./policy.css";

export function NewRulePage(): React.JSX.Element {
  const words = useWords(policyWords);
  const [locale] = useLocale();
  const told = useTold();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const session = useSession();
  const { place, region: shown } = usePlace();
  const region = shown ?? session.data?.post.region ?? 0;
  const [purpose, setPurpose] = useState<Purpose>("identification");
  const [zh, setZh] = useState("");
  const [en, setEn] = useState("");
  const [source, setSource] = useState("");
  const [text, setText] = useState("");
  const [key] = useState(() => crypto.randomUUID());
  const editor = useRef<EditorHandle>(null);
  const faults = useFaults(text);
  const create = useMutation({
    mutationFn: () => call(createRuleSet, { body: { key, region, purpose, zh: zh.trim(), en: en.trim() || zh.trim(), text, source: source.trim(), note: "" } }),
    onSuccess: (made) => { void message.success(words.saved(number(made.version))); void navigate({ to: `/rules/${made.id}` as string }); },
    onError: (error) => { void message.error(told(error)); },
  });
  const begin = (which: string): void => {
    const rule = defaultRules.find((r) => r.zh === which);
    setText(rule?.text ?? "");
    if (rule) { setPurpose(rule.purpose); if (source === "") setSource(rule.source); if (zh === "") setZh(rule.zh); if (en === "") setEn(rule.en); }
  };
  const ready = faults.length === 0 && zh.trim().length >= 2 && source.trim().length >= 4 && region > 0;
  return (
    <>
      <PageHead title={words.newTitle} line={`${words.region}\u3000${place.data?.name ?? ""}`} />
      <div className="rule-edit">
        <section className="card"><div className="card-body" style={{ paddingTop: 14 }}>
          <Form layout="vertical" onFinish={() => create.mutate()}>
            <div className="rule-fields">
              <Form.Item label={words.begin} htmlFor="rule-begin"><Select id="rule-begin" value={null} placeholder={words.beginEmpty} onChange={(which: string | null) => begin(which ?? "")} options={defaultRules.map((r) => ({ value: r.zh, label: locale === "en" ? r.en : r.zh }))} /></Form.Item>
              <Form.Item label={words.purpose} htmlFor="rule-purpose"><Select id="rule-purpose" value={purpose} onChange={setPurpose} options={purposes.map((p) => ({ value: p, label: purposeName(p, locale) }))} /></Form.Item>
              <Form.Item label={words.name} required htmlFor="rule-zh"><Input id="rule-zh" maxLength={80} value={zh} onChange={(e) => setZh(e.target.value)} /></Form.Item>
              <Form.Item label={words.nameEn} htmlFor="rule-en"><Input id="rule-en" maxLength={120} value={en} onChange={(e) => setEn(e.target.value)} /></Form.Item>
            </div>
            <Form.Item label={words.source} required htmlFor="rule-source"><Input id="rule-source" maxLength={400} value={source} onChange={(e) => setSource(e.target.value)} /></Form.Item>
            <Form.Item label={words.text} required htmlFor="rule-text"><Editor id="rule-text" ref={editor} value={text} onChange={setText} faults={faults} /></Form.Item>
            <Button type="primary" htmlType="submit" disabled={!ready} loading={create.isPending}>{words.save}</Button>
          </Form></div></section>
        <NamesPanel region={region} onInsert={(name) => editor.current?.insert(name)} />
      </div>
    </>
  );
}
