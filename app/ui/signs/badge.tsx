import type { ReactNode } from "react";

/** What a colour says. Never alone: the words carry the meaning. */
export type Tone = "neutral" | "good" | "warn" | "bad" | "info" | "accent";

/** A short mark on a coloured ground: a kind, a source, a count. */
export function Badge({ tone = "neutral", children }: { tone?: Tone; children: ReactNode }) {
	return <span className={`badge tone-${tone}`}>{children}</span>;
}

/** A state in words with a mark whose shape differs by tone too: quieter than a badge, for rows and lists of facts. */
export function Status({ tone = "neutral", children }: { tone?: Tone; children: ReactNode }) {
	return <span className={`status tone-${tone}`}>{children}</span>;
}
