import type { AppointmentState, SyncState } from "#app/domain/scheduling/schema.ts";
import type { Tone } from "#app/ui/signs/badge.tsx";

export const STATE_TONES: Record<AppointmentState, Tone> = {
	booked: "info",
	cancelled: "neutral",
	completed: "good",
	"no-show": "warn",
};

export const SYNC_TONES: Record<SyncState, Tone> = {
	none: "neutral",
	pending: "neutral",
	synced: "good",
	conflict: "bad",
	failed: "warn",
};
