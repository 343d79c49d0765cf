import type { AnyBatch } from "#app/domain/crm/bulk/batch-queries.ts";
import type { Tone } from "#app/ui/signs/badge.tsx";

/** The states of a batch in words. */
export const BATCH_STATES: Readonly<Record<AnyBatch["state"], { label: string; tone: Tone }>> = {
	draft: { label: "Being set up", tone: "neutral" },
	waiting: { label: "Waiting", tone: "neutral" },
	running: { label: "Going on", tone: "info" },
	done: { label: "Done", tone: "good" },
	failed: { label: "Failed", tone: "bad" },
	cancelled: { label: "Stopped", tone: "warn" },
	undoing: { label: "Being undone", tone: "info" },
	undone: { label: "Undone", tone: "neutral" },
};
