import { useBlocker, useNavigation } from "@remix-run/react";
import { type RefObject, useEffect, useRef } from "react";
import { findUnsent } from "./unsent.ts";

const QUESTION = "You have changes that are not saved. Leave without saving?";

/**
 * Warns before a form with unsaved changes is left, by a link or by closing the tab. Sending the form is not
 * leaving. One form a page: the router asks one question at a time.
 */
export function useUnsavedChanges(form: RefObject<HTMLFormElement>): void {
	const dirty = useRef(false);
	const sending = useRef(false);
	const { state } = useNavigation();

	useEffect(() => {
		const element = form.current;
		if (!element) return;
		const onInput = () => {
			dirty.current = true;
		};
		const onSubmit = () => {
			sending.current = true;
		};
		const onLeave = (event: BeforeUnloadEvent) => {
			if (dirty.current && !sending.current) event.preventDefault();
		};
		element.addEventListener("input", onInput);
		element.addEventListener("submit", onSubmit);
		window.addEventListener("beforeunload", onLeave);
		return () => {
			element.removeEventListener("input", onInput);
			element.removeEventListener("submit", onSubmit);
			window.removeEventListener("beforeunload", onLeave);
		};
	}, [form]);

	// The answer came and the form is still here: it was saved in place, came back with errors, or never arrived.
	useEffect(() => {
		if (state !== "idle" || !sending.current) return;
		sending.current = false;
		if (findUnsent()) return;
		dirty.current = form.current?.querySelector("[aria-invalid]") != null;
	}, [state, form]);

	const blocker = useBlocker(
		({ currentLocation, nextLocation }) =>
			dirty.current && !sending.current && currentLocation.pathname !== nextLocation.pathname,
	);
	useEffect(() => {
		if (blocker.state !== "blocked") return;
		if (window.confirm(QUESTION)) blocker.proceed();
		else blocker.reset();
	}, [blocker]);
}
