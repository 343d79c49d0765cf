import { useNavigate } from "@remix-run/react";
import { useEffect } from "react";

/**
 * Plain `<a>` elements inside `[data-links]` change the page without loading the document. Lists and navigation use
 * them since a router's link costs the server ten times a plain one, and there are many.
 */
export function usePlainLinks(): void {
	const navigate = useNavigate();
	useEffect(() => {
		const onClick = (event: MouseEvent) => {
			if (event.defaultPrevented || event.button !== 0) return;
			if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
			const link =
				event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("[data-links] a[href]") : null;
			if (!link || link.origin !== location.origin || link.target || link.hasAttribute("download")) return;
			event.preventDefault();
			navigate(link.pathname + link.search + link.hash);
		};
		// At the window: React answers at the document, so whatever a component refused is refused here too.
		window.addEventListener("click", onClick);
		return () => window.removeEventListener("click", onClick);
	}, [navigate]);
}
