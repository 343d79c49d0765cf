import { useEffect, useState } from "react";
import type { Named } from "#app/domain/crm/records/reads/find-named.ts";

const PAUSE_MS = 150;

/** The records of a kind, or members or tags, that are called so, asked for after a pause in typing; those found last until others are. */
export function useFoundRecords(type: string, words: string): readonly Named[] {
	const [found, setFound] = useState<readonly Named[]>([]);
	useEffect(() => {
		if (words.trim() === "") return;
		const ending = new AbortController();
		const timer = setTimeout(() => {
			// Without an answer the name is written out and looked for when the form is sent.
			ask(`/records/${type}/found?${new URLSearchParams({ q: words })}`, ending.signal).then(setFound, () => undefined);
		}, PAUSE_MS);
		return () => {
			clearTimeout(timer);
			ending.abort();
		};
	}, [type, words]);
	return found;
}

async function ask(url: string, signal: AbortSignal): Promise<readonly Named[]> {
	const response = await fetch(url, { signal, headers: { Accept: "application/json" } });
	return response.ok ? ((await response.json()) as Named[]) : [];
}
