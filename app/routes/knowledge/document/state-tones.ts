import type { DocumentState } from "#app/domain/knowledge/schema.ts";
import type { Tone } from "#app/ui/signs/badge.tsx";

/** The colour of a document's state, beside its word. */
export const STATE_TONES: Record<DocumentState, Tone> = {
	stored: "neutral",
	processing: "info",
	ready: "good",
	failed: "bad",
};
