import { useEffect, useState } from "react";
import type { Found } from "#app/domain/crm/records/reads/find-records.ts";

const PAUSE_MS = 150;

/** The records of a kind that are called so, asked for after a pause in typing; those found last until others are. */
export function useFoundRecords(type: string, words: string): readonly Found[] {
	const [found, setFound] = useState<readonly Found[]>([]);
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

async function ask(url: string, signal: AbortSignal): Promise<readonly Found[]> {
	const response = await fetch(url, { signal, headers: { Accept: "application/json" } });
	return response.ok ? ((await response.json()) as Found[]) : [];
}
