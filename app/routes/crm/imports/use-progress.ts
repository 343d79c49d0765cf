import { useRevalidator } from "@remix-run/react";
import { useEffect, useRef } from "react";

const EVERY_MS = 1_500;

/** Loads the page again and again while work goes on and somebody looks at it. Without a script, `ReloadNote` does. */
export function useProgress(goesOn: boolean): void {
	const { state, revalidate } = useRevalidator();
	const now = useRef({ state, revalidate });
	now.current = { state, revalidate };
	useEffect(() => {
		if (!goesOn) return;
		const timer = setInterval(() => {
			if (document.visibilityState === "visible" && now.current.state === "idle") now.current.revalidate();
		}, EVERY_MS);
		return () => clearInterval(timer);
	}, [goesOn]);
}
