/** A page that does not exist, and a page that broke. */
import { Link, type ErrorComponentProps } from "@tanstack/react-router";
import { useWords } from "../kit/i18n.tsx";
import { PageHead } from "../kit/PageHead.tsx";
import { EmptyState, ErrorState } from "../kit/States.tsx";
import { shellWords } from "./words.ts";

export function RouteMissing(): React.JSX.Element {
  const words = useWords(shellWords);
  return <main className="lone"><PageHead title={words.notFound} /><EmptyState act={<Link to="/">{words.goHome}</Link>}>{words.notFoundWhat}</EmptyState></main>;
}

export function RouteFailed({ error, reset }: ErrorComponentProps): React.JSX.Element {
  const words = useWords(shellWords);
  return <div className="lone"><PageHead title={words.failed} /><ErrorState error={error} onRetry={reset} /></div>;
}

/** Broken outside the shell: the page needs a landmark of its own. */
export const RootFailed = (props: ErrorComponentProps): React.JSX.Element => <main><RouteFailed {...props} /></main>;
