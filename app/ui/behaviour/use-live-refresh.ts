import { useNavigation, useRevalidator } from "@remix-run/react";
import { useEffect, useRef } from "react";
import { awaitServer } from "./connection.ts";
import { followChanges, forgetRecent } from "./follow-changes.ts";
import { concerns } from "./live-stream.ts";
import { loadPatiently } from "./patient-fetch.ts";

const STREAM = "/events/stream";
/** At most one refresh a second, and not all browsers at the same instant. Milliseconds. */
const REST = 1000;
const JITTER = 400;

/**
 * Loads the page's data again when one of its topics changes ("leads", "lead:<id>"). A tab out of sight waits until
 * it is looked at, and a step that is on its way goes first: a refresh would start its loading over, and the message
 * that came with the first answer would be lost. While the server is out of reach the page stays as it is and the
 * refresh waits. Data is never patched by hand: what the loader says is what is shown.
 */
export function useLiveRefresh(topics: readonly string[], url = STREAM): void {
	const revalidator = useRevalidator();
	const idle = useNavigation().state === "idle";
	const current = useRef({ revalidate: revalidator.revalidate, idle });
	current.current = { revalidate: revalidator.revalidate, idle };
	const about = topics.join(" ");
	const planAgain = useRef<() => void>();
	const endPatience = useRef<() => void>();
	const isRefreshing = revalidator.state === "loading";

	useEffect(() => {
		if (!isRefreshing) endPatience.current?.();
	}, [isRefreshing]);

	useEffect(() => {
		if (idle) planAgain.current?.();
	}, [idle]);

	useEffect(() => {
		let due = false;
		let last = 0;
		let timer: ReturnType<typeof setTimeout> | undefined;
		const refresh = () => {
			timer = undefined;
			if (!due || document.visibilityState !== "visible" || !current.current.idle) return;
			due = false;
			last = Date.now();
			endPatience.current?.();
			endPatience.current = loadPatiently();
			current.current.revalidate();
		};
		const plan = () => {
			if (!due || timer !== undefined || document.visibilityState !== "visible") return;
			timer = setTimeout(refresh, Math.max(0, last + REST - Date.now()) + Math.random() * JITTER);
		};
		planAgain.current = plan;
		const stop = followChanges(url, (change) => {
			if (change.isLost) void awaitServer();
			if (!concerns(change, about.split(" "))) return;
			due = true;
			plan();
		});
		document.addEventListener("visibilitychange", plan);
		return () => {
			stop();
			clearTimeout(timer);
			endPatience.current?.();
			document.removeEventListener("visibilitychange", plan);
		};
		// A page that stays and shows something else, as the canvas a run, hears what happened to that while it was read.
	}, [url, about]);
}

/** Keeps the stream of changes open from page to page, so that what happens between two of them is heard by the second. */
export function useOpenStream(url = STREAM): void {
	const { state } = useNavigation();
	useEffect(() => followChanges(url, () => undefined), [url]);
	useEffect(() => {
		if (state === "loading") forgetRecent(url);
	}, [state, url]);
}
