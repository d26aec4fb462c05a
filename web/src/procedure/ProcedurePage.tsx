/** 程序: what I have to do, where every village stands, the list, and the procedures themselves (issue 3 items 6 and 8). */
import { useState } from "react";
import { Button } from "antd";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { getBoard } from "@diguan/core/procedure/contract.ts";
import { call } from "../api.ts";
import { number } from "../kit/formats.ts";
import { useWords } from "../kit/i18n.tsx";
import { TabRow } from "../kit/TabRow.tsx";
import { PageHead } from "../kit/PageHead.tsx";
import { Shown } from "../kit/States.tsx";
import { usePlace } from "../shells/place.ts";
import { BoardTab } from "./BoardTab.tsx";
import { useGo } from "./go.ts";
import { DefinitionsTab } from "./DefinitionsTab.tsx";
import { ListTab } from "./ListTab.tsx";
import { OpenForm } from "./OpenForm.tsx";
import type { ProcedureSearch, View } from "./search.ts";
import { TasksTab } from "./TasksTab.tsx";
import { procedureWords } from "./words.ts";
import "./procedure.css";

export function ProcedurePage(): React.JSX.Element {
  const words = useWords(procedureWords);
  const queries = useQueryClient();
  const search: ProcedureSearch = useSearch({ strict: false });
  const go = useGo();
  const { region, place } = usePlace();
  const [opening, setOpening] = useState(search.begin !== undefined);
  const board = useQuery({ queryKey: ["procedure", "board", region, search.purpose], queryFn: ({ signal }) => call(getBoard, { query: { ...(region === undefined ? {} : { region }), ...(search.purpose ? { purpose: search.purpose } : {}) } }, signal), enabled: region !== undefined, placeholderData: (before) => before });
  const view: View = search.view ?? (search.only || search.step || search.text ? "list" : board.data?.may.act ? "tasks" : "board");
  return (
    <>
      <PageHead title={words.title} line={words.head(place.data?.name ?? "", board.data ? number(board.data.counts.open) : "…")} acts={board.data?.may.open ? <Button type="primary" onClick={() => setOpening(true)}>{words.begin}</Button> : null} />
      <TabRow label={words.title} active={view} onChange={(key) => go({ view: key })} tabs={(["tasks", "board", "list", "definitions"] as const).map((key) => [key, words.tabs[key]] as const)} />
      {view === "tasks" ? <TasksTab region={region} /> : view === "list" ? <ListTab search={search} board={board.data} /> : view === "definitions" ? <DefinitionsTab region={region} />
        : <Shown of={board} rows={8}>{(data) => <BoardTab board={data} purpose={search.purpose} />}</Shown>}
      {opening ? <OpenForm household={search.begin} purpose={search.begin === undefined ? undefined : search.purpose} proposal={search.proposal} place={search.village} onClose={() => { setOpening(false); if (search.begin !== undefined) go({}); }} onDone={() => queries.invalidateQueries({ queryKey: ["procedure"] })} /> : null}
    </>
  );
}
