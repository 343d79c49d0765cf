import type { DeliveryState } from "#app/domain/integrations/schema.ts";
import type { Tone } from "#app/ui/signs/badge.tsx";

/** What the state of a delivery says to the eye. */
export const DELIVERY_TONES: Record<DeliveryState, Tone> = {
	received: "info",
	processed: "good",
	ignored: "neutral",
	rejected: "bad",
	failed: "bad",
};

/** How a delivery came. */
export const VIA_LABELS: Record<string, string> = { webhook: "Webhook", poll: "Polling", replay: "Replay" };
