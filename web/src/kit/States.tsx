/** The states of a view: empty (a hollow drop), loading (nothing for 300 ms, then bars), error (what failed, what to do, code), no right. */
import { useEffect, useState, type ReactNode } from "react";
import { Button } from "antd";
import { Problem, tell } from "@diguan/core/problem.ts";
import { dropPath } from "./Drop.tsx";
import { useLocale, useWords } from "./i18n.tsx";
import { kitWords } from "./words.ts";

export function EmptyState({ children, act }: { /** what would be here */ readonly children: ReactNode; /** what fills it */ readonly act?: ReactNode }): React.JSX.Element {
  return (
    <div className="state-view">
      <svg viewBox="-7 -8 14 16" width="42" height="48" aria-hidden="true"><path d={dropPath} fill="none" stroke="var(--ctl)" strokeWidth="0.6" /></svg>
      <p className="what">{children}</p>{act}
    </div>
  );
}

export function Loading({ rows = 5, onCancel }: { readonly rows?: number; readonly onCancel?: () => void }): React.JSX.Element | null {
  const words = useWords(kitWords);
  const [stage, setStage] = useState<"quiet" | "bars" | "slow">("quiet");
  useEffect(() => {
    const bars = setTimeout(() => setStage("bars"), 300);
    const slow = setTimeout(() => setStage("slow"), 8000);
    return () => { clearTimeout(bars); clearTimeout(slow); };
  }, []);
  if (stage === "quiet") return null;
  return (
    <div className="bones" role="status" aria-live="polite">
      <span className="sr">{words.loading}</span>
      {stage === "slow" ? <p className="sub">{words.loadingSlow}{onCancel ? <> <Button size="small" onClick={onCancel}>{words.cancel}</Button></> : null}</p> : null}
      {Array.from({ length: rows }, (_, i) => <i key={i} style={{ width: `${92 - ((i * 17) % 40)}%` }} />)}
    </div>
  );
}

export function ErrorState({ error, onRetry }: { readonly error: unknown; readonly onRetry?: () => void }): React.JSX.Element {
  const words = useWords(kitWords);
  const [locale] = useLocale();
  const problem = error instanceof Problem ? error : new Problem("server.unreachable");
  const refused = problem.code === "access.refused";
  return (
    <div className="state-view" role="alert">
      <h2>{refused ? words.noRight : words.failed}</h2>
      <p className="what">{tell(problem.code, problem.details, locale)}</p>
      {refused ? <p className="mut sm">{words.whoGrants}</p> : onRetry ? <Button onClick={onRetry}>{words.retry}</Button> : null}
      <span className="code">{words.codeIs(problem.code)}</span>
    </div>
  );
}

interface Asked<T> { readonly data: T | undefined; readonly error: unknown; readonly isFetching: boolean; readonly refetch: () => unknown }

/** A query's answer in its state: old data stay while new ones are fetched. */
export function Shown<T>({ of, rows, empty, children }: { readonly of: Asked<T>; readonly rows?: number; /** says that an answer has nothing to show */ readonly empty?: { readonly when: (data: T) => boolean; readonly view: ReactNode }; readonly children: (data: T) => ReactNode }): ReactNode {
  if (of.data === undefined) return of.error ? <ErrorState error={of.error} onRetry={() => { void of.refetch(); }} /> : <Loading {...(rows === undefined ? {} : { rows })} />;
  return empty?.when(of.data) ? empty.view : children(of.data);
}

/** The sentence of a refused act, in the reader's language; for messages and forms. */
export function useTold(): (error: unknown) => string {
  const [locale] = useLocale();
  return (error) => (error instanceof Problem ? tell(error.code, error.details, locale) : tell("server.unreachable", {}, locale));
}
