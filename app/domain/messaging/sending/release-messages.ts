import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { lockMessage } from "./claim-message.ts";
import { type Passing, passGate } from "./pass-gate.ts";

/** How many went where, and why the held ones stay, each reason once. `left`: no longer held, or not here. */
export type Released = {
	queued: number;
	scheduled: number;
	held: number;
	suppressed: number;
	left: number;
	reasons: string[];
};

/**
 * Lets chosen held messages go (MSG-2): each asks the gate again, so what still has a reason to be held stays. A
 * message planned for later keeps its time. Messages of other organisations are not here, and count as left.
 */
export async function releaseMessages(ctx: Ctx, input: { ids: readonly string[] }): Promise<Released> {
	authorize(ctx, "messages.release");
	const released: Released = { queued: 0, scheduled: 0, held: 0, suppressed: 0, left: 0, reasons: [] };
	const reasons = new Set<string>();
	// In the order of their ids, so that two members who release the same messages do not wait for each other in a ring.
	for (const id of [...new Set(input.ids)].sort()) {
		const message = await lockMessage(ctx, id);
		if (message?.state !== "held" || message.direction !== "out") {
			released.left++;
			continue;
		}
		const { state, reason } = await passGate(ctx, message as Passing, message.planned_at);
		released[state as "queued" | "scheduled" | "held" | "suppressed"]++;
		if (state === "held" && reason) reasons.add(reason);
	}
	return { ...released, reasons: [...reasons] };
}
