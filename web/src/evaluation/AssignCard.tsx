/** Shares households out over auditors, village by village; says whom the rules keep from which village. */
import { useState } from "react";
import { App, Button, Checkbox, Select } from "antd";
import { useMutation, useQuery } from "@tanstack/react-query";
import { roleName } from "@diguan/core/access/labels.ts";
import type { Role } from "@diguan/core/access/policy.ts";
import { assignUnits, listAuditors, type AuditDetail } from "@diguan/core/evaluation/contract.ts";
import { call } from "../api.ts";
import { FindingCard } from "../kit/FindingCard.tsx";
import { number } from "../kit/formats.ts";
import { useLocale, useWords } from "../kit/i18n.tsx";
import { useTold } from "../kit/States.tsx";
import { auditWords } from "./words-audit.ts";

export function AssignCard({ audit, onDone }: { readonly audit: AuditDetail; readonly onDone: () => Promise<void> }): React.JSX.Element {
  const words = useWords(auditWords);
  const [locale] = useLocale();
  const told = useTold();
  const { message } = App.useApp();
  const [posts, setPosts] = useState<string[]>([]);
  const [again, setAgain] = useState(false);
  const auditors = useQuery({ queryKey: ["evaluation", "auditors", audit.region], queryFn: ({ signal }) => call(listAuditors, { query: { region: audit.region } }, signal) });
  const left = audit.towns.reduce((sum, t) => sum + t.drawn - t.assigned, 0);
  const assign = useMutation({
    mutationFn: () => call(assignUnits, { body: { audit: { county: audit.county, id: audit.id }, posts, again } }),
    onSuccess: async ({ assigned, refused }) => {
      void message.success(words.didAssign(number(assigned)));
      const first = refused[0];
      if (first) void message.warning(words.refusedAssign(first.name, first.village, number(first.households)), 8);
      await onDone();
    },
    onError: (error) => { void message.error(told(error)); },
  });
  return (
    <FindingCard title={left > 0 ? words.assignTitle(number(left)) : words.assigned} note={words.assignNote} act={left > 0}>
      <div className="stack">
        <label htmlFor="assign-posts">{words.assignTo}</label>
        <Select id="assign-posts" mode="multiple" showSearch={{ optionFilterProp: "label" }} value={posts} onChange={setPosts} loading={auditors.isPending} notFoundContent={words.nobody} options={(auditors.data?.rows ?? []).map((a) => ({ value: a.post, label: `${a.name}\u3000${roleName(a.role as Role, locale)}\u3000${a.place}` }))} />
        <Checkbox checked={again} onChange={(e) => setAgain(e.target.checked)}>{words.again}</Checkbox>
        <Button type="primary" disabled={posts.length === 0} loading={assign.isPending} onClick={() => assign.mutate()}>{words.assign}</Button>
      </div>
    </FindingCard>
  );
}
