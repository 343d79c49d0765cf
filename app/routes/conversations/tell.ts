/** Tells the server of a sign of life; it matters to nobody if it is lost. */
export function tell(path: string, sign: "seen" | "typing"): void {
	void fetch(`${path}/signs`, { method: "POST", body: new URLSearchParams({ sign }) }).catch(() => undefined);
}
