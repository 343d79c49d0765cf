import { storable } from "#app/domain/integrations/storable.ts";
import {
	type ShopCustomer,
	ShopError,
	type ShopOrder,
	type ShopSystem,
	type ShopVehicle,
} from "#app/providers/shop/port.ts";

/**
 * What the shop told about an order when it was asked. `error` is why something is missing, in words; `retry` whether
 * asking again may mend it, not before `retryAfterMs` where the shop named a wait.
 */
export type ShopFacts = {
	order: ShopOrder | undefined;
	customer: ShopCustomer | undefined;
	vehicle: ShopVehicle | undefined;
	error: string | undefined;
	retry: boolean;
	retryAfterMs: number | undefined;
};

/** Nothing asked, and why. */
export function factsUnknown(error: string | undefined): ShopFacts {
	const nothing = { order: undefined, customer: undefined, vehicle: undefined };
	return { ...nothing, error, retry: error !== undefined, retryAfterMs: undefined };
}

/** Whom and what an order is about, by the shop's ids. */
export type OrderRefs = Pick<ShopOrder, "externalId" | "externalCustomerId" | "externalVehicleId">;

/**
 * Asks the shop for an order with its services, and, when `all` is wanted, its customer and its vehicle, all at once.
 * Never throws for what a shop does: what could be had is in the answer, and the reason for the rest.
 */
export async function gatherShopFacts(shop: ShopSystem, refs: OrderRefs, wanted: "order" | "all"): Promise<ShopFacts> {
	const [order, people] = await Promise.all([
		settled(shop.getOrder(refs.externalId)),
		wanted === "all" ? askForPeople(shop, refs) : NOBODY,
	]);
	return factsOf(order, ...people);
}

/** As `gatherShopFacts` for an order of which only its id is known: the order first, then whom it is about. */
export async function gatherByOrder(shop: ShopSystem, externalOrderId: string): Promise<ShopFacts> {
	const order = await settled(shop.getOrder(externalOrderId));
	return order.status === "fulfilled" ? factsOf(order, ...(await askForPeople(shop, order.value))) : factsOf(order);
}

type Asked<T> = PromiseSettledResult<T>;
type People = [customer?: Asked<ShopCustomer | undefined>, vehicle?: Asked<ShopVehicle | undefined>];

const NOBODY: People = [];

async function askForPeople(
	shop: ShopSystem,
	{ externalCustomerId: customerId, externalVehicleId: vehicleId }: OrderRefs,
): Promise<People> {
	return Promise.all([
		settled(customerId ? shop.getCustomer(customerId) : undefined),
		settled(vehicleId ? shop.getVehicle(vehicleId) : undefined),
	]);
}

function factsOf(
	order: Asked<ShopOrder>,
	customer?: Asked<ShopCustomer | undefined>,
	vehicle?: Asked<ShopVehicle | undefined>,
): ShopFacts {
	const faults = [customer, vehicle, order].flatMap((asked) => (asked?.status === "rejected" ? [faultOf(asked)] : []));
	const waits = faults.flatMap((fault) => (fault.retryAfterMs === null ? [] : [fault.retryAfterMs]));
	return {
		order: had(order),
		customer: had(customer),
		vehicle: had(vehicle),
		error: faults[0]?.message,
		// What the shop does not have today it will not have tomorrow; anything else somebody or time may mend.
		retry: faults.some((fault) => fault.kind !== "not-found"),
		retryAfterMs: waits.length > 0 ? Math.max(...waits) : undefined,
	};
}

function faultOf({ reason }: PromiseRejectedResult): ShopError {
	if (reason instanceof ShopError) return reason;
	throw reason;
}

async function settled<T>(asked: Promise<T> | T): Promise<Asked<T>> {
	const [result] = await Promise.allSettled([asked]);
	return result as Asked<T>;
}

function had<T>(asked: Asked<T> | undefined): T | undefined {
	return asked?.status === "fulfilled" ? storable(asked.value) : undefined;
}
