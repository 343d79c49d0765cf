import { type DocumentState, STATE_LABELS } from "#app/domain/knowledge/schema.ts";
import { Status } from "#app/ui/signs/badge.tsx";
import { STATE_TONES } from "./state-tones.ts";

/** How a document stands; one whose newest version could not be read is still found by the one in use. */
export function DocumentStatus({ state, inUse }: { state: DocumentState; inUse: number | null }) {
	if (state === "failed" && inUse !== null) return <Status tone="warn">Newest version could not be read</Status>;
	return <Status tone={STATE_TONES[state]}>{STATE_LABELS[state]}</Status>;
}
