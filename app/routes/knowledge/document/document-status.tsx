import { type DocumentState, STATE_LABELS } from "#app/domain/knowledge/schema.ts";
import { Status } from "#app/ui/signs/badge.tsx";
import { STATE_TONES } from "./state-tones.ts";

type StatusProps = { state: DocumentState; inUse: number | null; short?: boolean };

/** How a document stands; one whose newest version could not be read is still found by the one in use. */
export function DocumentStatus({ state, inUse, short }: StatusProps) {
	if (state === "failed" && inUse !== null)
		return <Status tone="warn">{short ? "Newest not readable" : "Newest version could not be read"}</Status>;
	return <Status tone={STATE_TONES[state]}>{STATE_LABELS[state]}</Status>;
}
