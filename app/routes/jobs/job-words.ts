/** What a job is doing, as a person sees it. */
export const SIGNS = {
	active: { tone: "info", words: "Running" },
	retrying: { tone: "warn", words: "Retrying" },
	dead: { tone: "bad", words: "Dead" },
} as const;

/** "leads.send-touch" as people say it: "Send touch (leads)". */
export function jobWords(queue: string): string {
	const [area, act = ""] = queue.split(".");
	const words = act.replaceAll("-", " ");
	return words ? `${words.charAt(0).toUpperCase()}${words.slice(1)} (${area})` : queue;
}
