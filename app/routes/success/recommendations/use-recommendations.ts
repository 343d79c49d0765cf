import { useNavigate } from "@remix-run/react";
import { type FormEvent, useEffect, useRef, useState } from "react";

const LOST = "The connection was lost before the suggestions were whole. Nothing was kept. Try again.";

type Line = { key: string; title: string; reason: string };

/**
 * Suggestions line by line as they are written. Its `ask` takes over the form's post; where the stream cannot be had the
 * form is posted plainly. Once all is kept the page of the artifact is gone to.
 */
export function useRecommendations() {
	const [lines, setLines] = useState<Line[]>([]);
	const [isAsking, setAsking] = useState(false);
	const [problem, setProblem] = useState<string>();
	const navigate = useNavigate();
	const gone = useRef<AbortController>();
	useEffect(() => () => gone.current?.abort(), []);

	const ask = (event: FormEvent<HTMLFormElement>) => {
		event.preventDefault();
		if (isAsking) return;
		setLines([]);
		setProblem(undefined);
		setAsking(true);
		const controller = new AbortController();
		gone.current = controller;
		const body = new URLSearchParams(new FormData(event.currentTarget) as never);
		follow(body, controller.signal, (name, data) => {
			if (name === "line") setLines((before) => [...before, data as Line]);
			if (name === "restart") setLines([]);
			if (name === "done") navigate(`/success/artifacts/${data.artifactId}`);
			if (name === "error") throw new Error(data.error?.message);
		})
			.catch((error: Error) => {
				if (controller.signal.aborted) return;
				setLines([]);
				// What a browser says of a lost connection is its own and in its own words.
				const isLost = error instanceof TypeError || error.name === "AbortError" || error.name === "NetworkError";
				setProblem(isLost ? LOST : error.message || "The suggestions could not be made. Nothing was kept. Try again.");
			})
			.finally(() => setAsking(false));
	};
	return { lines, isAsking, problem, ask };
}

// biome-ignore lint/suspicious/noExplicitAny: each event has data of its own shape
type Heard = (name: string, data: any) => void;

/** Reads server-sent events (WHATWG HTML 9.2) out of the answer to a post, which an EventSource cannot make. */
async function follow(body: URLSearchParams, signal: AbortSignal, heard: Heard): Promise<void> {
	const response = await fetch("/success/recommendations/stream", { method: "POST", body, signal });
	if (!response.ok || !response.body) {
		const told = await response.json().catch(() => ({}));
		throw new Error(told.message ?? "");
	}
	let isDone = false;
	let held = "";
	const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
	for (;;) {
		const { value, done } = await reader.read();
		if (done) break;
		const frames = (held + value).split("\n\n");
		held = frames.pop() ?? "";
		for (const frame of frames) {
			const [, name = "", data = ""] = /^event: (.*)\ndata: (.*)$/.exec(frame) ?? [];
			if (data === "") continue;
			heard(name, JSON.parse(data));
			if (name === "done") isDone = true;
		}
	}
	if (!isDone) throw new Error(LOST);
}
