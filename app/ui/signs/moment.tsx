import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";

/** The instant the page was made at and the zone it speaks in: server and browser must draw the same words. */
export type Moment = { now: string; zone: string };

const MomentContext = createContext<Moment>({ now: "1970-01-01T00:00:00.000Z", zone: "UTC" });

/**
 * Gives every Time below it the server's `now` (ISO) and the reader's zone, from the loader of the root. In the
 * browser `now` walks on every minute while the page is in sight.
 */
export function MomentProvider({ now, zone, children }: Moment & { children: ReactNode }) {
	const [current, setCurrent] = useState(now);
	useEffect(() => {
		setCurrent(now);
		const began = performance.now();
		const timer = setInterval(() => {
			if (document.visibilityState !== "visible") return;
			setCurrent(new Date(Date.parse(now) + performance.now() - began).toISOString());
		}, 60_000);
		return () => clearInterval(timer);
	}, [now]);
	const value = useMemo(() => ({ now: current, zone }), [current, zone]);
	return <MomentContext.Provider value={value}>{children}</MomentContext.Provider>;
}

/** The page's instant and zone. */
export function useMoment(): Moment {
	return useContext(MomentContext);
}
