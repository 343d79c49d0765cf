import { useEffect, useState } from "react";
import type { Command } from "./navigation.ts";

const PAUSE_MS = 150;

/** What the server finds for the typed words, asked after a pause in typing; nothing while it has not answered. */
export function useFound(source: string, words: string): readonly Command[] {
	const [found, setFound] = useState<{ words: string; commands: readonly Command[] }>({ words: "", commands: [] });
	useEffect(() => {
		if (words.length < 2) return;
		const ending = new AbortController();
		const timer = setTimeout(() => {
			ask(`${source}?${new URLSearchParams({ q: words })}`, ending.signal).then(
				(commands) => setFound({ words, commands }),
				// Without an answer the menu is what it is without a server: pages, acts and the search.
				() => undefined,
			);
		}, PAUSE_MS);
		return () => {
			clearTimeout(timer);
			ending.abort();
		};
	}, [source, words]);
	return found.words === words ? found.commands : [];
}

async function ask(url: string, signal: AbortSignal): Promise<readonly Command[]> {
	const response = await fetch(url, { signal, headers: { Accept: "application/json" } });
	return response.ok ? ((await response.json()) as Command[]) : [];
}
