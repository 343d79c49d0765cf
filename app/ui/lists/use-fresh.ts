import { useEffect, useRef, useState } from "react";

/** The ids (first of each row) that were not there a moment ago, on the same page: marked softly until the next change. */
export function useFresh(rows: readonly (readonly [id: string, ...rest: unknown[]])[]): ReadonlySet<string> {
	const known = useRef<ReadonlySet<string> | null>(null);
	const [fresh, setFresh] = useState<ReadonlySet<string>>(NONE);
	useEffect(() => {
		const ids = rows.map(([id]) => id);
		const before = known.current;
		known.current = new Set(ids);
		const came = before ? ids.filter((id) => !before.has(id)) : [];
		// A page with nothing in common is another page, not news.
		if (came.length < ids.length) setFresh(new Set(came));
	}, [rows]);
	return fresh;
}

const NONE: ReadonlySet<string> = new Set();
