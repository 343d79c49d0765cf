import { useFetchers, useNavigation } from "@remix-run/react";
import { useEffect, useRef } from "react";

/**
 * Makes a double click one: while a form that changes something is on its way, it is not sent again. The mark goes
 * on the form and its button as `data-busy`; it leaves when Remix is idle again (an error came back, the form was
 * refused in the browser), or when the page is restored from the back cache.
 */
export function useBusyForms(): void {
	const navigation = useNavigation();
	const fetchers = useFetchers();
	const idle = navigation.state === "idle" && fetchers.every((fetcher) => fetcher.state === "idle");
	const idleNow = useRef(idle);
	idleNow.current = idle;

	useEffect(() => {
		if (idle) release();
	}, [idle]);

	useEffect(() => {
		const refuseSecond = (event: SubmitEvent) => {
			if (isCheck(event)) return;
			if (!(event.target instanceof HTMLFormElement) || !event.target.hasAttribute("data-busy")) return;
			event.preventDefault();
			event.stopImmediatePropagation();
		};
		const mark = (event: SubmitEvent) => {
			const form = event.target;
			if (isCheck(event)) return;
			if (!(form instanceof HTMLFormElement) || form.method === "get" || form.target) return;
			for (const element of [form, event.submitter]) element?.setAttribute("data-busy", "");
			// Prevented: Remix sends it and is not idle a moment later, or a check in the browser refused it.
			if (event.defaultPrevented) setTimeout(() => idleNow.current && release(), 150);
		};
		window.addEventListener("submit", refuseSecond, true);
		window.addEventListener("submit", mark);
		window.addEventListener("pageshow", release);
		return () => {
			window.removeEventListener("submit", refuseSecond, true);
			window.removeEventListener("submit", mark);
			window.removeEventListener("pageshow", release);
		};
	}, []);
}

/** Conform checks fields by submit events of its own (`__intent__`), which go nowhere: on leaving a field for the button. */
export function isCheck({ submitter }: SubmitEvent): boolean {
	return submitter?.getAttribute("name") === "__intent__";
}

function release(): void {
	for (const element of document.querySelectorAll("[data-busy]")) element.removeAttribute("data-busy");
}
