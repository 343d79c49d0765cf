import type { Tone } from "#app/ui/signs/badge.tsx";

/** How urgent a stage looks; its name stands beside it. */
export const STAGE_TONES: Readonly<Record<string, Tone>> = {
	emergency: "bad",
	critical: "warn",
	prepare: "info",
	save: "bad",
	watch: "warn",
	expand: "good",
	review: "neutral",
};

/** Tenths of a point as people read them: "73.4". */
export const points = (tenths: number): string => (tenths / 10).toFixed(1);

/** How far a renewal is: "in 45 days", "today", "3 days overdue". */
export function renewalWords(days: number | null): string {
	if (days === null) return "No renewal date";
	if (days === 0) return "Renews today";
	const many = Math.abs(days) === 1 ? "1 day" : `${Math.abs(days).toLocaleString("en-US")} days`;
	return days > 0 ? `Renews in ${many}` : `${many} overdue`;
}
