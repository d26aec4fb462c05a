/** One act on many cases of the same step: the requirements are read from the first, votes are each household's own. */
import { Drawer } from "antd";
import { useQuery } from "@tanstack/react-query";
import { getCase, type CaseRow } from "@diguan/core/procedure/contract.ts";
import { call } from "../api.ts";
import { number } from "../kit/formats.ts";
import { useWords } from "../kit/i18n.tsx";
import { Shown } from "../kit/States.tsx";
import { ActForm } from "./ActForm.tsx";
import { useTwo } from "./marks.tsx";
import { procedureWords } from "./words.ts";

export function BatchForm({ rows, onClose, onDone }: { readonly rows: readonly CaseRow[]; readonly onClose: () => void; readonly onDone: () => Promise<unknown> }): React.JSX.Element {
  const words = useWords(procedureWords);
  const two = useTwo();
  const [first] = rows;
  const lead = useQuery({ queryKey: ["procedure", "case", first?.county, first?.id], queryFn: ({ signal }) => call(getCase, { params: { county: first?.county ?? 0, id: first?.id ?? "" } }, signal) });
  return (
    <Drawer open width={640} onClose={onClose} title={`${first?.step ? two(first.step) : ""}　${words.actTogether(number(rows.length))}`} destroyOnHidden>
      <p className="sm sub">{rows.map((r) => r.name).join("、")}</p>
      <Shown of={lead}>{(c) => (c.next ? <ActForm cases={rows.map((r) => ({ county: r.county, id: r.id, version: r.version, name: r.name, region: r.region }))} next={{ ...c.next, acts: c.next.acts.filter((a) => a !== "dismiss" && a !== "uphold") }} today={c.today} onDone={onDone} /> : null)}</Shown>
    </Drawer>
  );
}
