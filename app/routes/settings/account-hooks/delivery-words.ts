import type { DeliveryLine } from "#app/domain/success/webhook/hook-queries.ts";
import type { DeliveryState } from "#app/domain/success/webhook/schema.ts";
import { countOf } from "#app/ui/lists/count.tsx";
import type { Tone } from "#app/ui/signs/badge.tsx";

const LABELS: Readonly<Record<DeliveryState, string>> = {
	received: "Being worked on",
	processed: "Done",
	rejected: "Refused",
};

type Stands = Pick<DeliveryLine, "state" | "refused">;

export const stateLabel = ({ state, refused }: Stands): string =>
	state === "processed" && refused > 0 ? "Done in part" : LABELS[state];

export const stateTone = ({ state, refused }: Stands): Tone =>
	state === "rejected" ? "bad" : state === "received" ? "info" : refused > 0 ? "warn" : "good";

/** "3 accounts changed, 1 refused": of a delivery that is done. */
export function whatBecame({ total, changed, refused, late }: DeliveryLine): string {
	const parts = [
		changed > 0 && `${countOf(changed, "account")} changed`,
		refused > 0 && `${refused} refused`,
		late > 0 && `${late} came late`,
	].filter(Boolean);
	return parts.length > 0 ? parts.join(", ") : `${countOf(total, "account")}, nothing new`;
}
