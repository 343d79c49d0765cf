import { useBlocker, useNavigation } from "@remix-run/react";
import { useEffect, useRef, useState } from "react";
import { findUnsent } from "./unsent.ts";
import { isCheck } from "./use-busy-forms.ts";

const QUESTION = "You have changes that are not saved. Leave without saving?";
const MARK = "form[data-unsaved]";

/**
 * Warns before a page is left on which something is typed in a form marked `data-unsaved` and not sent: by a link, by going
 * back, or by closing the tab. It listens at the document, so that forms carry no code of their own. Sending a form is not
 * leaving it.
 */
export function UnsavedForms() {
	const dirty = useRef(new Set<HTMLFormElement>());
	const sent = useRef<HTMLFormElement>();
	const [isDirty, setIsDirty] = useState(false);
	const { state } = useNavigation();
	const stateNow = useRef(state);
	stateNow.current = state;

	useEffect(() => {
		const look = () => setIsDirty(left(dirty.current));
		const formOf = (event: Event) =>
			event.target instanceof Element ? event.target.closest<HTMLFormElement>(MARK) : null;
		const onInput = (event: Event) => {
			const form = formOf(event);
			if (form) dirty.current.add(form);
			look();
		};
		const onSubmit = (event: Event) => {
			const form = formOf(event);
			if (!form || isCheck(event as SubmitEvent)) return;
			const wasDirty = dirty.current.delete(form);
			sent.current = form;
			look();
			// A check in the browser refused it: nothing is on its way, and nothing is saved.
			setTimeout(() => {
				if (!wasDirty || stateNow.current !== "idle" || sent.current !== form) return;
				dirty.current.add(form);
				look();
			}, 150);
		};
		const onReset = (event: Event) => {
			const form = formOf(event);
			if (form) dirty.current.delete(form);
			look();
		};
		const onLeave = (event: BeforeUnloadEvent) => {
			if (left(dirty.current)) event.preventDefault();
		};
		document.addEventListener("input", onInput);
		// Before the router's own: it asks at once whether the page may be left, and a form may be sent to another address.
		window.addEventListener("submit", onSubmit, true);
		document.addEventListener("reset", onReset);
		window.addEventListener("beforeunload", onLeave);
		return () => {
			document.removeEventListener("input", onInput);
			window.removeEventListener("submit", onSubmit, true);
			document.removeEventListener("reset", onReset);
			window.removeEventListener("beforeunload", onLeave);
		};
	}, []);

	// The answer came and the form is still here: it was refused, or never arrived. What it holds is not saved.
	useEffect(() => {
		if (state !== "idle") return;
		const form = sent.current;
		sent.current = undefined;
		if (form && (findUnsent() || form.querySelector("[aria-invalid=true]"))) dirty.current.add(form);
		setIsDirty(left(dirty.current));
	}, [state]);

	// The router asks one question at a time: it is asked for only while there is something to lose.
	return isDirty ? <Question isLeft={() => left(dirty.current)} /> : null;
}

function Question({ isLeft }: { isLeft: () => boolean }) {
	const blocker = useBlocker(
		({ currentLocation, nextLocation }) => isLeft() && currentLocation.pathname !== nextLocation.pathname,
	);
	useEffect(() => {
		if (blocker.state !== "blocked") return;
		if (window.confirm(QUESTION)) blocker.proceed();
		else blocker.reset();
	}, [blocker]);
	return null;
}

/** Whether a form that was typed in is still on the page. */
function left(forms: Set<HTMLFormElement>): boolean {
	for (const form of forms) if (!form.isConnected) forms.delete(form);
	return forms.size > 0;
}
