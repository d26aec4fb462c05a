/** 等我办: what waits for this post, sorted by urgency, one act each; only from capabilities that exist. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { waitingTasks, type TaskKind } from "@diguan/core/overview/contract.ts";
import { daysBetween } from "@diguan/core/time.ts";
import { call, type Answer } from "../api.ts";
import { FindingCard } from "../kit/FindingCard.tsx";
import { number } from "../kit/formats.ts";
import { useWords } from "../kit/i18n.tsx";
import { EmptyState, Shown } from "../kit/States.tsx";
import { kitWords } from "../kit/words.ts";
import { overviewWords } from "./words.ts";

type Task = Answer<typeof waitingTasks>["tasks"][number];

/** Among the others, and so not added up. */
const repeated: readonly TaskKind[] = ["overdue", "mine", "lateSteps", "objections"];
const urgency: Readonly<Record<TaskKind, string>> = { overdue: "var(--bad)", mine: "var(--primary)", serious: "var(--warn)", ordinary: "var(--line2)", review: "var(--line2)", verify: "var(--primary)", intake: "var(--primary)", lateSteps: "var(--bad)", objections: "var(--warn)", steps: "var(--primary)" };
const target: Readonly<Record<TaskKind, { readonly to: string; readonly search: Readonly<Record<string, string>> }>> = {
  overdue: { to: "/quality", search: { overdue: "true" } }, mine: { to: "/quality", search: { assignee: "me" } }, serious: { to: "/quality", search: { severity: "E" } }, ordinary: { to: "/quality", search: { severity: "W" } },
  review: { to: "/quality", search: { severity: "R" } }, verify: { to: "/quality", search: { segment: "waiting" } }, intake: { to: "/intake", search: {} },
  lateSteps: { to: "/procedure", search: { view: "list", only: "overdue" } }, objections: { to: "/procedure", search: { view: "list", only: "objections" } }, steps: { to: "/procedure", search: { view: "tasks" } },
};

export function TasksCard({ region, year, acts }: { readonly region: number; readonly year: number; /** this post settles findings; others only watch */ readonly acts: boolean }): React.JSX.Element {
  const words = useWords(overviewWords);
  const tasks = useQuery({ queryKey: ["overview", "tasks", region, year], queryFn: ({ signal }) => call(waitingTasks, { query: { region, year } }, signal), refetchInterval: 15_000, placeholderData: (before) => before });
  const all = tasks.data?.tasks.filter((task) => !repeated.includes(task.kind)).reduce((sum, task) => sum + task.count, 0) ?? 0;
  return (
    <FindingCard title={all > 0 || !tasks.data ? (acts ? words.tasksTitle : words.tasksOpen)(tasks.data ? number(all) : "…") : words.tasksNone} {...(all > 0 ? { note: words.tasksSub } : {})} flush foot={all > 0 ? <><span /><Link to="/quality">{words.allTasks}</Link></> : undefined}>
      <Shown of={tasks} rows={3} empty={{ when: (data) => data.tasks.length === 0, view: <EmptyState>{words.tasksEmpty}</EmptyState> }}>
        {(data) => <ul className="todo">{data.tasks.map((task) => <Row key={task.kind} task={task} today={data.today} acts={acts} />)}</ul>}
      </Shown>
    </FindingCard>
  );
}

function Row({ task, today, acts }: { readonly task: Task; readonly today: string; readonly acts: boolean }): React.JSX.Element {
  const words = useWords(overviewWords);
  const kit = useWords(kitWords);
  const left = task.deadline === null ? undefined : daysBetween(today, task.deadline);
  const due = left === undefined ? "" : left < 0 ? words.overdueBy(number(-left)) : left === 0 ? words.dueToday : words.dueIn(number(left));
  const to = target[task.kind];
  const about = [...task.groups.slice(0, 3).map((row) => `${words.groups[row.group]} ${number(row.n)}`), ...task.files].join(kit.comma);
  return (
    <li>
      <i style={{ background: urgency[task.kind] }} />
      <b className="n">{task.more ? words.moreThan(number(task.count)) : number(task.count)}</b>
      <div><div className="b">{words.tasks[task.kind]}</div><div className="sm mut">{about}</div></div>
      <div className="act">{due ? <span className={`sm ${left !== undefined && left < 0 ? "t-bad" : "mut"}`}>{due}</span> : null}<Link className="sm" to={to.to} search={(before: Record<string, unknown>) => ({ ...before, ...to.search })}>{acts ? words.acts[task.kind] : words.acts.review} ›</Link></div>
    </li>
  );
}
