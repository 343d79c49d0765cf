import { useBlocker } from "@remix-run/react";
import { useEffect } from "react";
import type { DraftSaver } from "./draft-saver.ts";

const QUESTION = "The last changes could not be saved. Leave without them?";

/**
 * Leaves nothing unsaved: a step to another page waits for the save and asks only when that fails; a tab that is put
 * away saves at once, and one that is closed with unsaved changes asks.
 */
export function useLeaving<G>(saver: DraftSaver<G>): void {
	const blocker = useBlocker(
		({ currentLocation, nextLocation }) => saver.isDirty && currentLocation.pathname !== nextLocation.pathname,
	);
	useEffect(() => {
		if (blocker.state !== "blocked") return;
		let isOver = false;
		void saver.flush().then((isSaved) => {
			if (isOver) return;
			if (isSaved || window.confirm(QUESTION)) blocker.proceed();
			else blocker.reset();
		});
		return () => {
			isOver = true;
		};
	}, [blocker, saver]);
	useEffect(() => {
		const onLeave = (event: BeforeUnloadEvent) => {
			if (!saver.isDirty) return;
			void saver.flush();
			event.preventDefault();
		};
		const onHide = () => {
			if (document.visibilityState === "hidden") void saver.flush();
		};
		window.addEventListener("beforeunload", onLeave);
		document.addEventListener("visibilitychange", onHide);
		return () => {
			window.removeEventListener("beforeunload", onLeave);
			document.removeEventListener("visibilitychange", onHide);
		};
	}, [saver]);
}
