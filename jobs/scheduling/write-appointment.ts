import {
	settleShopWrite,
	takeShopWrite,
	writeToShop,
} from "#app/domain/scheduling/shop-calendar/write-shop-appointment.ts";
import { providers } from "#app/providers/open.ts";
import { ShopError } from "#app/providers/shop/port.ts";
import { inOrg } from "#db/context.ts";
import { PermanentFailure } from "#db/queue.ts";
import type { Run } from "#jobs/handles.ts";

/** Writes one appointment to its shop: read here, call there, note here. */
export async function writeAppointment(
	{ orgId, appointmentId }: { orgId: string; appointmentId: string },
	{ requestId, now }: Run,
): Promise<void> {
	const scope = { org: orgId, actor: { kind: "system", name: "Shop calendar" } as const, requestId, now };
	const write = await inOrg(scope, (ctx) => takeShopWrite(ctx, appointmentId));
	if (!write) return;
	const outcome = await Promise.resolve()
		.then(() => writeToShop(providers().shop(write.settings), write))
		.catch(asShopError);
	await inOrg(scope, (ctx) => settleShopWrite(ctx, write, outcome));
	if (!(outcome instanceof ShopError)) return;
	if (outcome.worthRetrying) throw outcome;
	throw new PermanentFailure(outcome.message);
}

function asShopError(error: unknown): ShopError {
	return error instanceof ShopError
		? error
		: new ShopError("unavailable", "The shop system could not be asked", { cause: error });
}
